"""What one student reads: what was tested, what came back, what was expected, and what to do next."""

from collections.abc import Iterator, Sequence

from grader.model import (
    Assignment,
    Evidence,
    Form,
    Outcome,
    Problem,
    QuestionResult,
    Result,
    Verdict,
    Visibility,
)
from grader.reports.html import page, prose, text
from grader.reports.marked import pair, program
from grader.reports.pictures import pictures
from grader.reports.style import STUDENT
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
    remark,
    score_notes,
    tally,
    title,
)
from grader.text.values import show

FIRST = 3  # lost checks that are named at the top
SIGNS = {Verdict.PASSED: ("✓", "passed", "full"), Verdict.PENDING: ("…", "waits for a person", "wait")}
LOST = {Verdict.BROKEN: ("?", "could not be decided", "wait"), Verdict.SKIPPED: ("–", "not checked", "quiet")}


def student_page(assignment: Assignment, result: Result) -> str:
    """Return the page: what the student may see, and nothing else."""
    result = shown(result)
    parts = [
        _heading(assignment, result),
        "<main>",
        _told("Met while reading your files", result.problems, "panel"),
        _first(result),
        _overview(result),
        *(_question(number, each) for number, each in enumerate(result.questions)),
        _told("Decided while reading your files", result.notes, "panel quiet"),
        "</main>",
    ]
    if note := isolation(result.isolation):
        parts.append(f"<footer><p>{text(note)}</p></footer>")
    name = f"{result.submission.id}: {assignment.title}"
    return page(name, STUDENT, "\n".join(filter(None, parts)))


def is_hidden(outcome: Outcome) -> bool:
    """Whether a student may see nothing of a check but its points."""
    return outcome.check.visibility is Visibility.HIDDEN


def is_lost(outcome: Outcome) -> bool:
    """Whether a check cost points that a student can do something about."""
    return outcome.verdict not in (Verdict.PASSED, Verdict.PENDING, Verdict.BROKEN, Verdict.SKIPPED)


def most_lost(result: Result) -> list[tuple[str, str, Outcome]]:
    """Return the anchor, the question and the outcome of the lost checks that cost most, each cause once."""
    found = [
        (f"c{q}-{n}", each.question.id, outcome)
        for q, each in enumerate(result.questions)
        for n, outcome in enumerate(each.outcomes)
        if is_lost(outcome) and not is_hidden(outcome)
    ]
    found.sort(key=lambda each: each[2].earned - each[2].check.points)
    causes: dict[str, tuple[str, str, Outcome]] = {}
    for anchor, question, outcome in found:
        causes.setdefault(outcome.mistake or outcome.check.id, (anchor, question, outcome))
    return list(causes.values())


def known_as(outcome: Outcome) -> str:
    """Return the name of a known mistake as words; empty where it is none."""
    return (outcome.mistake or "").replace("_", " ")


# ---- the top of the page --------------------------------------------------------------------------


def _heading(assignment: Assignment, result: Result) -> str:
    score = "?" if result.broken else points(result.score)
    notes = "".join(f" · {text(note)}" for note in score_notes(result))
    file = result.submission.path.rsplit("/", 1)[-1]  # where it lies is the instructor's business
    return (
        f'<header>\n<p class="over">{text(assignment.title)}</p>\n<h1>{text(result.submission.id)}</h1>\n'
        f'<p class="score"><b>{score}</b> <span>of {points(result.max_score)} points{notes}</span></p>\n'
        f"{_gauge(result)}\n"
        f'<p class="quiet">{text(tally(result))} Handed in as {text(file)}.</p>\n</header>'
    )


def _gauge(result: Result) -> str:
    if result.broken or not result.max_score:
        return ""
    earned = min(1.0, result.score / result.max_score) * 1000
    waiting = min(1000 - earned, result.pending / result.max_score * 1000)
    return (
        '<svg class="gauge" viewBox="0 0 1000 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="back" width="1000" height="8"/>'
        f'<rect class="fill" width="{earned:.0f}" height="8"/>'
        f'<rect class="still" x="{earned:.0f}" width="{waiting:.0f}" height="8"/></svg>'
    )


def _told(heading: str, problems: Sequence[Problem], tone: str) -> str:
    if not problems:
        return ""
    items = "".join(f"<li><b>{text(p.where)}</b>: {prose(p.message)}</li>" for p in problems)
    return f'<section class="{tone}"><h2>{heading}</h2><ul>{items}</ul></section>'


def _first(result: Result) -> str:
    lost = most_lost(result)
    if not lost:
        return ""
    items = []
    for anchor, question, outcome in lost[:FIRST]:
        cost = points(outcome.check.points - outcome.earned)
        items.append(
            f'<li><a href="#{anchor}">{text(question)}: {text(title(outcome.check))}</a> '
            f'<span class="quiet">({cost} {"point" if cost == "1" else "points"})</span></li>'
        )
    return f'<section class="panel"><h2>Look at this first</h2><ol>{"".join(items)}</ol></section>'


def _overview(result: Result) -> str:
    items = []
    for number, each in enumerate(result.questions):
        sign, said, tone = _state(each)
        items.append(
            f'<li><span class="sign {tone}" aria-hidden="true">{sign}</span>'
            f'<a href="#q{number}">{text(each.question.id)} {text(each.question.title)}'
            f'<span class="hush"> ({said})</span></a> {_score(each)}</li>'
        )
    return f'<nav aria-label="Questions"><ul class="overview">{"".join(items)}</ul></nav>'


