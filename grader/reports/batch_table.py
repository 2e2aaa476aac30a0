"""A graded batch on a terminal: a row a submission, and the marks explained.

Every text is a `Text` object or goes into one: a string would be read as markup, and much of it is written by
students.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rich import box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from grader.model import Question, QuestionResult, Report, Result
from grader.reports.missing import missing
from grader.reports.score_words import points
from grader.reports.view import BROKEN, PENDING
from grader.text.safe import safe

FULL, PART, NONE, UNKNOWN, QUIET = "green", "yellow", "red", "magenta", "dim"
BONUS = "+"
NAMED = 5  # submissions that are named below the table
NAMES = (40, 24, 12)  # columns of a name, as there is room; what is longer goes on below


@dataclass(frozen=True)
class _Column:
    """Some questions that share a column of the table."""

    name: str
    questions: tuple[Question, ...]

    def of(self, result: Result) -> list[QuestionResult]:
        """The results of these questions."""
        return [each for each in result.questions if each.question.id in {q.id for q in self.questions}]


@dataclass(frozen=True)
class _Batch:
    """A table that takes as many columns as there is room for."""

    report: Report

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        unlimited = options.update(max_width=10_000)
        layouts = [(c, n) for c in _layouts(self.report.assignment.questions) for n in NAMES]
        for columns, name in layouts:
            table = _table(self.report, columns, name)
            if Measurement.get(console, unlimited, table).maximum <= options.max_width:
                break
        yield table
        if legend := _legend(self.report):
            yield legend


def batch_table(report: Report) -> RenderableType:
    """Return a row a submission and a column a question; where that is too wide, a column a number ("2")."""
    return _Batch(report)


def _layouts(questions: Iterable[Question]) -> Iterator[list[_Column]]:
    """Yield the columns of the table: one a question; one for all of one number; none but the score."""
    questions = list(questions)
    yield [_Column(q.id, (q,)) for q in questions]
    groups: dict[str, list[Question]] = {}
    for question in questions:
        number = re.match(r"\d+", question.id)
        groups.setdefault(number[0] if number else question.id, []).append(question)
    yield [_Column(name, tuple(group)) for name, group in groups.items()]
    yield []


def _table(report: Report, columns: list[_Column], widest: int) -> Table:
    columns = [*columns, _Column("score", report.assignment.questions)]
    table = Table(box=box.SIMPLE, show_footer=True, padding=(0, 1, 0, 0))
    longest = max([cell_len(safe(r.submission.id)) for r in report.results], default=0)
    table.add_column(
        Text("submission"),
        Text("maximum"),
        width=min(max(longest, len("submission")), widest),
        overflow="fold",
    )
    # Points that wait have a mark behind them; without a place for it in every row digits would not line up.
    waiting = [c for c in columns if any(each.pending for result in report.results for each in c.of(result))]
    for column in columns:
        header, footer = safe(column.name), _maximum(column.questions)
        blank = " " * (column in waiting)
        table.add_column(Text(header + blank), Text(footer + blank), justify="right", no_wrap=True)
    for result in report.results:
        cells = [_cell(column.of(result), blank=column in waiting) for column in columns[:-1]]
        adjusted = sum(each.points for each in result.adjustments)
        cells.append(_cell(columns[-1].of(result), blank=columns[-1] in waiting, adjusted=adjusted))
        table.add_row(Text(safe(result.submission.id)), *cells)
    return table


def _maximum(questions: Iterable[Question]) -> str:
    """Return the points of some questions, bonus apart: "8", "8+2", "+2"."""
    questions = list(questions)
    maximum = points(sum(q.points for q in questions if not q.bonus))
    bonus = BONUS + points(sum(q.points for q in questions if q.bonus))
    if not any(q.bonus for q in questions):
        return maximum
    return bonus if all(q.bonus for q in questions) else maximum + bonus


def _cell(results: Iterable[QuestionResult], *, blank: bool, adjusted: float = 0.0) -> Text:
    """Return the points of some questions, in the colour of how many of them they are.

    Of a whole score, ``adjusted`` is what is added to it.
    """
    results = list(results)
    if not results:
        return Text("")
    pending = sum(each.pending for each in results)
    mark = PENDING.sign if pending else " " if blank else ""
    if any(each.broken for each in results):
        return Text(BROKEN.sign + mark, style=UNKNOWN)
    score = sum(each.score for each in results) + adjusted
    maximum = sum(each.question.points for each in results if not each.question.bonus)
    maximum = maximum or sum(each.question.points for each in results)
    return Text(points(score) + mark, style=colour(score, maximum, pending))


def colour(score: float, maximum: float, pending: float = 0.0) -> str:
    """Return the colour of so many points; those that wait for a person are not lost."""
    # A sum of tenths may fall short of a whole by a rounding error.
    if score >= maximum - 1e-9:
        return FULL
    return PART if score > 0 or pending else NONE


def _legend(report: Report) -> Text | None:
    """Explain the marks that occur, and say first which libraries are missed."""
    parts = list(missing(report))
    if report.left_out:
        left_out = safe(", ".join(report.left_out), 200)
        parts.append(f"partial: without question{'s' * (len(report.left_out) > 1)} {left_out}")
    if any(question.bonus for question in report.assignment.questions):
        parts.append(f"{BONUS} bonus: counts in the score, not in the maximum")
    if any(result.pending for result in report.results):
        parts.append(f"{PENDING.sign} points that wait for a person")
    if adjusted := sum(any(a.points for a in result.adjustments) for result in report.results):
        parts.append(
            f"{adjusted} score{'s' * (adjusted != 1)} with points taken off for being late or above a cap"
        )
    if any(result.broken for result in report.results):
        parts.append(f"{BROKEN.sign} could not be graded")
    if troubled := [safe(result.submission.id, 40) for result in report.results if result.problems]:
        named = ", ".join(troubled[:NAMED]) + (" and others" if len(troubled) > NAMED else "")
        parts.append(f"{len(troubled)} with trouble in their files, told on their pages: {named}")
    return Text("\n".join(parts), style=QUIET) if parts else None
