"""``value``: a number worked out by hand, to as many digits as the rubric asks for."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from jaxtyping import Float
from numpy import ndarray

from grader.checks.finding import Finding
from grader.checks.value import value
from grader.functions.reply import Failure
from grader.model import Verdict

from .trials import Watched, lost, reference, trial


def limit() -> float:
    """Grows without bound."""
    return math.inf


def gradient() -> Float[ndarray, " 3"]:
    """A vector."""
    return np.array([-1.0, 0.0, 1.0])


def slopes() -> tuple[float, float]:
    """Two numbers."""
    return 0.25, 123.456


RIGHT = reference(limit, gradient, slopes)


def check(target: str, student: Callable[..., Any], **options: Any) -> Finding:
    return value(trial(RIGHT, {target: student}), target, **options)


@pytest.mark.parametrize("target", RIGHT.answers)
def test_the_reference_passes(target: str) -> None:
    """Numbers, vectors, pairs and limits are right as the reference has them."""
    assert check(target, RIGHT.answers[target]) == Finding(Verdict.PASSED, 1.0)


@pytest.mark.parametrize(
    ("target", "answer"),
    [
        ("limit", np.inf),
        ("limit", np.array([np.inf])),
        ("gradient", [-1, 0, 1]),
        ("gradient", np.array([[-1.0], [0.0], [1.0]])),
        ("slopes", [0.25, 123.456]),
        ("slopes", np.array([0.25, 123.456])),
    ],
)
def test_other_ways_to_write_it_pass(target: str, answer: Any) -> None:
    """Lists, arrays and whole numbers will do."""
    assert check(target, lambda: answer) == Finding(Verdict.PASSED, 1.0)


@pytest.mark.parametrize(
    ("target", "answer", "where"),
    [
        ("limit", -math.inf, ""),
        ("limit", 1e308, ""),
        ("limit", math.nan, ""),
        ("gradient", [-1.0, 0.0, 0.999], "[2]"),
        ("gradient", [-1.0, 1e-4, 1.0], "[1]"),
        ("slopes", (0.25, 123.4), "result 2"),
    ],
)
def test_wrong_values_fail_with_their_place(target: str, answer: Any, where: str) -> None:
    """The student sees what was returned, what was expected, and which of several numbers is wrong."""
    finding = check(target, lambda: answer)
    assert (finding.verdict, finding.share, lost(finding)) == (Verdict.FAILED, 0.0, "")
    evidence = finding.evidence
    assert evidence is not None
    assert (evidence.call, evidence.where, evidence.examples) == (f"{target}()", where, 1)
    assert evidence.inputs == {}
    assert np.array_equal(evidence.expected, RIGHT.answers[target]())


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ((0.251, 123.4), Verdict.PASSED),
        ((0.253, 123.4), Verdict.FAILED),
        ((0.25, 125.0), Verdict.FAILED),
        ((np.float32(0.251), 123.4), Verdict.PASSED),
    ],
)
def test_the_rubric_may_ask_for_fewer_digits(answer: Any, verdict: Verdict) -> None:
    """With half a percent of slack each number may be off by half a percent of itself, without a remark."""
    finding = check("slopes", lambda: answer, rtol=5e-3)
    assert (finding.verdict, finding.message) == (verdict, "")


def test_single_precision_passes_with_a_remark() -> None:
    """A number in float32 is right up to what rounding adds up to: here in 10,000 terms."""

    def slowly() -> Any:
        total = np.float32(0)
        for _ in range(10_000):
            total += np.float32(1e-4)
        return np.float32([-1.0, 0.0, total])  # type: ignore[arg-type]

    assert abs(slowly()[2] - 1) > 2e-5
    assert check("gradient", slowly) == Finding(Verdict.PASSED, 1.0, "float32")


def test_a_cast_to_single_precision_buys_no_digits() -> None:
    """Three digits by hand are three digits, whatever holds them."""
    assert check("gradient", lambda: np.float32([-1.0, 0.0, 1.0004])).verdict is Verdict.FAILED  # type: ignore[arg-type]


def test_another_kind_of_value_is_told() -> None:
    """What came and what was expected is a sentence."""
    finding = check("slopes", lambda: 0.25)
    assert lost(finding) == "`slopes`: 0.25 was returned where 2 results were expected"


def test_an_exception_is_told() -> None:
    """A function that raises is told so."""
    finding = check("limit", lambda: -math.log(0))
    assert (finding.verdict, finding.share) == (Verdict.RAISED, 0.0)
    assert lost(finding).startswith("`limit` raised ValueError: ")


def test_a_function_that_wants_arguments_is_told() -> None:
    """The function is called without any."""
    finding = check("limit", lambda x: x)
    assert finding.verdict is Verdict.RAISED
    assert "missing 1 required positional argument: 'x'" in lost(finding)


def test_a_missing_value_is_missing() -> None:
    """The function that is not there is named."""
    assert value(trial(RIGHT, {}), "limit") == Finding(
        Verdict.MISSING, message="there is no function `limit`"
    )


def test_a_time_out_is_told() -> None:
    """A function that hangs is asked once."""
    functions = Watched({"limit": limit}, Failure(Verdict.TIMED_OUT, "did not finish"))
    finding = value(trial(RIGHT, functions), "limit")
    assert (finding.verdict, finding.message, len(functions.asked)) == (
        Verdict.TIMED_OUT,
        "did not finish",
        1,
    )
