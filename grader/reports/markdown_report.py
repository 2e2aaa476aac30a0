"""What one student reads, as Markdown for a comment on a pull request.

Whatever a student wrote stays text: no link, picture or tag, nobody is mentioned, no issue is referred to,
and no fence ends early.
"""

from collections.abc import Iterator

from grader.model import Assignment, Evidence, Outcome, QuestionResult, Result, Verdict
from grader.reports.student_page import FIRST, is_hidden, is_lost, known_as, most_lost
from grader.reports.view import shown
from grader.reports.words import (
    BARE,
    came,
    decision_note,
    difference,
    frequency,
    has_values,
    isolation,
    next_step,
    opening,
    points,
    question_note,
    score_notes,
    tally,
    title,
)
from grader.text.markdown import fenced, inline
from grader.text.safe import safe
from grader.text.values import show, telling_digits

ANSWER = 10_000  # characters of an answer in words
LONGEST = 55_000  # characters; a comment on GitHub takes 65,536


def student_markdown(assignment: Assignment, result: Result) -> str:
    """Return the report: what the student may see, and nothing else."""
    result = shown(result)
    score = "?" if result.broken else points(result.score)
    notes = "".join(f" · {inline(note)}" for note in score_notes(result))
    lines = [
        f"# {inline(result.submission.id)}",
        "",
        f"**{score} of {points(result.max_score)} points**{notes}",
        "",
        f"{inline(assignment.title)}. {inline(tally(result))}",
    ]
    if result.problems:
        lines += ["", "## Met while reading your files", ""]
        lines += [f"- {inline(f'{p.where}: {p.message}')}" for p in result.problems]
    if lost := most_lost(result):
        lines += ["", "## Look at this first", ""]
        for number, (_, question, outcome) in enumerate(lost[:FIRST], start=1):
            cost = points(outcome.check.points - outcome.earned)
            noun = "point" if cost == "1" else "points"
            lines.append(f"{number}. {inline(question)}: {inline(title(outcome.check))} ({cost} {noun})")
    told = sum(len(inline(p.where)) + len(inline(p.message)) + 5 for p in result.notes)
    room, shortened = LONGEST - sum(map(len, lines)) - told, False
    for each in result.questions:
        block = _question(each, brief=shortened)
        if sum(map(len, block)) + len(block) > room:
            block, shortened = _question(each, brief=True), True
        room -= sum(map(len, block)) + len(block)
        lines += block
    if shortened:
        lines += ["", "This is too long for one comment; the reasons left out are on the page."]
    if result.notes:
        lines += ["", "## Decided while reading your files", ""]
        lines += [f"- {inline(f'{p.where}: {p.message}')}" for p in result.notes]
    if note := isolation(result.isolation):
        lines += ["", f"_{inline(note)}_"]
    return "\n".join(lines) + "\n"


def _question(result: QuestionResult, *, brief: bool) -> list[str]:
    question = result.question
    score = "?" if result.broken else points(result.score)
    bonus = " (bonus)" if question.bonus else ""
    name = inline(f"{question.id} {question.title}".strip())
    lines = ["", f"## {name}{bonus}: {score} / {points(question.points)}", ""]
    if note := question_note(result):
        lines += [f"{inline(note)}.", ""]
    for outcome in result.outcomes:
        lines += _check(outcome)[: 1 if brief else None]
        if outcome.answer and not brief:
            shown = fenced(safe(outcome.answer, ANSWER, keep_newlines=True)).split("\n")
            lines += ["", "  Your answer:", "", *(f"  {each}".rstrip() for each in shown), ""]
    return lines


def _check(outcome: Outcome) -> list[str]:
    sign = {Verdict.PASSED: "✓", Verdict.PENDING: "…", Verdict.BROKEN: "?", Verdict.SKIPPED: "–"}
    unknown = {Verdict.PENDING: "…", Verdict.BROKEN: "?"}
    earned = unknown.get(outcome.verdict, points(outcome.earned))
    line = f"- {sign.get(outcome.verdict, '✗')} {inline(title(outcome.check))}: "
    line += f"{earned} / {points(outcome.check.points)}"
    if note := decision_note(outcome):
        line += f" ({inline(note)})"
    if is_hidden(outcome) or (outcome.verdict is Verdict.PASSED and outcome.decision is None):
        return [line]
    if outcome.verdict is Verdict.PASSED:
        return [f"{line}; {inline(outcome.message)}" if outcome.message else line]
    if not is_lost(outcome):
        return [f"{line}; {inline(BARE[outcome.verdict])}"]
    lines = [line, ""]
    for paragraph in _why(outcome):
        lines += [*(f"  {each}".rstrip() for each in paragraph.split("\n")), ""]
    return lines


def _why(outcome: Outcome) -> Iterator[str]:
    known = f"**A known mistake: {inline(known_as(outcome))}.** " if outcome.mistake else ""
    yield f"{known}{inline(opening(outcome))}"
    evidence = outcome.evidence
    if evidence is not None and outcome.message and evidence.message not in ("", outcome.message):
        yield inline(evidence.message)
    if step := next_step(outcome):
        yield inline(step)
    if evidence is None:
        return
    if values := _values(outcome, evidence):
        yield fenced(values)
    notes = [difference(evidence) if has_values(evidence) else "", frequency(evidence)]
    if said := "; ".join(filter(None, notes)):
        yield f"{inline(said[:1].upper() + said[1:])}."


def _values(outcome: Outcome, evidence: Evidence) -> str:
    rows = []
    for place, (name, value) in enumerate(evidence.inputs.items()):
        rows.append(("" if place else "input", f"{safe(name)} = ", show(value)))
    if has_values(evidence):
        digits = telling_digits(evidence.got, evidence.expected, evidence.where)
        rows.append((came(outcome.check), "", show(evidence.got, digits)))
        if evidence.expected is not None:
            rows.append(("expected", "", show(evidence.expected, digits)))
    return "\n".join(_row(*row) for row in rows)


def _row(label: str, start: str, shown: str) -> str:
    indent = " " * (10 + len(start))
    return f"{label:<10}{start}" + shown.replace("\n", f"\n{indent}")
