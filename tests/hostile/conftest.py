"""The small assignment and a sandbox with all walls, for tests that look at one hostile thing at a time."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from arena import ASSIGNMENT, submission

from grader.grading import pipeline
from grader.grading.pipeline import Job
from grader.model import Result, Submission
from grader.platforms.find import read_one
from grader.sandbox.canary import canary_file
from grader.sandbox.sandbox import Sandbox

Grade = Callable[..., Result]


@pytest.fixture(scope="session")
def job() -> Job:
    """The assignment."""
    return pipeline.prepare(ASSIGNMENT / "rubric.yaml")


@pytest.fixture(scope="session")
def box(job: Job) -> Iterator[Sandbox]:
    """One sandbox for all tests."""
    with canary_file() as canary, Sandbox(job.rubric.assignment.limits, canary) as box:
        yield box


@pytest.fixture
def grade(job: Job, box: Sandbox) -> Grade:
    """Grade a source, a file or a submission, and then an honest one, which must earn everything."""
    honest = submission("honest", honest=(ASSIGNMENT.parent / "honest.py").read_text(encoding="utf-8"))

    def graded(what: str | Path | Submission) -> Result:
        if isinstance(what, str):
            what = submission("attack", attack=what)
        elif isinstance(what, Path):
            what = read_one(what, ["1", "2", "3"])
        result = pipeline.grade(job, what, box)
        assert pipeline.grade(job, honest, box).score == result.max_score
        return result

    return graded
