"""What one student reads: what was tested, what came back, what was expected, and what to do next."""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from grader.model import Evidence
from grader.reports.explained import explained, sentence_of
from grader.reports.html import page, resource
from grader.reports.marked import pair, program
from grader.reports.pictures import pictures
from grader.reports.score_words import score_notes, tally
from grader.reports.view import FIRST, CheckView, SubmissionView
from grader.reports.words import came, isolation, program_lines
from grader.text.bitmaps import Bitmap, addresses, as_typed
from grader.text.values import show


@dataclass(frozen=True)
class OnPage:
    """What stands under a check, for the template; empty pieces are left out."""

    quiet: str = ""
    mistake: str = ""
    opening: str = ""
    more: str = ""
    step: str = ""
    given: tuple[tuple[str, str], ...] = ()  # what it was asked: a label and the text, each
    label: str = ""  # of what came
    got: Markup | None = None
    expected: Markup | None = None
    notes: str = ""
    pictures: tuple[Markup, ...] = ()
    code: str = ""


def student_page(view: SubmissionView) -> str:
    """Return the page."""
    submission = view.result.submission
    answers = [check.answer for each in view.questions for check in each.checks if check.answer]
    # Only beside answers in words: whoever has none looks at the notebook.
    drawn = [each for each in submission.pictures if each.drawn] if answers else []
    return page(
        "student.html",
        f"{view.id}: {view.assignment}",
        resource("common.css", "student.css"),
        view=view,
        questions=view.questions,
        notes=score_notes(view.result),
        gauge=_gauge(view),
        tally=tally(view.result),
        # where it lies is the instructor's business
        file=submission.path.rsplit("/", 1)[-1],
        first=view.most_lost()[:FIRST],
        explain=_on_page,
        sentence=sentence_of,
        walls=isolation(view.result.isolation),
        as_typed=as_typed,
        pasted=lambda answer: list(addresses(submission.pictures, answer).values()),
        drawn=[(each.name, Bitmap(each.sort, each.data).address) for each in drawn],
        pictures=bool(answers and submission.pictures),
    )


def _gauge(view: SubmissionView) -> tuple[str, str] | None:
    """Return the lengths of what was earned and of what waits, of 1000; None where there is no score."""
    result = view.result
    if result.broken or not result.max_score:
        return None
    earned = min(1.0, result.score / result.max_score) * 1000
    waiting = min(1000 - earned, result.pending / result.max_score * 1000)
    return f"{earned:.0f}", f"{waiting:.0f}"


def _on_page(check: CheckView) -> OnPage:
    told = explained(check)
    if told.quiet:
        passed = check.state.name == "passed"
        return OnPage(quiet=told.quiet if passed else sentence_of(told.quiet))
    evidence = told.evidence
    if evidence is None:
        return OnPage("", told.mistake, told.opening, told.more, told.step)
    got, expected = pair(evidence) if told.came and not evidence.plot else (None, None)
    called = came(check.outcome)
    return OnPage(
        mistake=told.mistake,
        opening=told.opening,
        more=told.more,
        step=told.step,
        given=tuple(_given(evidence)),
        label={"came out": "This came out", "value": "Yours"}.get(called, "You returned"),
        got=got,
        expected=expected if evidence.expected is not None else None,
        notes=sentence_of(told.notes) if told.notes else "",
        pictures=tuple(pictures(evidence, called)),
        code=program(evidence),
    )


def _given(evidence: Evidence) -> Iterator[tuple[str, str]]:
    """Yield what a function was asked, with what it is called."""
    if evidence.program:
        yield "This program shows it", program_lines(evidence)
    if evidence.inputs:
        yield (
            "For this input",
            "\n".join(_assigned(name, show(each)) for name, each in evidence.inputs.items()),
        )


def _assigned(name: str, shown: str) -> str:
    start = f"{name} = "
    return start + shown.replace("\n", "\n" + " " * len(start))
