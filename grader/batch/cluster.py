"""Grading on several machines with Dask: chunks of submissions go out, outcomes come back as bytes.

Each Dask worker reads the rubric itself, from a folder that all machines share, and starts the zygotes that
fork the students' workers.  What it would grade with must be what we would: the fingerprints are compared.
"""

import os
import shlex
import socket
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock

import dask
from distributed import Client, KilledWorker, as_completed

from grader.batch.encoded import EncodedResult, Runner, Task, graded
from grader.errors import GraderError, InputError
from grader.grading.pipeline import Job
from grader.grading.prepare import prepared_elsewhere
from grader.sandbox.canary import canary_file
from grader.sandbox.sandbox import Sandbox

CHUNKS = 4  # for each worker, so that none is idle for long at the end
LARGEST = 16  # submissions in a chunk: what is lost when a worker is killed
PATIENCE = "30s"  # for the scheduler to answer


@contextmanager
def connected(address: str) -> Iterator[Client]:
    """Yield a client of the scheduler at an address."""
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as problem:
        raise InputError(f"there is no Dask scheduler at {address}: {problem}") from None
    with client:
        yield client


@contextmanager
def slurm(workers: int) -> Iterator[Client]:
    """Yield a client of workers that are started as Slurm jobs of one core each.

    Queue, account, memory and time come from Dask's own configuration (``jobqueue.slurm``).
    """
    from dask_jobqueue import SLURMCluster

    # -P: a job begins in the folder where it was sent off, and nothing is to be imported from there.
    python = f"{dask.config.get('jobqueue.slurm.python', None) or shlex.quote(sys.executable)} -P"
    with (
        SLURMCluster(cores=1, processes=1, python=python, scheduler_options={"dashboard": False}) as cluster,
        Client(cluster, set_as_default=False) as client,
    ):
        cluster.scale(jobs=workers)
        yield client


def on_cluster(client: Client) -> Runner:
    """Return a runner that grades on the workers of a Dask cluster; one that is killed costs time only."""

    def run(job: Job, tasks: Sequence[Task]) -> Iterator[EncodedResult]:
        if not tasks:
            return
        client.wait_for_workers(1)
        workers = sum(client.nthreads().values())
        size = max(1, min(LARGEST, len(tasks) // (CHUNKS * workers)))
        chunks = [tasks[start : start + size] for start in range(0, len(tasks), size)]
        # A task of its own: it is sent once, and made again where the worker that held it is killed.
        neighbours = tuple(each.absolute() for each in job.neighbours)
        about = (job.path.resolve(), job.seed, job.only, job.kept, neighbours, dict(job.fingerprints))
        setup = client.submit(ClusterSetup, *about)
        try:
            futures = [client.submit(_grade_chunk, setup, each, pure=False) for each in chunks]
            for future in as_completed(futures, loop=client.loop):
                yield from future.result()
                future.release()
        except KilledWorker as problem:
            raise GraderError(f"workers of the cluster were killed again and again: {problem}") from None
        finally:
            with suppress(OSError, TimeoutError):
                client.run(_close)

    return run


# ---- on the worker -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class ClusterSetup:
    """What a worker needs to know of the job."""

    path: Path
    seed: int
    only: tuple[str, ...]
    kept: Mapping[str, bytes]
    neighbours: tuple[Path, ...]  # where they lie on our machine; here they may be as well, or not
    fingerprints: Mapping[str, str]


class Place:
    """Where a worker grades: the job, read once, and its sandbox."""

    def __init__(self, setup: ClusterSetup) -> None:
        host = socket.gethostname()
        if os.environ.get("OMP_NUM_THREADS") != "1":
            raise GraderError(f"on {host} OMP_NUM_THREADS is not 1: start `dask worker` with its nanny")
        if not sys.flags.safe_path:
            raise GraderError(
                f"on {host} Python imports what lies in the folder where it is started, students' files too: "
                "start `dask worker` with PYTHONSAFEPATH=1 in its environment"
            )
        job = prepared_elsewhere(setup.path, setup.seed, setup.only, setup.kept)
        self.job = replace(job, neighbours=setup.neighbours)
        self.fingerprints = setup.fingerprints
        if self.job.fingerprints != setup.fingerprints:
            raise GraderError(f"the grader, the reference or a library on {host} is not the same as here")
        self.stack = ExitStack()
        canary = self.stack.enter_context(canary_file())
        self.sandbox = self.stack.enter_context(Sandbox(self.job.rubric.assignment.limits, canary))

    def close(self) -> None:
        """End the zygotes."""
        self.stack.close()


_place: Place | None = None
_lock = Lock()  # a worker may have several threads; it grades with one


def _grade_chunk(setup: ClusterSetup, tasks: Sequence[Task]) -> list[EncodedResult]:
    global _place
    with _lock:
        if _place is not None and _place.fingerprints != setup.fingerprints:
            _place.close()
            _place = None
        if _place is None:
            _place = Place(setup)
        return [graded(_place.job, task, _place.sandbox) for task in tasks]


def _close() -> None:
    global _place
    with _lock:
        if _place is not None:
            _place.close()
            _place = None
