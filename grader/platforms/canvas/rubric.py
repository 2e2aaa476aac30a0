"""Canvas: the questions as a rubric, and what each student got in it, as the two tables that Canvas imports.

A rubric's table has a row for each criterion.  That of the assessments has a row for each student and three
columns for each criterion, which it must call exactly as the rubric does.  Both are UTF-8 without a mark at
their beginning: Canvas would take it for a part of the first column's name.
"""

import csv
import io
from collections.abc import Iterator, Sequence

from grader.errors import InputError
from grader.platforms.gradebook.table import number
from grader.reports.cases import Case, cases
from grader.reports.results import QuestionRow, Results, SubmissionRow, adjustments
from grader.text.safe import cell_text, safe

NAME = 200  # characters of a criterion
COMMENT = 5000
RATING = ("Rating Name", "Rating Description", "Rating Points")
HEADER = ("Rubric Name", "Criteria Name", "Criteria Description", "Criteria Enable Range", *RATING, *RATING)


def rubric(results: Results) -> str:
    """Return the questions as a rubric: each a criterion, with any points from none to all."""
    title = safe(results.assignment, NAME)
    rows = [
        (title, name, "", "true", "All points", "", number(question.max_score), "No points", "", "0")
        for name, question in _criteria(results).items()
    ]
    return _table([HEADER, *rows])


def assessments(results: Results) -> tuple[str, list[str]]:
    """Return what each student got, and what there is to say about it.

    Raises InputError where nobody was read from a Canvas download: Canvas knows students by its own ids.
    """
    criteria = _criteria(results)
    header = ["Student Id", "Student Name"]
    header += [f"{name} - {part}" for name in criteria for part in ("Rating", "Points", "Comments")]
    rows, without, open_, other = [], [], 0, 0
    for submission, found in cases(results):
        students = [each for each in submission.students if each.key.isascii() and each.key.isdigit()]
        if not students:
            without.append(submission.id)
            continue
        judged = {question.id: _judged(question, found) for question in submission.questions}
        cells = [cell for each in criteria.values() for cell in judged[each.id]]
        open_ += any(not judged[each.id][1] for each in criteria.values())
        other += bool(_changes(submission))
        rows += [(each.key, cell_text(safe(each.name, NAME)), *cells) for each in students]
    if not rows:
        raise InputError("nobody here was read from a Canvas download: Canvas knows students by its own ids")
    return _table([header, *rows]), list(_said(without, open_, other))


def _said(without: Sequence[str], open_: int, other: int) -> Iterator[str]:
    for id_ in without:
        yield f"{safe(id_, 100)} was not read from a Canvas download, and has no row"
    if open_:
        yield f"{open_} have questions whose points are not known yet: these cells are empty"
    if other:
        yield (
            f"{other} have another score than the sum of their questions, for being late or capped: let "
            "scores come from the gradebook, not from the rubric"
        )


def _criteria(results: Results) -> dict[str, QuestionRow]:
    """Return the questions that give points, by the name that each has in the rubric."""
    if not results.submissions:
        raise InputError("there are no submissions in these results")
    named: dict[str, QuestionRow] = {}
    for question in results.submissions[0].questions:
        if question.max_score:
            named[safe(f"{question.id} {question.title}", NAME).strip()] = question
    return named


def _judged(question: QuestionRow, found: Sequence[Case]) -> tuple[str, str, str]:
    """Return the three cells of a criterion: Canvas finds the rating by the points."""
    own = [case for case in found if case.question.id == question.id]
    waits = not question.decision and any(case.state == "pending" for case in own)
    points = "" if question.score is None or waits else number(question.score)
    lines = [f"The question as a whole: {question.decision.why}"] if question.decision else []
    lines += [_line(case) for case in own if case.state != "passed" or case.check.decision]
    return "", points, "\n".join(lines)[:COMMENT]


def _line(case: Case) -> str:
    check, title = case.check, safe(case.check.title)
    if case.state not in ("passed", "failed") or check.earned is None:
        return f"{title}: {case.words}"
    said = "" if case.words in ("passed", "failed") else f". {case.words}"
    return f"{title}: {number(check.earned)} of {number(check.points)}{said}"


def _changes(submission: SubmissionRow) -> bool:
    return any(each.points for each in adjustments(submission))


def _table(rows: Sequence[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)  # an empty cell without quotes is none to Canvas
    return out.getvalue()
