"""``results.json`` read back: what every export is made from."""

from pathlib import Path
from typing import Any

import msgspec

from grader.errors import InputError


class Student(msgspec.Struct, frozen=True):
    """Who handed in, as a course system tells it."""

    name: str
    key: str  # what the system's gradebook knows the student by


class Evidence(msgspec.Struct, frozen=True):
    """Why a check was not passed; values as in ``results.json``."""

    message: str
    call: str
    inputs: dict[str, Any]
    got: Any
    expected: Any
    where: str
    failing: int
    examples: int


class Check(msgspec.Struct, frozen=True):
    """One check of one submission; what was earned is None where it could not be decided."""

    id: str
    kind: str
    target: str
    title: str
    visibility: str
    verdict: str
    points: float
    earned: float | None
    mistake: str | None
    message: str
    evidence: Evidence | None


class Question(msgspec.Struct, frozen=True):
    """One question of one submission."""

    id: str
    title: str
    bonus: bool
    score: float | None
    max_score: float
    checks: list[Check]


class Problem(msgspec.Struct, frozen=True):
    """What was wrong with the file itself."""

    where: str
    message: str


class Submission(msgspec.Struct, frozen=True):
    """One submission, graded."""

    id: str
    path: str
    score: float | None
    max_score: float
    pending: float
    isolation: str
    problems: list[Problem]
    questions: list[Question]
    students: list[Student] = []
    late: bool = False
    notes: list[Problem] = []


class Results(msgspec.Struct, frozen=True):
    """A graded batch."""

    assignment: str
    seed: int
    submissions: list[Submission]


def read(folder: Path) -> Results:
    """Read the results in an output folder; raise InputError where there are none or they are damaged."""
    path = folder / "results.json"
    try:
        return msgspec.json.decode(path.read_bytes(), type=Results)
    except OSError as problem:
        raise InputError(f"{path} cannot be read: {problem.strerror}; `grader grade` writes it") from None
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as problem:
        raise InputError(f"{path} is not what `grader grade` writes: {problem}") from None


def as_students_see_it(submission: Submission) -> Submission:
    """Return a submission without what a student may not see: of hidden checks only the points are left.

    What a person looks for in a written answer is left out too.
    """
    questions = [
        msgspec.structs.replace(question, checks=[_shown(check) for check in question.checks])
        for question in submission.questions
    ]
    return msgspec.structs.replace(submission, questions=questions)


def _shown(check: Check) -> Check:
    if check.visibility == "hidden":
        return msgspec.structs.replace(
            check,
            id="hidden",
            kind="hidden",
            target="",
            title="hidden check",
            verdict=check.verdict if check.verdict in ("passed", "broken") else "failed",
            mistake=None,
            message="",
            evidence=None,
        )
    if check.verdict == "pending":
        return msgspec.structs.replace(check, message="a person will read this answer")
    return check
