"""The grades as a table for spreadsheets and gradebooks: one row a student, one column a question."""

import csv
import io

from grader.model import QuestionResult, Report, Result
from grader.text.safe import cell_text


def grades_csv(report: Report) -> str:
    """Return the grades; a score that is not known is an empty cell, never a 0.

    The columns are ``id``, ``name`` and ``late`` (where a course system supplied them), one for each
    question, ``score``, ``max_score``, ``pending`` (points that wait for a person) and ``pending_questions``
    (where they wait).  Where people decided or somebody was late, ``decided`` says which checks and questions
    people decided, and ``adjusted`` what is part of the score beside the questions.
    """
    questions = report.assignment.questions
    columns = ["id", *(q.id for q in questions), "score", "max_score", "pending", "pending_questions"]
    rows = [_row(result, [q.id for q in questions]) for result in report.results]
    if any(result.submission.students for result in report.results):
        columns[1:1] = ["name", "late"]
        rows = [[row[0], *_who(result), *row[1:]] for row, result in zip(rows, report.results, strict=True)]
    if any(result.adjustments or _decided(result) for result in report.results):
        columns += ["decided", "adjusted"]
        rows = [[*row, *_made_of(result)] for row, result in zip(rows, report.results, strict=True)]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(map(cell_text, columns))
    writer.writerows([_cell(each) for each in row] for row in rows)
    return out.getvalue()


def _cell(value: str | float | None) -> str:
    # Ten digits are more than any score has and fewer than the dust of floating point.
    return f"{value:.10g}" if isinstance(value, float) else value or ""


def _decided(result: Result) -> list[str]:
    """Return the ids of the questions and checks that people decided."""
    questions = [each.question.id for each in result.questions if each.decision is not None]
    checks = [o.check.id for each in result.questions for o in each.outcomes if o.decision is not None]
    return questions + checks


def _made_of(result: Result) -> list[str | float | None]:
    adjusted = ", ".join(
        f"{each.what} {each.points:+.10g}" if each.points else each.why for each in result.adjustments
    )
    return [cell_text(" ".join(_decided(result))), cell_text(adjusted)]


def _who(result: Result) -> list[str]:
    names = " & ".join(student.name for student in result.submission.students)
    return [cell_text(names), "late" if result.submission.late else ""]


def _row(result: Result, ids: list[str]) -> list[str | float | None]:
    by_id = {each.question.id: each for each in result.questions}
    pending = [each.question.id for each in result.questions if each.pending]
    return [
        cell_text(result.submission.id),
        *(_score(by_id[id_]) if id_ in by_id else None for id_ in ids),
        None if result.broken else float(result.score),
        float(result.max_score),
        float(result.pending),
        cell_text(" ".join(pending)),
    ]


def _score(result: QuestionResult) -> float | None:
    return None if result.broken else float(result.score)
