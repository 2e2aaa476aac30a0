"""The sentences that students read."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from by_hand import SECRET, SHIFT, SOFTMAX, WAITING, WRITTEN, check, graded

from grader.model import Check, Evidence, Outcome, Verdict
from grader.reports.score_words import points, tally
from grader.reports.words import (
    difference,
    finding,
    frequency,
    isolation,
    next_step,
    opening,
    remark,
    sentence,
    title,
)
from grader.values.dataframes import pack_frame

MATCHES = check("q.matches", "matches", "softmax", 2)
LAW = check("q.law", "law", "softmax_ignores_a_common_shift", 1)
LARGE = np.arange(100.0).reshape(10, 10)


def failed(check: Check, call: str, got: Any, expected: Any, where: str = "") -> Outcome:
    """A failed check whose evidence has no sentence of its own."""
    return Outcome(check, Verdict.FAILED, evidence=Evidence("", call, {}, got, expected, where, 3, 100))


@pytest.mark.parametrize(
    ("outcome", "text"),
    [
        (
            failed(MATCHES, "softmax(a)", np.array([np.nan, np.nan]), np.array([1.0, 0.0]), "[0]"),
            "softmax(a) returned [nan, nan] where [1, 0] was expected; they first differ at [0].",
        ),
        (failed(MATCHES, "f(x)", 3.0, 4.0), "f(x) returned 3 where 4 was expected."),
        (
            failed(MATCHES, "p = f()\np   # this is 3 where 4 was expected", 3.0, 4.0),
            "In the end `p` is 3 where 4 was expected.",
        ),
        (
            failed(MATCHES, "p = f()\np.g()   # returned 3 where 4 was expected", 3.0, 4.0),
            "The last step returned 3 where 4 was expected.",
        ),
        (failed(MATCHES, "", 3.0, 4.0), "softmax returned 3 where 4 was expected."),
        (failed(MATCHES, "f(x)", None, 4.0), "f(x) returned None where 4 was expected."),
        (
            failed(MATCHES, "f()", LARGE + 1, LARGE, "[0, 2]"),
            "f() returned 3 at [0, 2] where 2 was expected.",
        ),
        (
            failed(MATCHES, "f(x)", (LARGE, LARGE + 1), (LARGE, LARGE), "result 2, [0, 2]"),
            "f(x) returned 3 in result 2 at [0, 2] where 2 was expected.",
        ),
        (
            failed(MATCHES, "f(x)", LARGE, LARGE.reshape(4, 25)),
            "f(x) returned an array of shape (10, 10) where an array of shape (4, 25) was expected.",
        ),
        (
            failed(MATCHES, "f(x)", LARGE, LARGE),
            "f(x) returned an array of shape (10, 10) that is not the one expected.",
        ),
        (
            failed(LAW, "softmax at a", np.array([0.9, 0.0]), np.array([1.0, 0.0]), "[0]"),
            "With your softmax, [0.9, 0] came out where [1, 0] was expected; they first differ at [0].",
        ),
        (failed(LAW, "f, g, h at x", 1.5, 1.0), "With your f, g and h, 1.5 came out where 1 was expected."),
        (
            failed(MATCHES, "f(x)", np.array([1.0]), np.array([2.0]), "result 4, [0]"),
            "f(x) returned [1] where [2] was expected; they first differ in result 4 at [0].",
        ),
        (
            failed(LAW, "softmax at a", np.array([np.nan]), np.array([np.nan]), "[0]"),
            "With your softmax, [nan] came out on both sides, and nan is equal to nothing.",
        ),
        (failed(LAW, "softmax()", None, None), "With your softmax, this does not hold."),
        (failed(LAW, "issubclass(A, B)   # the law does not hold", None, None), "This does not hold."),
        (failed(MATCHES, "f()", None, None), "f() did not give the right answer."),
    ],
)
def test_a_wrong_value_is_put_into_a_sentence(outcome: Outcome, text: str) -> None:
    """What was called, what came, what was expected, and where they first differ."""
    assert sentence(outcome) == finding(outcome) == text


@pytest.mark.parametrize("verdict", [verdict for verdict in Verdict if verdict is not Verdict.PASSED])
@pytest.mark.parametrize("evidence", [None, Evidence("")])
def test_a_lost_point_never_goes_without_a_reason(verdict: Verdict, evidence: Evidence | None) -> None:
    """Even a check that left no message has a line for the student."""
    assert sentence(Outcome(MATCHES, verdict, evidence=evidence))


def test_the_check_s_own_message_comes_first() -> None:
    """The sentence of a known mistake says more than the numbers, which stay in the finding."""
    evidence = Evidence("", "f(x)", {}, 2.0, 1.0)
    outcome = Outcome(MATCHES, Verdict.FAILED, message="The sign is reversed.", evidence=evidence)
    assert sentence(outcome) == "The sign is reversed."
    assert finding(outcome) == "f(x) returned 2 where 1 was expected."


def test_a_passed_check_says_nothing_but_its_remark() -> None:
    """Single precision is accepted, and the student is told so in full words."""
    assert sentence(Outcome(MATCHES, Verdict.PASSED, 1.0)) == ""
    outcome = Outcome(MATCHES, Verdict.PASSED, 1.0, "read as: the mean; float32")
    assert remark(outcome) == "read as: the mean; computed in single precision (float32), which is accepted"


@pytest.mark.parametrize(
    ("check", "text"),
    [
        (MATCHES, "softmax gives the right values"),
        (LAW, "softmax ignores a common shift"),
        (check("", "gradient", "g", 1, options={"of": "f", "wrt": "W"}), "g is the gradient of f in W"),
        (
            check("", "gradient", "g", 1, options={"of": "f", "wrt": ["W", "b"]}),
            "g is the gradient of f in W and b",
        ),
        (check("", "gradient", "g", 1), "g is the gradient"),
        (check("", "value", "answer", 1), "answer is the right value"),
        (check("", "witness", "example", 1, options={"proves": "breaks_it"}), "example proves: breaks it"),
        (check("", "written", "answer_2b", 1), "answer 2b, in words"),
        (Check("", "style", "module", 1), "style: module"),
    ],
)
def test_a_check_is_named_in_words(check: Check, text: str) -> None:
    """A kind of check that has no words of its own is named as in the rubric."""
    assert title(check) == text


def test_entries_are_told_where_the_values_are_cut() -> None:
    """The place alone does not help where an ellipsis stands."""
    assert difference(Evidence("", got=LARGE + 1, expected=LARGE, where="[5, 5]")) == (
        "they first differ at [5, 5]: 56 instead of 55"
    )
    short = Evidence("", got=np.ones(2), expected=np.zeros(2), where="[0]")
    assert difference(short) == "they first differ at [0]"
    assert difference(Evidence("", got=1.0, expected=0.0)) == ""


@pytest.mark.parametrize(
    ("failing", "examples", "text"),
    [(37, 100, "fails on 37 of 100 inputs"), (100, 100, "fails on all 100 inputs"), (1, 1, ""), (0, 100, "")],
)
def test_the_number_of_failures_is_told_where_it_says_something(
    failing: int, examples: int, text: str
) -> None:
    """A check with one input, or one that stopped early, has no frequency."""
    assert frequency(Evidence("", failing=failing, examples=examples)) == text


@pytest.mark.parametrize(
    ("value", "text"), [(2, "2"), (3.5, "3.5"), (0.1 + 0.2, "0.3"), (20.0, "20"), (-0.0, "0")]
)
def test_points_have_at_most_two_decimals(value: float, text: str) -> None:
    """No dust of floating point, no zeros at the end."""
    assert points(value) == text


def test_hostile_text_is_safe_in_every_sentence() -> None:
    """An exception's text may hold anything."""
    bad = "\x1b]0;title\x07\u202e\ud800"
    outcome = Outcome(MATCHES, Verdict.RAISED, message=bad, evidence=Evidence(bad, bad, {}, bad, bad, bad))
    assert outcome.evidence is not None
    for text in (sentence(outcome), finding(outcome), difference(outcome.evidence), remark(outcome)):
        assert text.isprintable()
        text.encode()


