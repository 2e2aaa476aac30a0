"""Grading on a Dask cluster of two worker processes on this machine."""

import os
import signal
import warnings
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import small

from grader.batch.plan import plan
from grader.errors import GraderError, InputError
from grader.grading import pipeline
from grader.model import Report
from grader.reports.json_report import results_json

distributed = pytest.importorskip("distributed")
from grader.batch import cluster  # noqa: E402


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory):
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Dask's own, of ports in use
        patch.setenv("PYTHONSAFEPATH", "1")
        options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None}
        folder = str(tmp_path_factory.mktemp("dask"))
        with (
            distributed.LocalCluster(processes=True, local_directory=folder, **options) as local,
            cluster.connected(local.scheduler_address) as client,
        ):
            yield client


@pytest.fixture
def rubric(tmp_path: Path, client: Any) -> Path:
    rubric = small.copied(tmp_path)
    (rubric.parent / "submissions" / "stuck.py").unlink()  # a time-out takes its time
    for number in range(4):
        for name in ("right", "mean", "raises"):
            path = rubric.parent / "submissions" / f"{name}.py"
            path.with_stem(f"{name}{number}").write_bytes(path.read_bytes())
    return rubric


def on_cluster(rubric: Path, client, after_first=lambda: None) -> str:
    job = pipeline.prepare(rubric)
    todo = plan(job, small.submissions(rubric, job))
    for number, _ in enumerate(todo.run(cluster.on_cluster(client))):
        if number == 0:
            after_first()
    return results_json(Report(job.rubric.assignment, job.seed, todo.results()))


@pytest.mark.slow
def test_the_scores_are_those_of_one_process(rubric: Path, client: Any) -> None:
    assert on_cluster(rubric, client) == small.graded(rubric)[1]


def test_a_worker_that_is_killed_costs_time_only(rubric: Path, client: Any) -> None:
    def kill_one() -> None:
        pids = client.run(os.getpid)
        os.kill(next(iter(pids.values())), signal.SIGKILL)

    assert on_cluster(rubric, client, kill_one) == small.graded(rubric)[1]


def test_no_zygote_is_left_when_the_batch_is_done(rubric: Path, client: Any) -> None:
    psutil = pytest.importorskip("psutil")
    on_cluster(rubric, client)
    left = [c for pid in client.run(os.getpid).values() for c in psutil.Process(pid).children()]
    assert [p.cmdline() for p in left if "grader.sandbox.zygote" in " ".join(p.cmdline())] == []


def test_another_reference_on_a_worker_is_noticed(
    rubric: Path, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = pipeline.prepare(rubric)
    todo = plan(job, small.submissions(rubric, job))
    small.edited(rubric.parent / "reference/q2_tables/answers.py", "Sum of", "The sum of")
    with pytest.raises(GraderError, match="is not the same as here"):
        list(todo.run(cluster.on_cluster(client)))


def test_a_cluster_that_is_not_there_is_the_callers_mistake() -> None:
    with (
        pytest.raises(InputError, match="there is no Dask scheduler at tcp"),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(cluster, "PATIENCE", "1s")
        with cluster.connected("tcp://127.0.0.1:9"):
            pass


def test_a_worker_that_imports_from_where_it_is_started_is_refused(
    rubric: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = pipeline.prepare(rubric)
    setup = cluster.ClusterSetup(rubric, 0, (), job.kept, (), dict(job.fingerprints))
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    monkeypatch.setattr(cluster, "sys", SimpleNamespace(flags=SimpleNamespace(safe_path=False)))
    with pytest.raises(GraderError, match="start `dask worker` with PYTHONSAFEPATH=1 in its environment"):
        cluster.Place(setup)
