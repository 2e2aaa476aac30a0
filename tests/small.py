"""A small assignment with five submissions, in a folder of a test's own."""

import io
import os
import shutil
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from functools import partial
from pathlib import Path
from unittest import mock

import pytest

from grader.batch.local import on_this_machine
from grader.batch.plan import Batch, plan
from grader.batch.store import Store
from grader.checks import search
from grader.frontends.cli import main
from grader.grading import explain, pipeline
from grader.model import Report
from grader.platforms.find import read_batch
from grader.reports.json_report import results_json

HERE = Path(__file__).parent / "assignments" / "small"


def copied(folder: Path) -> Path:
    """Copy the assignment; return its rubric."""
    shutil.copytree(HERE, folder / "small", ignore=shutil.ignore_patterns("__pycache__"))
    return folder / "small" / "rubric.yaml"


def command(folder: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the command line in a folder, as in a process of its own: but in this one, which has imported all.

    What is graded is graded here, too, unless the arguments say how many processes are to do it.
    """
    words = [*map(str, arguments)]
    if words[0] in ("grade", "audit") and "--jobs" not in words:
        words += ["--jobs", "1"]
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    with (
        chdir(folder),
        mock.patch.dict(os.environ, NO_COLOR="1", COLUMNS="100"),
        redirect_stdout(out),
        redirect_stderr(err),
        pytest.raises(SystemExit) as ended,
    ):
        main(words)
    said = [stream.buffer.getvalue().decode() for stream in (out, err)]
    return subprocess.CompletedProcess(words, int(str(ended.value.code)), *said)


def leave_undescribed(patch: pytest.MonkeyPatch) -> None:
    """Have lost checks not described in this process."""
    patch.setattr(explain, "described", lambda trial, check, lost, beside: lost)


def leave_unexplained(patch: pytest.MonkeyPatch) -> None:
    """Have lost checks neither shrunk nor described in this process: that is most work on wrong hand-ins."""
    leave_undescribed(patch)
    patch.setattr(search, "shrink", lambda signature, sizes, failing, fails, *_: failing)


def submissions(rubric: Path, job: pipeline.Job):
    return read_batch([rubric.parent / "submissions"], [q.id for q in job.rubric.assignment.questions])


def graded(rubric: Path, workers: int = 1, store: Store | None = None) -> tuple[Batch, str]:
    """Grade the submissions; return the batch and results.json."""
    job = pipeline.prepare(rubric)
    todo = plan(job, submissions(rubric, job), store)
    for _ in todo.run(on_this_machine(workers)):
        pass
    return todo, results_json(Report(job.rubric.assignment, job.seed, todo.results()))


def edited(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def grader(*arguments: object) -> subprocess.Popen[bytes]:
    """Start the command line in a process."""
    return subprocess.Popen(
        [sys.executable, "-m", "grader", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


GROUP = 4242


def start_in_a_group(patch: pytest.MonkeyPatch) -> None:
    """Start processes in a group of their own, so that root's are not root's in /proc unless they hide."""
    if os.geteuid() == 0:
        patch.setattr(subprocess, "Popen", partial(subprocess.Popen, group=GROUP))


def is_hidden(process: int) -> bool:
    """Whether environment and memory of another process of this user are shown to root alone."""
    shown = [Path(f"/proc/{process}/{name}").stat() for name in (".", "environ", "mem")]
    assert (shown[0].st_uid, shown[0].st_gid) != (0, 0)
    return all((each.st_uid, each.st_gid) == (0, 0) for each in shown[1:])
