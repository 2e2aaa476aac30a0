"""Every detail of one submission on a terminal.

Every text is a `Text` object or goes into one: a string would be read as markup, and much of it is written by
students.
"""

from collections.abc import Iterable
from io import StringIO

from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.constrain import Constrain
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from grader.model import Evidence, Outcome, Problem, Result, Verdict
from grader.reports.batch_table import BONUS, FULL, NONE, PART, QUIET, UNKNOWN, colour
from grader.reports.score_words import score_notes
from grader.reports.view import CheckView, QuestionView, SubmissionView
from grader.reports.words import (
    INSTEAD,
    came,
    difference,
    frequency,
    has_values,
    is_composed,
    program_lines,
    remark,
    sentence,
    tells_entries,
    tells_values,
)
from grader.text.safe import safe
from grader.text.values import show, telling_digits

COLOURS = {"passed": FULL, "pending": PART, "error": UNKNOWN, "skipped": QUIET}
READABLE = 100  # columns; points at the far end of a longer line are hard to follow
MESSAGE = 600  # characters of a message


def submission_detail(view: SubmissionView) -> RenderableType:
    """Return every check of one submission, and for every lost point the reason."""
    parts: list[RenderableType] = [_heading(view)]
    if view.problems:
        parts.append(_told("While reading the submission", view.problems, PART, "default"))
    if view.notes:
        parts.append(_told("Decided while reading it", view.notes, QUIET, QUIET))
    parts += [_question(question) for question in view.questions]
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


def _heading(view: SubmissionView) -> Text:
    result = view.result
    tone = UNKNOWN if result.broken else colour(result.score, result.max_score, result.pending)
    heading = Text(safe(view.id), style="bold")
    heading.append("\n")
    heading.append(f"{view.score} of {view.max_score} points", style=f"not bold {tone}")
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


def _question(view: QuestionView) -> RenderableType:
    result = view.result
    tone = UNKNOWN if result.broken else colour(result.score, result.question.points, result.pending)
    name = Text(f"{safe(view.id)}  {safe(view.title)}", style="bold")
    if view.bonus:
        name.append(f"  {BONUS} bonus", style="not bold")
    grid = Table.grid(padding=(0, 1), expand=True)
    grid.add_column(width=1)
    grid.add_column(ratio=1, overflow="fold")
    grid.add_column(justify="right", no_wrap=True)
    for check in view.checks:
        state = check.state
        style = COLOURS.get(state.name, PART if state.tone == "part" else NONE)
        grid.add_row(
            Text(state.sign, style=style),
            Group(Text(check.title), *_reasons(check)),
            Text(f"{check.earned} / {check.points}", style=style),
        )
    head = Table.grid(padding=(0, 1), expand=True)
    head.add_column(ratio=1, overflow="fold")
    head.add_column(justify="right", no_wrap=True)
    head.add_row(name, Text(f"{view.score} / {view.points}", style=f"bold {tone}"))
    return Group(Text(""), head, Padding(grid, (0, 0, 0, 2)))


def _reasons(check: CheckView) -> list[Padding]:
    """Return the lines under a check: why points were lost and on what input, or a quiet remark."""
    lines: list[RenderableType]
    outcome = check.outcome
    if check.withheld:
        return []
    if check.state.name == "passed":
        lines = [Text(remark(outcome), style=QUIET)] if outcome.message else []
    elif check.state.name != "failed" and not outcome.message:
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
    if evidence.program:
        grid.add_row("program", Text(program_lines(evidence)))
    for place, (name, value) in enumerate(evidence.inputs.items()):
        start = f"{safe(name)} = "
        shown = show(value).replace("\n", "\n" + " " * cell_len(start))
        grid.add_row("" if place else "input", Text(start + shown))
    if has_values(evidence) and not tells_values(outcome) and not tells_entries(evidence):
        digits = telling_digits(evidence.got, evidence.expected, evidence.where)
        grid.add_row(came(outcome), Text(show(evidence.got, digits)))
        if evidence.expected is not None:
            grid.add_row("expected", Text(show(evidence.expected, digits)))
    return [grid] if grid.rows else []
