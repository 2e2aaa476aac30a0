"""``results.json``: everything that is known, for scripts, in the schema of `grader.reports.results`."""

import json
from collections.abc import Iterable

import msgspec
from msgspec import UNSET, UnsetType

from grader.model import (
    Adjustment,
    Decision,
    Evidence,
    Form,
    Outcome,
    Problem,
    Query,
    QuestionResult,
    Report,
    Result,
    Verdict,
)
from grader.reports.fallback import Tell, written
from grader.reports.results import (
    FORMAT,
    FORMS,
    AdjustmentRow,
    CheckRow,
    DecisionRow,
    EvidenceRow,
    ItemRow,
    ProblemRow,
    QueryRow,
    QuestionRow,
    Results,
    StudentRow,
    SubmissionRow,
)
from grader.reports.words import finding, program_lines, sentence, title
from grader.text.bitmaps import as_typed
from grader.text.jsonable import plain
from grader.text.safe import safe

LONGEST = 20_000  # characters of an answer or a comment


def results_json(report: Report, tell: Tell | None = None) -> str:
    """Return a graded batch as strict JSON.

    A score that a broken check leaves unknown is null, and so are the scores it is part of.  It is partial
    where questions of the rubric are left out: then scores and maxima are those of the others.  ``tell`` is
    told whose values could not be written.
    """
    head = Results(
        format=FORMAT,
        assignment=safe(report.assignment.id),
        seed=report.seed,
        questions=[safe(question.id) for question in report.assignment.questions],
        left_out=[safe(each) for each in report.left_out],
        partial=bool(report.left_out),
        submissions=[],
    )
    start, end = _dumped(head).removesuffix("[]\n}"), "\n ]\n}\n"
    if not report.results:
        return f"{start}[]\n}}\n"
    # One at a time: as plain data, a class of a thousand takes ten times the memory of its text.
    each = ("  " + written(_indented, result, tell) for result in report.results)
    return f"{start}[\n" + ",\n".join(each) + end


def _indented(result: Result) -> str:
    return _dumped(_submission(result)).replace("\n", "\n  ")


def _dumped(part: Results | SubmissionRow) -> str:
    return json.dumps(msgspec.to_builtins(part), indent=1, ensure_ascii=False, allow_nan=False)


def _submission(result: Result) -> SubmissionRow:
    return SubmissionRow(
        id=safe(result.submission.id),
        path=safe(result.submission.path),
        students=[StudentRow(name=safe(s.name), key=safe(s.key)) for s in result.submission.students],
        late=result.submission.late,
        score=None if result.broken else _points(result.score),
        max_score=_points(result.max_score),
        pending=_points(result.pending),
        isolation=safe(result.isolation),
        problems=_told(result.problems),
        notes=_told(result.notes),
        questions=[_question(question) for question in result.questions],
        submitted=safe(result.submission.handed_in.at) or UNSET,
        adjustments=[_adjustment(each) for each in result.adjustments] or UNSET,
        attention=[safe(each) for each in result.attention] or UNSET,
        attempt_of=safe(result.submission.attempt_of) or UNSET,
    )


def _told(problems: Iterable[Problem]) -> list[ProblemRow]:
    return [ProblemRow(where=safe(p.where), message=safe(p.message)) for p in problems]


def _adjustment(adjustment: Adjustment) -> AdjustmentRow:
    points, why = _points(adjustment.points), safe(adjustment.why)
    return AdjustmentRow(what=adjustment.what, points=points, why=why, by=safe(adjustment.by))


def _decision(decision: Decision | None) -> DecisionRow | UnsetType:
    if decision is None:
        return UNSET
    return DecisionRow(
        points=_points(decision.points),
        by=safe(decision.by),
        at=safe(decision.at),
        why=safe(decision.why, LONGEST, keep_newlines=True),
        comment=safe(decision.comment, LONGEST, keep_newlines=True),
        items=[ItemRow(text=safe(text), points=_points(points)) for text, points in decision.items],
        instead=None if decision.instead is None else _points(decision.instead),
    )


def _query(query: Query | None) -> QueryRow | UnsetType:
    if query is None:
        return UNSET
    question, reply = (safe(each, LONGEST, keep_newlines=True) for each in (query.question, query.reply))
    return QueryRow(question=question, at=safe(query.at), reply=reply, by=safe(query.by))


def _question(result: QuestionResult) -> QuestionRow:
    return QuestionRow(
        id=safe(result.question.id),
        title=safe(result.question.title),
        bonus=result.question.bonus,
        score=None if result.broken else _points(result.score),
        max_score=_points(result.question.points),
        checks=[_check(outcome) for outcome in result.outcomes],
        decision=_decision(result.decision),
        earlier=_decision(result.earlier),
    )


def _check(outcome: Outcome) -> CheckRow:
    check = outcome.check
    return CheckRow(
        id=safe(check.id),
        kind=safe(check.kind),
        target=safe(check.target),
        title=title(check),
        visibility=check.visibility,
        verdict=outcome.verdict,
        points=_points(check.points),
        earned=None if outcome.verdict is Verdict.BROKEN else _points(outcome.earned),
        mistake=None if outcome.mistake is None else safe(outcome.mistake),
        message=sentence(outcome),
        evidence=None if outcome.evidence is None else _evidence(outcome, outcome.evidence),
        form=UNSET if FORMS.get(check.kind, Form.ANSWER) is check.form else check.form,
        pattern=None if outcome.pattern is None else safe(outcome.pattern),
        answer=safe(as_typed(outcome.answer), LONGEST, keep_newlines=True) or UNSET,
        decision=_decision(outcome.decision),
        earlier=_decision(outcome.earlier),
        query=_query(outcome.query),
    )


def _evidence(outcome: Outcome, evidence: Evidence) -> EvidenceRow:
    return EvidenceRow(
        message=finding(outcome),
        call=program_lines(evidence) or safe(evidence.call),
        inputs={safe(name): plain(value) for name, value in evidence.inputs.items()},
        got=plain(evidence.got),
        expected=plain(evidence.expected),
        where=safe(evidence.where),
        failing=evidence.failing,
        examples=evidence.examples,
    )


def _points(value: float) -> float:
    """Drop the dust of floating point, and the point of a whole number."""
    rounded = round(value, 10)
    return int(rounded) if rounded == int(rounded) else rounded
