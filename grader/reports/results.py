"""The schema of ``results.json``: written with it, read with it, and what every export is made from.

Names and order are a promise to scripts: a field may be added, with a default, and none renamed.  Files with
and without it are read.  The format number is raised only where an older reader would misunderstand a file.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from grader import __version__
from grader.errors import InputError
from grader.model import Check, Evidence, Form, Outcome, Verdict, Visibility
from grader.reports.score_words import HIDDEN
from grader.reports.view import shown_outcome
from grader.reports.words import sentence, title
from grader.text.safe import safe

FORMAT = 2
UNNUMBERED = 1  # version 0.1.0 wrote no number
NAMED = 12  # questions that are named
# What checks of these kinds judge, in files that do not say it.
FORMS = {
    "law": Form.STATEMENT,
    "value": Form.VALUE,
    "witness": Form.EXAMPLE,
    "written": Form.WORDS,
}


class StudentRow(msgspec.Struct, frozen=True, kw_only=True):
    """Who handed in, as a course system tells it."""

    name: str
    key: str  # what the system's gradebook knows the student by


class EvidenceRow(msgspec.Struct, frozen=True, kw_only=True):
    """Why a check was not passed; values in plain JSON, long ones cut."""

    message: str
    call: str
    inputs: dict[str, Any]  # name of a parameter -> value
    got: Any
    expected: Any
    where: str
    failing: int  # examples that fail
    examples: int  # that were tried


class ItemRow(msgspec.Struct, frozen=True, kw_only=True):
    """A rubric item that a person ticked."""

    text: str
    points: float


class DecisionRow(msgspec.Struct, frozen=True, kw_only=True):
    """What a person decided about a check or a question."""

    points: float
    by: str
    at: str  # ISO 8601, UTC
    why: str
    comment: str
    items: list[ItemRow]
    instead: float | None  # the points without it; None where there were none yet


class AdjustmentRow(msgspec.Struct, frozen=True, kw_only=True):
    """What changes a score as a whole."""

    what: str  # "late", "cap", or "attempts": which of several counts
    points: float  # to be added: 0 or less
    why: str
    by: str  # who decided so; "" where the rubric's rule did


class QueryRow(msgspec.Struct, frozen=True, kw_only=True):
    """What a student asked about a check, and what a person answered."""

    question: str
    at: str  # ISO 8601, UTC
    reply: str  # "" where nobody answered yet
    by: str


class CheckHead(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked in one check."""

    id: str
    kind: str
    target: str
    title: str
    visibility: Visibility


class FoundCheckRow(CheckHead, frozen=True, kw_only=True):
    """One check of one submission; what was earned is None where it could not be decided."""

    verdict: Verdict
    points: float
    earned: float | None
    mistake: str | None
    message: str
    evidence: EvidenceRow | None
    form: Form | msgspec.UnsetType = msgspec.UNSET  # what it judges, where ``kind`` does not say it


class CheckRow(FoundCheckRow, frozen=True, kw_only=True):
    """The same, with where it is wrong, and with what a person read and decided."""

    pattern: str | None = None  # where and how it is wrong, where that was found and no mistake is known
    answer: str | msgspec.UnsetType = msgspec.UNSET  # in words, where a person reads it
    decision: DecisionRow | msgspec.UnsetType = msgspec.UNSET  # ``earned`` and ``verdict`` are by it
    earlier: DecisionRow | msgspec.UnsetType = msgspec.UNSET  # about an earlier hand-in: counts no more
    query: QueryRow | msgspec.UnsetType = msgspec.UNSET


class QuestionRow(msgspec.Struct, frozen=True, kw_only=True):
    """One question of one submission; its score is None where a check of it could not be decided."""

    id: str
    title: str
    bonus: bool
    score: float | None
    max_score: float
    checks: list[CheckRow]
    decision: DecisionRow | msgspec.UnsetType = msgspec.UNSET  # ``score`` is by it, not by the checks
    earlier: DecisionRow | msgspec.UnsetType = msgspec.UNSET  # about an earlier hand-in: counts no more


class ProblemRow(msgspec.Struct, frozen=True, kw_only=True):
    """What was wrong with the file itself, or what was decided about it."""

    where: str
    message: str