# ---- what only the pages say ----------------------------------------------------------------------


def test_the_next_step_fits_the_verdict() -> None:
    """A known mistake has its own sentence; what is nobody's to mend has none."""
    steps = {verdict: next_step(Outcome(SOFTMAX, verdict)) for verdict in Verdict}
    assert {verdict for verdict, step in steps.items() if step} == {
        Verdict.RAISED,
        Verdict.TIMED_OUT,
        Verdict.OUT_OF_MEMORY,
        Verdict.DIED,
        Verdict.MISSING,
    }
    evidence = Evidence("", "f(a)", {"a": 1.0}, 1.0, 2.0)
    assert next_step(Outcome(SOFTMAX, Verdict.FAILED, evidence=evidence)).startswith("Follow your function")
    assert next_step(Outcome(SHIFT, Verdict.FAILED, evidence=evidence)).startswith("This should hold")
    assert next_step(Outcome(SOFTMAX, Verdict.FAILED, evidence=evidence, mistake="known")) == ""
    missing = next_step(Outcome(WRITTEN, Verdict.MISSING))
    assert missing == "Write the answer where the assignment asks for it."


def test_the_tally_tells_nothing_of_hidden_checks_but_how_many() -> None:
    """Whether they were passed shows in the points alone."""
    said = "8 of 8 checks passed; 1 hidden check counts too."
    for verdict in (Verdict.PASSED, Verdict.FAILED):
        assert tally(graded("ada", Outcome(SECRET, verdict))) == said
    assert tally(graded("ada", WAITING)).startswith(
        "7 of 7 checks passed; 1 answer in words waits for a person"
    )


def test_values_beside_a_sentence_are_not_in_it() -> None:
    """A composed sentence gives way; one that somebody wrote stays."""
    evidence = Evidence("", "softmax(a)", {}, np.array([0.0]), np.array([1.0]), "[0]")
    failed = Outcome(SOFTMAX, Verdict.FAILED, evidence=evidence)
    assert opening(failed) == "softmax(a) gives another answer than the one expected."
    assert opening(replace(failed, message="The sum is not 1.")) == "The sum is not 1."


def test_only_weak_walls_are_mentioned() -> None:
    """Levels A and B need no words."""
    assert [bool(isolation(level)) for level in "ABCD"] == [False, False, True, True]


def test_a_cell_that_is_missing_is_named() -> None:
    """Of a table nothing stands for "missing", in what came and in what was expected."""
    got, expected = (pack_frame(pd.DataFrame({"zip": [text]})) for text in ("CA", None))
    told = finding(failed(MATCHES, "zips(t)", got, expected, "row 0, column 'zip'"))
    assert told == "zips(t) returned 'CA' at row 0, column 'zip' where missing was expected."
