"""What an instructor reads first: how the class did, which mistakes it makes, who needs help.

The page says everything without its script, which only sorts and filters the table of students.
"""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from grader.model import Question, QuestionResult, Report, Result, Verdict, Visibility
from grader.reports.class_figures import Group, Rate, common, rates, struggling, unexplained
from grader.reports.html import page, resource
from grader.reports.marked import pair
from grader.reports.missing import missing
from grader.reports.plots import histogram
from grader.reports.score_words import points
from grader.reports.view import BROKEN, PENDING, QuestionView
from grader.reports.words import came, has_values, isolation, opening, program_lines, title
from grader.text.values import show

MOST = 12  # entries of a list; the rest is counted
HELPED = 6  # of those who need help
HARDEST = 10
WHO = 40  # names in one place


@dataclass(frozen=True)
class RateLine:
    """A line of a table of questions or checks, with a bar: (class, start, length) of its parts, of 1000."""

    name: str
    badge: str
    points: str
    first: str
    second: str
    bar: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class StudentLine:
    """A line of the table of students: (class, points) of every question."""

    id: str
    score: str
    waiting: str  # points that wait for a person; empty where none do
    cells: tuple[tuple[str, str], ...]
    notes: str


@dataclass(frozen=True)
class GroupText:
    """What several students answered alike: what is asked, what is told, and the values by their names."""

    title: str
    hidden: bool
    message: str
    entries: tuple[tuple[str, str], ...]


def class_page(report: Report, files: Mapping[str, str]) -> str:
    """Return the page; ``files`` names each student's own page, relative to this one, by submission id."""
    scores = [result.score for result in report.results if not result.broken]
    helped = struggling(report)
    reasons = {each.student: each.reasons for each in helped}
    every = rates(report)
    levels = sorted({result.isolation for result in report.results})
    return page(
        "class.html",
        f"{report.assignment.title}: the class",
        resource("common.css", "class.css"),
        resource("class.js"),
        report=report,
        pages=files,
        figures=_figures(report, scores),
        missing=missing(report),
        histogram=histogram(scores, report.assignment.max_score) if scores else "",
        waiting=_waiting(report.results),
        struggling=helped,
        helped=HELPED,
        mistakes=common(report),
        groups=unexplained(report),
        explain=_group,
        most=MOST,
        names=WHO,
        hardest=[_rate(rate, numbered=True) for rate in _hardest(every)],
        questions=_questions(report, every),
        count=len(every),
        students=[_student(r, report.assignment.questions, reasons) for r in report.results],
        walls=[note for level in levels if (note := isolation(level))],
    )


def _figures(report: Report, scores: Sequence[float]) -> list[tuple[str, str]]:
    figures = [("Students", str(len(report.results))), ("Maximum", points(report.assignment.max_score))]
    if scores:
        figures += [
            ("Mean", points(statistics.fmean(scores))),
            ("Median", points(statistics.median(scores))),
            ("Lowest", points(min(scores))),
            ("Highest", points(max(scores))),
        ]
    if broken := len(report.results) - len(scores):
        figures.append(("Without a score", str(broken)))
    return figures


def _waiting(results: Sequence[Result]) -> str:
    waiting = [result.pending for result in results if result.pending]
    if not waiting:
        return ""
    submissions = _count(len(waiting), "submission")
    return f" Up to {points(max(waiting))} points each wait for a person, in {submissions}."


def _group(group: Group) -> GroupText:
    outcome, evidence = group.outcome, group.outcome.evidence
    assert evidence is not None
    entries = [("program", program_lines(evidence))] if evidence.program else []
    if evidence.inputs:
        lines = "\n".join(f"{name} = {show(value)}" for name, value in evidence.inputs.items())
        entries.append(("input", lines))
    if has_values(evidence):
        got, expected = pair(evidence)
        entries.append((came(outcome), got))
        if evidence.expected is not None:
            entries.append(("expected", expected))
    said = dict.fromkeys(filter(None, (evidence.message or opening(outcome), outcome.pattern)))
    message = " ".join(each for each in said if not any(each != other and each in other for other in said))
    hidden = outcome.check.visibility is Visibility.HIDDEN
    return GroupText(title(outcome.check), hidden, message, tuple(entries))


