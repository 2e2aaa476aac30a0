"""Hundreds of submissions in a row leave the grader and its zygote as they were."""

import os
import time
from pathlib import Path

import pytest
from arena import submission

from grader.grading import pipeline
from grader.grading.pipeline import Job
from grader.sandbox.canary import canary_file
from grader.sandbox.sandbox import Sandbox

SUBMISSIONS = 200
SECONDS = 30.0  # of the clock on the wall: other tests run beside
MEGABYTES = 5  # by which memory may grow; a leak of one submission's source would be more
SOURCE = "def golden_ratio(): return (1 + 5**0.5) / 2\n" + "#" * 100_000


def descriptors(process: int) -> int | None:
    """Return how many descriptors a process has; None where it hides them."""
    try:
        return len(list(Path(f"/proc/{process}/fd").iterdir()))
    except OSError:
        return None


def megabytes(process: int) -> float:
    """Return how much memory a process holds."""
    pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def children(process: int) -> str:
    """Return the numbers of the processes that a process has started."""
    return Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")


@pytest.mark.slow
@pytest.mark.skipif(
    not Path("/proc/self/statm").exists(), reason="this system does not tell what a process holds"
)
def test_two_hundred_submissions_leave_no_trace(job: Job) -> None:
    """No descriptor, no process and no memory is lost, and it is quick."""
    tiny = pipeline.part(job, ["3"])
    with canary_file() as canary, Sandbox(job.rubric.assignment.limits, canary) as box:

        def grade() -> None:
            assert pipeline.grade(tiny, submission("tiny", tiny=SOURCE), box).score == 1

        for _ in range(20):
            grade()
        (zygote,) = (each.process.pid for each in box.zygotes.values() if each.process)
        watched = (os.getpid(), zygote)
        before = [(descriptors(each), megabytes(each)) for each in watched]
        begun = time.monotonic()
        for _ in range(SUBMISSIONS):
            grade()
        assert time.monotonic() - begun < SECONDS
        assert children(zygote) == ""
        for process, (open_before, held_before) in zip(watched, before, strict=True):
            assert descriptors(process) == open_before
            assert megabytes(process) < held_before + MEGABYTES
        assert [each.process.pid for each in box.zygotes.values() if each.process] == [zygote]
