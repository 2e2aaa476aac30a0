"""``results.json`` read back: what every export is made from."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from grader.errors import InputError
from grader.model import Verdict
from grader.reports.view import HIDDEN, INSTEAD, seen
from grader.text.safe import safe

NAMED = 12  # questions that are named


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
    questions: list[str] = []  # that are covered
    left_out: list[str] = []
    partial: bool = False  # whether questions of the rubric are left out, so that no score is whole


def require_whole(results: Results) -> None:
    """Raise InputError where the scores are of some questions only: they are nobody's grade."""
    if results.partial:
        raise InputError(partly(results.questions, results.left_out))


def partly(covered: Sequence[str], left_out: Sequence[str]) -> str:
    """Return what there is to say of scores that are not whole."""
    return (
        f"only {_questions(covered)} {'is' if len(covered) == 1 else 'are'} covered, not "
        f"{_questions(left_out)}, so no score is a grade: run `grader grade` without --question"
    )


def _questions(ids: Sequence[str]) -> str:
    names = ", ".join(safe(id_, 40) for id_ in ids[:NAMED]) or "none"
    more = f" and {len(ids) - NAMED} more" if len(ids) > NAMED else ""
    return f"question{'s' * (len(ids) != 1)} {names}{more}"


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
    """Return a submission without what its student may not see."""
    questions = [
        msgspec.structs.replace(question, checks=[_shown(check) for check in question.checks])
        for question in submission.questions
    ]
    return msgspec.structs.replace(submission, questions=questions)


def _shown(check: Check) -> Check:
    sight = seen(check.kind, check.visibility, check.verdict, check.mistake)
    change, evidence = msgspec.structs.replace, check.evidence
    if not sight.name:
        check = change(check, id=HIDDEN, kind=HIDDEN, target="", title="hidden check")
    if not sight.reasons:
        message = "" if not sight.name else INSTEAD[Verdict(sight.verdict)]
        return change(check, verdict=sight.verdict, mistake=None, message=message, evidence=None)
    if evidence is not None and not sight.expected:
        evidence = change(evidence, expected=None, where="")
    if not sight.mistake:
        said = evidence.message if evidence is not None else ""
        check = change(check, message=said, mistake=None)
    return change(check, evidence=evidence)