# ---- how often checks hold ------------------------------------------------------------------------


def _hardest(every: Sequence[Rate]) -> list[Rate]:
    # Of answers that wait for a person, only missing ones are decided: they say nothing of the rest.
    found = [rate for rate in every if rate.decided and rate.share < 1 and not rate.waiting]
    return sorted(found, key=lambda rate: rate.share)[:HARDEST]


def _questions(report: Report, every: Sequence[Rate]) -> list[tuple[RateLine, list[RateLine]]]:
    """Return a line for every question, with those of its checks."""
    found = []
    for question in report.assignment.questions:
        of = [rate for rate in every if rate.question == question.id]
        found.append((_question(report, question, of), [_rate(rate, numbered=False) for rate in of]))
    return found


def _question(report: Report, question: Question, of: Sequence[Rate]) -> RateLine:
    results = [each for r in report.results for each in r.questions if each.question.id == question.id]
    known = [each for each in results if not each.broken]
    total = question.points * len(known) or 1.0
    earned = sum(each.score for each in known) / total
    waiting = sum(each.pending for each in known) / total
    full = sum(each.score >= question.points - 1e-9 for each in known)
    mean = points(earned * question.points) if known else BROKEN.sign
    automatic = any(rate.decided for rate in of)
    return RateLine(
        f"{question.id} {question.title}",
        "bonus" if question.bonus else "",
        points(question.points),
        mean if automatic else PENDING.sign,
        str(full) if automatic else PENDING.sign,
        _bar(("p", earned), ("w", waiting)),
    )


def _rate(rate: Rate, *, numbered: bool) -> RateLine:
    stopped = rate.decided - rate.passed - rate.counts.get(Verdict.FAILED, 0)
    count = rate.decided + rate.waiting or 1
    passed = rate.share * rate.decided / count
    failed = rate.counts.get(Verdict.FAILED, 0) / count
    waiting = rate.waiting / count if rate.decided else 1.0
    return RateLine(
        f"{rate.question}: {title(rate.check)}" if numbered else title(rate.check),
        "hidden" if rate.check.visibility is Visibility.HIDDEN else "",
        points(rate.check.points),
        f"{100 * rate.share:.0f} %" if rate.decided and not rate.waiting else PENDING.sign,
        str(stopped or "–"),
        _bar(("p", passed), ("h", failed), ("w", waiting)),
    )


def _bar(*parts: tuple[str, float]) -> tuple[tuple[str, int, int], ...]:
    pieces, x = [], 0
    for name, share in parts:
        width = round(1000 * share)
        if width:
            pieces.append((name, x, width))
        x += width
    return tuple(pieces)


# ---- the table of students ------------------------------------------------------------------------


def _student(
    result: Result, questions: Sequence[Question], reasons: Mapping[str, Sequence[str]]
) -> StudentLine:
    by_id = {each.question.id: each for each in result.questions}
    id_ = result.submission.id
    notes = [f"needs help: {'; '.join(reasons[id_])}"] if id_ in reasons else []
    if result.pending:
        notes.append(f"{points(result.pending)} waiting")
    if result.problems:
        notes.append(f"{_count(len(result.problems), 'problem')} when read")
    if result.broken:
        notes.append("not decided")
    notes += [
        f"{points(each.points)} {each.what}" if each.points else each.why for each in result.adjustments
    ]
    notes += result.attention
    return StudentLine(
        id_,
        BROKEN.sign if result.broken else points(result.score),
        points(result.pending) if result.pending else "",
        tuple(_cell(by_id.get(question.id)) for question in questions),
        " · ".join(notes),
    )


def _cell(result: QuestionResult | None) -> tuple[str, str]:
    """Return the class and the text of a cell."""
    if result is None:
        return "", ""
    score = QuestionView(result).score
    if result.broken:
        return BROKEN.tone, score
    lost = result.score + result.pending < result.question.points - 1e-9
    tone = ("part" if result.score > 0 else "none") if lost else ""
    return tone, score + (PENDING.sign if result.pending else "")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"
