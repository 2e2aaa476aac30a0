"""Grades on a terminal: a table of the batch, every detail of one submission, and a bar while we wait.

Every text is a `Text` object or goes into one: a string would be read as markup, and much of it is written by
students.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO

from rich import box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.constrain import Constrain
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from grader.model import Evidence, Outcome, Problem, Question, QuestionResult, Report, Result, Verdict
from grader.reports.missing import missing
from grader.reports.view import HIDDEN, INSTEAD, shown
from grader.reports.words import (
    came,
    difference,
    frequency,
    has_values,
    is_composed,
    points,
    remark,
    score_notes,
    sentence,
    tells_entries,
    tells_values,
    title,
)
from grader.text.safe import safe
from grader.text.values import show, telling_digits

FULL, PART, NONE, UNKNOWN, QUIET = "green", "yellow", "red", "magenta", "dim"
PENDING, BROKEN, BONUS = "…", "?", "+"
READABLE = 100  # columns; points at the far end of a longer line are hard to follow
NAMED = 5  # submissions that are named below the table
MESSAGE = 600  # characters of a message
NAMES = (40, 24, 12)  # columns of a name, as there is room; what is longer goes on below


# ---- a batch --------------------------------------------------------------------------------------


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
    mark = PENDING if pending else " " if blank else ""
    if _is_broken(results):
        return Text(BROKEN + mark, style=UNKNOWN)
    score = sum(each.score for each in results) + adjusted
    maximum = sum(each.question.points for each in results if not each.question.bonus)
    maximum = maximum or sum(each.question.points for each in results)
    return Text(points(score) + mark, style=_colour(score, maximum, pending))


def _colour(score: float, maximum: float, pending: float = 0.0) -> str:
    # A sum of tenths may fall short of a whole by a rounding error.
    if score >= maximum - 1e-9:
        return FULL
    return PART if score > 0 or pending else NONE


def _is_broken(results: Iterable[QuestionResult]) -> bool:
    return any(each.broken for each in results)


def _legend(report: Report) -> Text | None:
    """Explain the marks that occur, and say first which libraries are missed."""
    parts = list(missing(report))
    if report.left_out:
        left_out = safe(", ".join(report.left_out), 200)
        parts.append(f"partial: without question{'s' * (len(report.left_out) > 1)} {left_out}")
    if any(question.bonus for question in report.assignment.questions):
        parts.append(f"{BONUS} bonus: counts in the score, not in the maximum")
    if any(result.pending for result in report.results):
        parts.append(f"{PENDING} points that wait for a person")
    if adjusted := sum(bool(result.adjustments) for result in report.results):
        parts.append(f"{adjusted} scores with points taken off for being late or above a cap")
    if any(result.broken for result in report.results):
        parts.append(f"{BROKEN} could not be graded")
    if troubled := [safe(result.submission.id, 40) for result in report.results if result.problems]:
        named = ", ".join(troubled[:NAMED]) + (" and others" if len(troubled) > NAMED else "")
        parts.append(f"{len(troubled)} with trouble in their files, told on their pages: {named}")
    return Text("\n".join(parts), style=QUIET) if parts else None


# ---- one submission -------------------------------------------------------------------------------


def submission_detail(result: Result, *, show_hidden: bool) -> RenderableType:
    """Return every check of one submission, and for every lost point the reason.

    Without `show_hidden` it is for the student: what a student may see, and nothing else.
    """
    result = result if show_hidden else shown(result)
    parts: list[RenderableType] = [_heading(result)]
    if result.problems:
        parts.append(_told("While reading the submission", result.problems, PART, "default"))
    if result.notes:
        parts.append(_told("Decided while reading it", result.notes, QUIET, QUIET))
    parts += [_question(question) for question in result.questions]
    return Constrain(Group(*parts), READABLE)


def closing(result: Result, hidden: int) -> str:
    """Return the last line for a student who checks with a kit: passed is not the same as right."""
    run = [o for question in result.questions for o in question.outcomes if not o.check.by_person]
    failed = sum(outcome.verdict is not Verdict.PASSED for outcome in run)
    rest = f", {hidden} hidden one{'s' * (hidden != 1)} not run" if hidden else ""
    if not failed:
        return f"public checks passed{rest}"
    return f"{failed} of {len(run)} public check{'s' * (len(run) != 1)} failed{rest}"


def reasons(outcome: Outcome) -> str:
    """Return why points were lost as plain text."""
    console = Console(width=READABLE, color_system=None, file=StringIO(), record=True)
    console.print(*_lost(outcome), sep="\n")
    return "\n".join(line.rstrip() for line in console.export_text().splitlines())


def _heading(result: Result) -> Text:
    score = BROKEN if result.broken else points(result.score)
    colour = UNKNOWN if result.broken else _colour(result.score, result.max_score, result.pending)
    heading = Text(safe(result.submission.id), style="bold")
    heading.append("\n")
    heading.append(f"{score} of {points(result.max_score)} points", style=f"not bold {colour}")
    heading.append("".join(f" · {note}" for note in score_notes(result)), style="not bold")
    heading.append(f"\n{safe(result.submission.path)}", style=f"not bold {QUIET}")
    return heading


def _told(heading: str, problems: Iterable[Problem], place: str, words: str) -> RenderableType:
    """Return what was met in the files; `place` and `words` are the styles of its two parts."""
    lines = [Text(f"\n{heading}", style=QUIET if words == QUIET else "bold")]
    for problem in problems:
        line = Text(safe(problem.where), style=place)
        line.append(f": {safe(problem.message, MESSAGE)}", style=words)
        lines.append(line)
    return Group(lines[0], *(Padding(line, (0, 0, 0, 2)) for line in lines[1:]))


def _question(result: QuestionResult) -> RenderableType:
    question = result.question
    score = BROKEN if _is_broken([result]) else points(result.score)
    colour = UNKNOWN if _is_broken([result]) else _colour(result.score, question.points, result.pending)
    name = Text(f"{safe(question.id)}  {safe(question.title)}", style="bold")
    if question.bonus:
        name.append(f"  {BONUS} bonus", style="not bold")
    grid = Table.grid(padding=(0, 1), expand=True)
    grid.add_column(width=1)
    grid.add_column(ratio=1, overflow="fold")
    grid.add_column(justify="right", no_wrap=True)
    for outcome in result.outcomes:
        mark, style = _mark(outcome)
        words = Text(title(outcome.check))
        grid.add_row(
            Text(mark, style=style), Group(words, *_reasons(outcome)), Text(_earned(outcome), style=style)
        )
    head = Table.grid(padding=(0, 1), expand=True)
    head.add_column(ratio=1, overflow="fold")
    head.add_column(justify="right", no_wrap=True)
    head.add_row(name, Text(f"{score} / {points(question.points)}", style=f"bold {colour}"))
    return Group(Text(""), head, Padding(grid, (0, 0, 0, 2)))


def _mark(outcome: Outcome) -> tuple[str, str]:
    match outcome.verdict:
        case Verdict.PASSED:
            return "✓", FULL
        case Verdict.PENDING:
            return PENDING, PART
        case Verdict.BROKEN:
            return BROKEN, UNKNOWN
        case Verdict.SKIPPED:
            return "–", QUIET
    return "✗", PART if outcome.share > 0 else NONE


def _earned(outcome: Outcome) -> str:
    unknown = {Verdict.PENDING: PENDING, Verdict.BROKEN: BROKEN}
    return f"{unknown.get(outcome.verdict, points(outcome.earned))} / {points(outcome.check.points)}"


def _reasons(outcome: Outcome) -> list[Padding]:
    """Return the lines under a check: why points were lost and on what input, or a quiet remark."""
    lines: list[RenderableType]
    if outcome.check.kind == HIDDEN:
        return []
    if outcome.verdict is Verdict.PASSED:
        lines = [Text(remark(outcome), style=QUIET)] if outcome.message else []
    elif outcome.verdict in INSTEAD and not outcome.message:
        lines = [Text(INSTEAD[outcome.verdict], style=QUIET)]
    else:
        lines = _lost(outcome)
    return [Padding(line, (0, 0, 0, 2)) for line in lines]


def _lost(outcome: Outcome) -> list[RenderableType]:
    """Return why points were lost, in words, and the input that shows it."""
    lines: list[RenderableType] = [Text(safe(sentence(outcome), MESSAGE))]
    evidence = outcome.evidence
    if evidence is not None:
        if outcome.message and evidence.message not in ("", outcome.message):
            lines.append(Text(safe(evidence.message, MESSAGE)))
        lines += _values(outcome, evidence)
        where = difference(evidence) if has_values(evidence) and not is_composed(outcome) else ""
        if notes := list(filter(None, [where, frequency(evidence)])):
            lines.append(Text("; ".join(notes), style=QUIET))
    return lines


def _values(outcome: Outcome, evidence: Evidence) -> list[Table]:
    """Return the input and, where the sentences do not tell them, what came and what was expected."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, style=QUIET)
    grid.add_column(overflow="fold")
    for place, (name, value) in enumerate(evidence.inputs.items()):
        start = f"{safe(name)} = "
        shown = show(value).replace("\n", "\n" + " " * cell_len(start))
        grid.add_row("" if place else "input", Text(start + shown))
    if has_values(evidence) and not tells_values(outcome) and not tells_entries(evidence):
        digits = telling_digits(evidence.got, evidence.expected, evidence.where)
        grid.add_row(came(outcome.check), Text(show(evidence.got, digits)))
        if evidence.expected is not None:
            grid.add_row("expected", Text(show(evidence.expected, digits)))
    return [grid] if grid.rows else []


# ---- while we wait --------------------------------------------------------------------------------


@contextmanager
def progress(total: int, console: Console | None = None) -> Iterator[Callable[[], None]]:
    """Show a bar while a batch is graded; call what this yields once for each submission that is done.

    Nothing is shown where nobody watches: in a file, a pipe, or a log.
    """
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = console or Console(stderr=True)
    if not console.is_interactive:
        yield lambda: None
        return
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=total, rate="")

        def advance() -> None:
            bar.advance(task)
            done = bar.tasks[0]
            if done.elapsed:
                bar.update(task, rate=f"{done.completed / done.elapsed:.1f}/s")

        yield advance