class SubmissionHeadRow(msgspec.Struct, frozen=True, kw_only=True):
    """One submission as a whole; its score is None where a check of it could not be decided."""

    id: str
    path: str
    students: list[StudentRow] = []
    late: bool = False
    score: float | None
    max_score: float  # points without bonus
    pending: float  # points that wait for a person
    isolation: str
    problems: list[ProblemRow]
    notes: list[ProblemRow] = []


class SubmissionRow(SubmissionHeadRow, frozen=True, kw_only=True):
    """One submission, graded."""

    questions: list[QuestionRow]
    submitted: str | msgspec.UnsetType = msgspec.UNSET  # when, where the course system tells: ISO 8601
    adjustments: list[AdjustmentRow] | msgspec.UnsetType = msgspec.UNSET  # part of ``score``
    attention: list[str] | msgspec.UnsetType = msgspec.UNSET  # what the instructor has to look at
    attempt_of: str | msgspec.UnsetType = (
        msgspec.UNSET
    )  # the id of the first attempt, where there were several


class Results(msgspec.Struct, frozen=True, kw_only=True):
    """A graded batch: the whole file, in this order."""

    format: int = UNNUMBERED
    assignment: str
    seed: int
    questions: list[str] = []  # that are covered
    left_out: list[str] = []
    partial: bool = False  # whether questions of the rubric are left out, so that no score is whole
    submissions: list[SubmissionRow]


class Numbered(msgspec.Struct, frozen=True):
    """What is read of a file before all else, whatever its format."""

    format: int = UNNUMBERED


def schema() -> str:
    """Return the JSON Schema of ``results.json``, as it is published beside this module."""
    return json.dumps(msgspec.json.schema(Results), indent=1) + "\n"


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
        data = path.read_bytes()
        number = msgspec.json.decode(data, type=Numbered).format
        if number > FORMAT:
            raise InputError(
                f"{path} was written by a newer version of the grader (format {number}; this one, "
                f"{__version__}, reads up to {FORMAT}): export it with that version"
            )
        return msgspec.json.decode(data, type=Results)
    except OSError as problem:
        raise InputError(f"{path} cannot be read: {problem.strerror}; `grader grade` writes it") from None
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as problem:
        raise InputError(f"{path} is not what `grader grade` writes: {problem}") from None


def as_students_see_it(submission: SubmissionRow) -> SubmissionRow:
    """Return a submission without what its student may not see."""
    questions = [
        msgspec.structs.replace(
            question, checks=[_shown(check) for check in question.checks], earlier=msgspec.UNSET
        )
        for question in submission.questions
    ]
    return msgspec.structs.replace(submission, questions=questions, attention=msgspec.UNSET)


def adjustments(submission: SubmissionRow) -> list[AdjustmentRow]:
    """Return what changes the score of a submission as a whole."""
    return [] if submission.adjustments is msgspec.UNSET else submission.adjustments


def form_of(check: CheckRow) -> Form:
    """Return what a check judges: a file says it of kinds that came later than the files without it."""
    return FORMS.get(check.kind, Form.ANSWER) if check.form is msgspec.UNSET else check.form


def _shown(row: CheckRow) -> CheckRow:
    """Return a row as its student may see it: `shown_outcome` decides, on what the row says."""
    whole = _outcome(row)
    outcome = shown_outcome(whole)
    check, evidence = outcome.check, outcome.evidence
    withheld = check.kind == HIDDEN
    said = row.message if outcome.message == whole.message else sentence(outcome)
    return msgspec.structs.replace(
        row,
        id=check.id,
        kind=check.kind,
        target=check.target,
        title=title(check) if withheld else row.title,
        verdict=outcome.verdict,
        mistake=outcome.mistake,
        pattern=outcome.pattern,
        message="" if withheld else said,
        evidence=evidence and EvidenceRow(**{n: getattr(evidence, n) for n in EvidenceRow.__struct_fields__}),
        answer=msgspec.UNSET if withheld else row.answer,
        decision=msgspec.UNSET if withheld else row.decision,
        earlier=msgspec.UNSET,
    )


def _outcome(row: CheckRow) -> Outcome:
    """Return what a row says, but for the options of its check, which no row has; values stay plain JSON."""
    form = form_of(row)
    check = Check(row.id, row.kind, row.target, row.points, row.visibility, title=row.title, form=form)
    evidence = None if row.evidence is None else Evidence(**msgspec.structs.asdict(row.evidence))
    return Outcome(check, row.verdict, 0.0, row.message, row.mistake, evidence, row.pattern)
