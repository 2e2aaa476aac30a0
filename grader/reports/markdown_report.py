"""What one student reads, as Markdown for a comment on a pull request.

Whatever a student wrote stays text: no link, picture or tag, nobody is mentioned, no issue is referred to,
and no fence ends early.
"""

from collections.abc import Iterator

from grader.model import Evidence
from grader.reports.explained import Explained, explained, sentence_of
from grader.reports.score_words import score_notes, tally
from grader.reports.view import FIRST, CheckView, QuestionView, SubmissionView
from grader.reports.words import isolation, program_lines
from grader.text.bitmaps import as_typed
from grader.text.markdown import fenced, inline
from grader.text.safe import safe
from grader.text.values import show, telling_digits

ANSWER = 10_000  # characters of an answer in words
LONGEST = 55_000  # characters; a comment on GitHub takes 65,536


def student_markdown(view: SubmissionView) -> str:
    """Return the report."""
    lines = _top(view)
    told = sum(len(inline(p.where)) + len(inline(p.message)) + 5 for p in view.notes)
    room, shortened = LONGEST - sum(map(len, lines)) - told, False
    for each in view.questions:
        block = _question(each, brief=shortened)
        if sum(map(len, block)) + len(block) > room:
            block, shortened = _question(each, brief=True), True
        room -= sum(map(len, block)) + len(block)
        lines += block
    if shortened:
        lines += ["", "This is too long for one comment; the reasons left out are on the page."]
    if view.notes:
        lines += ["", "## Decided while reading your files", ""]
        lines += [f"- {inline(f'{p.where}: {p.message}')}" for p in view.notes]
    if note := isolation(view.result.isolation):
        lines += ["", f"_{inline(note)}_"]
    return "\n".join(lines) + "\n"


def _top(view: SubmissionView) -> list[str]:
    notes = "".join(f" · {inline(note)}" for note in score_notes(view.result))
    lines = [
        f"# {inline(view.id)}",
        "",
        f"**{view.score} of {view.max_score} points**{notes}",
        "",
        f"{inline(view.assignment)}. {inline(tally(view.result))}",
    ]
    if view.problems:
        lines += ["", "## Met while reading your files", ""]
        lines += [f"- {inline(f'{p.where}: {p.message}')}" for p in view.problems]
    if lost := view.most_lost():
        lines += ["", "## Look at this first", ""]
        for number, (_, question, check) in enumerate(lost[:FIRST], start=1):
            noun = "point" if check.cost == "1" else "points"
            lines.append(f"{number}. {inline(question)}: {inline(check.title)} ({check.cost} {noun})")
    return lines


def _question(view: QuestionView, *, brief: bool) -> list[str]:
    bonus = " (bonus)" if view.bonus else ""
    name = inline(f"{view.id} {view.title}".strip())
    lines = ["", f"## {name}{bonus}: {view.score} / {view.points}", ""]
    if view.decided:
        lines += [f"{inline(view.decided)}.", ""]
    for check in view.checks:
        lines += _check(check)[: 1 if brief else None]
        own = (("Your answer", as_typed(check.answer)),) if check.answer else ()
        for label, words in () if brief else (*own, *check.asked):
            shown = fenced(safe(words, ANSWER, keep_newlines=True)).split("\n")
            lines += ["", f"  {label}:", "", *(f"  {each}".rstrip() for each in shown), ""]
    return lines


def _check(check: CheckView) -> list[str]:
    line = f"- {check.state.sign} {inline(check.title)}: {check.earned} / {check.points}"
    if check.decided:
        line += f" ({inline(check.decided)})"
    passed = check.state.name == "passed"
    if check.withheld or (passed and not check.decided):
        return [line]
    told = explained(check)
    if passed or told.quiet:
        return [f"{line}; {inline(told.quiet)}" if told.quiet else line]
    lines = [line, ""]
    for paragraph in _why(told):
        lines += [*(f"  {each}".rstrip() for each in paragraph.split("\n")), ""]
    return lines


def _why(told: Explained) -> Iterator[str]:
    known = f"**A known mistake: {inline(told.mistake)}.** " if told.mistake else ""
    yield f"{known}{inline(told.opening)}"
    if told.more:
        yield inline(told.more)
    if told.step:
        yield inline(told.step)
    if told.evidence is not None and (values := _values(told.evidence, told.came)):
        yield fenced(values)
    if told.notes:
        yield inline(sentence_of(told.notes)[:-1]) + "."


def _values(evidence: Evidence, came: str) -> str:
    rows = [("program", "", program_lines(evidence))] if evidence.program else []
    for place, (name, value) in enumerate(evidence.inputs.items()):
        rows.append(("" if place else "input", f"{safe(name)} = ", show(value)))
    if came:
        digits = telling_digits(evidence.got, evidence.expected, evidence.where)
        rows.append((came, "", show(evidence.got, digits)))
        if evidence.expected is not None:
            rows.append(("expected", "", show(evidence.expected, digits)))
    return "\n".join(_row(*row) for row in rows)


def _row(label: str, start: str, shown: str) -> str:
    indent = " " * (10 + len(start))
    return f"{label:<10}{start}" + shown.replace("\n", f"\n{indent}")