def _state(result: QuestionResult) -> tuple[str, str, str]:
    if result.broken:
        return LOST[Verdict.BROKEN]
    if result.decision is not None and result.score >= result.question.points - 1e-9:
        return SIGNS[Verdict.PASSED]
    if result.decision is None and all(o.verdict is Verdict.PASSED for o in result.outcomes):
        return SIGNS[Verdict.PASSED]
    if result.decision is None and all(o.verdict in SIGNS for o in result.outcomes):
        return SIGNS[Verdict.PENDING]
    return ("✗", "points lost", "part" if result.score > 0 else "none")


def _score(result: QuestionResult) -> str:
    score = "?" if result.broken else points(result.score)
    return f'<span class="num">{score} / {points(result.question.points)}</span>'


# ---- one question ---------------------------------------------------------------------------------


def _question(number: int, result: QuestionResult) -> str:
    question = result.question
    bonus = ' <span class="badge">bonus</span>' if question.bonus else ""
    checks = "\n".join(_check(f"c{number}-{n}", each) for n, each in enumerate(result.outcomes))
    note = question_note(result)
    decided = f"<p>{text(note)}.</p>\n" if note else ""
    return (
        f'<section class="question" id="q{number}"><div class="head">'
        f"<h2>{text(question.id)} {text(question.title)}{bonus}</h2>{_score(result)}</div>\n{decided}"
        f'<ul class="checks">\n{checks}\n</ul></section>'
    )


def _check(anchor: str, outcome: Outcome) -> str:
    part = "part" if outcome.share > 0 else "none"
    sign, said, tone = (SIGNS | LOST).get(outcome.verdict, ("✗", "points lost", part))
    unknown = {Verdict.PENDING: "…", Verdict.BROKEN: "?"}
    earned = unknown.get(outcome.verdict, points(outcome.earned))
    why = "" if is_hidden(outcome) else "".join([*_why(outcome), _answer(outcome)])
    below = f'<div class="why">{why}</div>' if why else ""
    lost = ' class="lost"' if why and is_lost(outcome) else ""
    return (
        f'<li id="{anchor}"{lost}><div class="line">'
        f'<span class="sign {tone}" aria-hidden="true">{sign}</span>'
        f'<h3>{text(title(outcome.check))}<span class="hush"> ({said})</span></h3>'
        f'<span class="num">{earned} / {points(outcome.check.points)}</span></div>'
        f"{below}</li>"
    )


def _answer(outcome: Outcome) -> str:
    """Return what was read by a person or waits to be, and that a person decided."""
    note = decision_note(outcome)
    decided = f'<p class="quiet">{text(note[:1].upper() + note[1:])}.</p>' if note else ""
    shown = _box("Your answer", text(outcome.answer)) if outcome.answer else ""
    return decided + shown


def _why(outcome: Outcome) -> Iterator[str]:
    """Yield what stands under a check: the reason, the input, the answers, a picture, and what to do."""
    if outcome.verdict is Verdict.PASSED:
        if outcome.message:
            yield f'<p class="quiet">{text(remark(outcome))}</p>'
        return
    if not is_lost(outcome):
        said = BARE[outcome.verdict]
        yield f'<p class="quiet">{text(said[:1].upper() + said[1:])}.</p>'
        return
    name = known_as(outcome)
    label = f'<p class="label">A known mistake: {text(name)}</p>' if name else ""
    yield f'<div class="told">{label}<p>{prose(opening(outcome))}</p></div>'
    evidence = outcome.evidence
    if evidence is not None and outcome.message and evidence.message not in ("", outcome.message):
        yield f"<p>{prose(evidence.message)}</p>"
    if step := next_step(outcome):
        yield f'<p class="quiet">{prose(step)}</p>'
    if evidence is not None:
        yield from _evidence(outcome, evidence)


def _evidence(outcome: Outcome, evidence: Evidence) -> Iterator[str]:
    if evidence.inputs:
        lines = "\n".join(_assigned(name, show(value)) for name, value in evidence.inputs.items())
        yield _box("For this input", text(lines))
    if has_values(evidence):
        got, expected = pair(evidence)
        label = "This came out" if outcome.check.form is Form.STATEMENT else "You returned"
        boxes = _box(label, got) + (_box("Expected", expected) if evidence.expected is not None else "")
        yield f'<div class="pair">{boxes}</div>' if evidence.expected is not None else boxes
    if notes := "; ".join(
        filter(None, [difference(evidence) if has_values(evidence) else "", frequency(evidence)])
    ):
        yield f'<p class="quiet">{text(notes[:1].upper() + notes[1:])}.</p>'
    if figures := pictures(evidence, came(outcome.check)):
        yield f'<div class="pictures">{"".join(figures)}</div>'
    if code := program(evidence):
        yield (
            '<details class="screen"><summary>Try it: the same call, to paste below your code</summary>'
            f'<div class="box"><pre tabindex="0">{text(code)}</pre></div></details>'
        )


def _assigned(name: str, shown: str) -> str:
    start = f"{name} = "
    return start + shown.replace("\n", "\n" + " " * len(start))


def _box(label: str, content: str) -> str:
    return f'<div><p class="label">{label}</p><div class="box"><pre tabindex="0">{content}</pre></div></div>'
