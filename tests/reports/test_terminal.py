"""What stands on the terminal."""

import io
import re
from collections.abc import Callable

import numpy as np
import pytest
from by_hand import ASSIGNMENT, LIMIT, QUESTIONS, SOFTMAX, WAITING, batch, erring, graded, long_batch, render
from rich.cells import cell_len
from rich.console import Console

from grader.model import Evidence, Outcome, Problem, Question, QuestionResult, Report, Result, Verdict
from grader.reports.batch_table import batch_table
from grader.reports.progress import progress
from grader.reports.terminal import submission_detail
from grader.reports.view import student_view, whole_view

HOSTILE = "\x1b[2J\x1b]0;owned\x07\u202e[red]x[/red] [link=http://evil]:smile:[/link] \ud800\r\n::error::"
WIDTHS = [80, 160]


@pytest.mark.parametrize("width", WIDTHS)
def test_the_table_stays_as_it_is(golden: Callable[[str, str], None], width: int) -> None:
    """A row for each student, a column for each question, and the maximum below."""
    golden(f"table-{width}.txt", render(batch_table(batch()), width))


@pytest.mark.parametrize("width", [44, *WIDTHS])
def test_questions_share_a_column_where_the_terminal_is_narrow(
    golden: Callable[[str, str], None], width: int
) -> None:
    """Questions 2a and 2b become 2; where even that is too wide, only the score is left."""
    golden(f"long-table-{width}.txt", render(batch_table(long_batch()), width))


@pytest.mark.parametrize("width", WIDTHS)
def test_the_detail_stays_as_it_is(golden: Callable[[str, str], None], width: int) -> None:
    """Every check, and for every lost point the reason and the smallest input that shows it."""
    golden(f"detail-{width}.txt", render(submission_detail(whole_view(erring(), "")), width))


def test_the_student_s_view_stays_as_it_is(golden: Callable[[str, str], None]) -> None:
    """Hidden checks show their points alone; a remark and a pending answer are told quietly."""
    golden("student-80.txt", render(submission_detail(student_view(batch().results[0], "")), 80))


def test_a_hidden_check_tells_nothing() -> None:
    """Neither its name, nor its input, nor the text of an exception."""
    text = render(submission_detail(student_view(erring(), "")), 160)
    assert "hidden check" in text
    assert "secret" not in text
    assert "loss_grad_W gives" not in text
    assert "[[1, 0], [0, 1]]" not in text


def test_what_a_person_looks_for_is_not_told_to_the_student() -> None:
    """It would be the answer to the question."""
    result = graded("ada", WAITING)
    assert "says infinity" not in render(submission_detail(student_view(result, "")), 160)
    assert "says infinity" in render(submission_detail(whole_view(result, "")), 160)


@pytest.mark.parametrize("width", [20, 40, 80, 160])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    """Nothing is cut off or wrapped by the terminal itself."""
    for renderable in (
        batch_table(batch()),
        batch_table(long_batch()),
        submission_detail(whole_view(erring(), "")),
    ):
        assert max(map(cell_len, render(renderable, width).splitlines())) <= width


def hostile() -> Result:
    """A submission whose every text wants to be something else."""
    evidence = Evidence(HOSTILE, HOSTILE, {HOSTILE: HOSTILE}, HOSTILE, [HOSTILE], HOSTILE, 1, 2)
    return graded(
        HOSTILE,
        Outcome(SOFTMAX, Verdict.RAISED, 0.5, "not the same" + HOSTILE, HOSTILE, evidence),
        Outcome(LIMIT, Verdict.PASSED, 1.0, HOSTILE),
        path=HOSTILE,
        problems=(Problem(HOSTILE, HOSTILE),),
        notes=(Problem(HOSTILE, HOSTILE),),
    )


@pytest.mark.parametrize("colour", [False, True])
def test_hostile_text_stays_text(colour: bool) -> None:
    """No escape sequence, no direction override, no markup, no line of its own; only our colours remain."""
    for renderable in (
        batch_table(Report(ASSIGNMENT, 0, (hostile(),))),
        submission_detail(whole_view(hostile(), "")),
    ):
        text = render(renderable, 400, colour=colour)
        without_colours = re.sub(r"\x1b\[[\d;]*m", "", text)
        assert without_colours.replace("\n", "").isprintable()
        assert "[red]x" in without_colours
        assert ":smile:" in without_colours
        assert "\x1b]" not in text
        assert not re.search(r"^\s*::error", without_colours, re.MULTILINE)
        text.encode()


def test_markup_in_the_rubric_stays_text() -> None:
    """A title in brackets is a title."""
    question = Question("[b]1", "[bold]Title[/bold] :smile:", ())
    result = Result(graded("ada").submission, (QuestionResult(question, ()),), (), "A")
    report = Report(type(ASSIGNMENT)("a", "", (question,), ASSIGNMENT.limits, 1), 0, (result,))
    assert "[b]1" in render(batch_table(report), 80)
    assert "[b]1  [bold]Title[/bold] :smile:" in render(submission_detail(whole_view(result, "")), 80)


def test_colours_say_how_much_was_earned() -> None:
    """All is green, some yellow, nothing red, unknown magenta."""
    lines = {
        name: line
        for line in render(batch_table(batch()), 160, colour=True).splitlines()
        for name in ("ada", "cleo", "dan", "eve")
        if line.lstrip().startswith(name)
    }
    green, yellow, red, magenta = (f"\x1b[{code}m" for code in (32, 33, 31, 35))
    assert lines["ada"].count(green) == 5  # with the bonus, more than the maximum although points wait
    assert lines["cleo"].count(red) == 6
    assert lines["dan"].count(yellow) == 6
    assert lines["eve"].count(magenta) == 2


def test_a_group_of_questions_with_a_broken_check_has_no_number() -> None:
    """A sum with an unknown part is unknown."""
    report = Report(ASSIGNMENT, 0, (graded("eve", Outcome(SOFTMAX, Verdict.BROKEN)),))
    assert re.search(r"eve +1 +\? +1.5 +2 +2 +\?", render(batch_table(report), 80))
    assert re.search(r"eve +1 +\? +2 +2 +\?", render(batch_table(report), 38))


def test_a_table_without_submissions_shows_the_maximum() -> None:
    """An empty batch is no error."""
    assert "14.5+2" in render(batch_table(Report(ASSIGNMENT, 0, ())), 80)


def test_large_inputs_stay_on_the_screen() -> None:
    """An array of a million entries takes a few lines."""
    evidence = Evidence("", "f(x)", {"x": np.zeros((1000, 1000))}, np.zeros((1000, 1000)), 1.0)
    result = graded("ada", Outcome(SOFTMAX, Verdict.FAILED, evidence=evidence))
    assert len(render(submission_detail(whole_view(result, "")), 80).splitlines()) < 50


@pytest.mark.parametrize("width", [80, 160])
def test_progress_counts_on_a_terminal(width: int) -> None:
    """A bar, the count, the rate and the time to go."""
    stream = io.StringIO()
    console = Console(file=stream, width=width, force_terminal=True, force_interactive=True)
    with progress(3, console) as step:
        for _ in range(3):
            step()
    assert "3/3" in stream.getvalue()
    assert "/s" in stream.getvalue()


def test_progress_is_silent_where_nobody_watches() -> None:
    """A log gets no bars."""
    stream = io.StringIO()
    with progress(len(QUESTIONS), Console(file=stream)) as step:
        step()
    assert stream.getvalue() == ""
