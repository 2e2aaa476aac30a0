"""A law that holds of a function that does nothing is worth nothing; no right answer loses by that."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from jaxtyping import Float
from numpy import ndarray

from grader.checks.finding import Finding
from grader.checks.law import law
from grader.model import Verdict
from grader.values.compare import agree

from .trials import lost, reference, trial


def shrunk(x: Float[ndarray, "n"], y: Float[ndarray, "n"]) -> tuple[Float[ndarray, "n"], float]:
    """x and y without what is below 1, and the length of that."""
    return np.where(np.abs(x + y) > 1, x + y, 0.0), 1.0 + float(x @ x)


def nothing(x: Float[ndarray, "n"]) -> Float[ndarray, "n"]:
    """Always 0."""
    return 0 * x


def is_defined(shrunk, x: Float[ndarray, "n"], y: Float[ndarray, "n"]) -> None:
    """There is an answer."""
    shrunk(x, y)


def nothing_is_nothing(nothing, x: Float[ndarray, "n"]) -> None:
    """Nothing comes of anything."""
    agree(nothing(x), np.zeros(len(x)))


def nothing_at_the_origin(shrunk, x: Float[ndarray, "n"]) -> None:
    """At 0 and −0 nothing is left."""
    agree(shrunk(0 * x, 0 * x)[0], np.zeros(len(x)))


RIGHT = reference(shrunk, nothing, laws=(is_defined, nothing_is_nothing, nothing_at_the_origin))


def tried(name: str, **functions: Callable[..., Any]) -> Finding:
    return law(trial(RIGHT, functions), name)


@pytest.mark.parametrize(
    ("idle", "gives"),
    [
        (lambda x, y: (0 * x, 0.0), "0"),
        (lambda x, y: (np.ones(len(x)), 1), "1"),
        (lambda x, y: (np.full(len(x), -2.5), -2.5), "-2.5"),
    ],
)
def test_a_law_is_worth_nothing_to_a_function_that_does_nothing(idle, gives: str) -> None:
    """The student is told what is the matter."""
    finding = tried("is_defined", shrunk=idle)
    assert finding.verdict is Verdict.FAILED
    assert lost(finding) == (
        f"this holds, but `shrunk` returns {gives} whatever it is asked, which is worth nothing"
    )


def test_a_law_is_worth_nothing_to_a_function_that_hands_its_argument_back() -> None:
    """Nor is that any work."""
    right = reference(halves, laws=(halves_are_defined,))
    finding = law(trial(right, {"halves": lambda y, x: x}), "halves_are_defined")
    assert lost(finding) == (
        "this holds, but `halves` returns its argument `x` whatever it is asked, which is worth nothing"
    )


def halves(y: float, x: Float[ndarray, "n"]) -> Float[ndarray, "n"]:
    """Half of x and y."""
    return (x + y) / 2


def halves_are_defined(halves, y: float, x: Float[ndarray, "n"]) -> None:
    """There is an answer."""
    halves(y, x)


@pytest.mark.parametrize(
    ("name", "functions"),
    [
        ("is_defined", {"shrunk": shrunk}),
        ("is_defined", {"shrunk": lambda x, y: (0 * x, float(x @ x))}),
        ("nothing_is_nothing", {"nothing": nothing}),
        ("nothing_at_the_origin", {"shrunk": shrunk}),
    ],
    ids=["right", "half of it is work", "right answers are 0", "right answers to the law are constant"],
)
def test_what_does_something_or_rightly_nothing_keeps_its_points(name: str, functions) -> None:
    """Where the reference is as idle, a right function is."""
    assert tried(name, **functions).share == 1.0
