"""Who does the work: processes on this machine."""

import atexit
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from grader.batch.encoded import EncodedResult, Runner, Task, graded
from grader.batch.plan import plan
from grader.errors import GraderError
from grader.grading.pipeline import Job
from grader.grading.prepare import prepared_elsewhere
from grader.model import Result, Submission
from grader.processes.pool import Pool
from grader.sandbox.canary import canary_file
from grader.sandbox.sandbox import Sandbox

ATTEMPTS = 3  # how often a pool may lose a process before that is our fault


def single(job: Job, submission: Submission) -> Result:
    """Grade one submission here, looking nothing up and keeping nothing."""
    only = plan(job, [submission])
    for _ in only.run(on_this_machine(1)):
        pass
    return only.results()[0]


def on_this_machine(workers: int) -> Runner:
    """Return a runner that grades here, several submissions at a time."""

    def run(job: Job, tasks: Sequence[Task]) -> Iterator[EncodedResult]:
        if workers <= 1 or len(tasks) <= 1:
            with canary_file() as canary, Sandbox(job.rubric.assignment.limits, canary) as sandbox:
                for task in tasks:
                    yield graded(job, task, sandbox)
            return
        left = {task.submission.id: task for task in tasks}
        for _ in range(ATTEMPTS):
            with suppress(
                BrokenProcessPool
            ):  # a process of ours was killed: who has no result is graded again
                for each in _in_processes(job, list(left.values()), workers):
                    del left[each.id]
                    yield each
            if not left:
                return
        raise GraderError(f"processes that grade were killed {ATTEMPTS} times; is there enough memory?")

    return run


def _in_processes(job: Job, tasks: Sequence[Task], workers: int) -> Iterator[EncodedResult]:
    with canary_file() as canary:
        start = (job.path, job.seed, job.only, job.kept, job.neighbours, canary)
        pool = Pool(min(workers, len(tasks)), _start_worker, *start)
        try:
            for future in as_completed([pool.submit(_grade_here, task) for task in tasks]):
                yield future.result()
        finally:
            pool.shutdown(cancel_futures=True)


_job: Job
_sandbox: Sandbox


def _start_worker(
    path: Path,
    seed: int,
    only: Sequence[str],
    kept: Mapping[str, bytes],
    neighbours: tuple[Path, ...],
    canary: Path,
) -> None:
    """Read the rubric once in a process of the pool; it was tried on its reference before."""
    global _job, _sandbox
    _job = replace(prepared_elsewhere(path, seed, only, kept), neighbours=neighbours)
    _sandbox = Sandbox(_job.rubric.assignment.limits, canary)
    atexit.register(_sandbox.close)


def _grade_here(task: Task) -> EncodedResult:
    return graded(_job, task, _sandbox)
