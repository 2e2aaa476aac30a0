"""What a batch says about the class is counted right."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from by_hand import ASSIGNMENT, POOL, SECRET, SHIFT, SLOPE, SOFTMAX, batch, graded

from grader.model import Evidence, Outcome, Report, Verdict
from grader.reports.class_figures import common, identity, rates, struggling, unexplained


def report(*results) -> Report:
    return Report(ASSIGNMENT, 0, results)


def wrong(check, got, message="", call="softmax(a)", mistake=None, pattern=None) -> Outcome:
    inputs = {"a": np.array([1.0, 2.0])}
    return Outcome(
        check,
        Verdict.FAILED,
        mistake=mistake,
        evidence=Evidence(message, call, inputs, got, np.ones(2), "[0]"),
        pattern=pattern,
    )


def test_rates_are_of_what_was_decided() -> None:
    """Pending and broken outcomes count for neither side."""
    found = {rate.check.id: rate for rate in rates(batch())}
    assert len(found) == 9
    softmax = found["2a.matches"]  # ada passes, ben and dan fail, cleo has none, eve's is broken
    assert (softmax.passed, softmax.decided) == (1, 4)
    assert softmax.share == 0.25
    assert found["2b.written"].counts[Verdict.PENDING] == 2


def test_mistakes_are_counted_by_student() -> None:
    """Who makes one in two checks makes it once; hidden is what only hidden checks show."""
    slope = wrong(SLOPE, np.zeros(2), mistake="forgot")
    secret = wrong(SECRET, np.zeros(2), mistake="forgot")
    other = wrong(SECRET, np.zeros(2), mistake="rare")
    found = common(report(graded("ada", slope, secret), graded("ben", slope), graded("cleo", other)))
    assert [(each.mistake, each.students, each.hidden) for each in found] == [
        ("forgot", ("ada", "ben"), False),
        ("rare", ("cleo",), True),
    ]


def test_the_same_wrong_answer_is_one_group() -> None:
    """By check, verdict, input and answer; to the ninth digit, and what is known or alone is none."""
    tenth = np.array([0.1, 0.2])
    results = [
        graded("ada", wrong(SOFTMAX, tenth)),
        graded("ben", wrong(SOFTMAX, tenth * 3 / 3 + 1e-16)),
        graded("cleo", wrong(SOFTMAX, tenth + 1)),
        graded("dan", wrong(SOFTMAX, tenth, mistake="known")),
        graded("eve", wrong(POOL, tenth)),
    ]
    (group,) = unexplained(report(*results))
    assert group.students == ("ada", "ben")
    assert group.outcome.check is SOFTMAX


def test_who_is_wrong_in_the_same_way_is_one_group() -> None:
    """Whatever the values are; and who is described otherwise is none of them."""
    where = "Wrong only where `a` has one entry."
    results = [
        graded("ada", wrong(SOFTMAX, np.zeros(2), pattern=where)),
        graded("ben", wrong(SOFTMAX, np.full(2, 7.0), pattern=where)),
        graded("cleo", wrong(SOFTMAX, np.zeros(2), pattern="Another.")),
    ]
    (group,) = unexplained(report(*results))
    assert group.students == ("ada", "ben")
    assert group.outcome.pattern == where


def test_one_wrong_function_is_one_group() -> None:
    """Though it fails the comparison and the law."""
    law = wrong(SHIFT, 3.0, call="softmax at a")
    results = [graded(name, wrong(SOFTMAX, np.zeros(2)), law) for name in ("ada", "ben")]
    (group,) = unexplained(report(*results))
    assert group.also == ("2a.law",)


def test_the_same_exception_is_one_group() -> None:
    """By its message; another message is another group."""
    raised = [
        Outcome(SOFTMAX, Verdict.RAISED, message=m, evidence=Evidence(m, "softmax(a)", {"a": 1.0}))
        for m in ("x", "x", "y", "y", "y", "z")
    ]
    groups = unexplained(report(*(graded(str(n), each) for n, each in enumerate(raised))))
    assert [group.students for group in groups] == [("2", "3", "4"), ("0", "1")]


def test_who_needs_help_is_found_with_the_reason() -> None:
    """Functions missing, or few points; the lowest first; a broken result says nothing."""
    found = struggling(batch())
    assert [each.student for each in found] == ["cleo", "ben", "dan"]
    assert found[0].reasons == ("9 of 9 checks find no function",)
    assert "less than half of the points" in found[2].reasons


@pytest.mark.parametrize("other", [np.ones(3), np.ones((2, 1)), [1.0, 1.0], np.array([1, 2.0]), None, "x"])
def test_other_values_are_not_identical(other: Any) -> None:
    """Shape, kind and content count."""
    assert identity(np.ones(2)) != identity(other)


def test_identical_values_are() -> None:
    """Whole numbers and floats alike, NaN too."""
    assert identity(np.array([1, 2])) == identity(np.array([1.0, 2.0]))
    assert identity((np.nan, [1.0])) == identity((np.nan, [1.0]))
    assert identity(np.float64(1)) == identity(1.0)


def test_an_empty_class_has_no_figures() -> None:
    """Nobody handed in."""
    empty = replace(batch(), results=())
    assert (common(empty), unexplained(empty), struggling(empty)) == ([], [], [])
    assert all(rate.share == 1 for rate in rates(empty))
