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
        (lambda x, y: (1e-13 * np.sin(x), 1e-13 * np.sin(y.sum())), "0"),
        (lambda x, y: (np.float32(1 + 1e-6 * np.sin(x)), 1), "1"),
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


@pytest.mark.parametrize(
    "idle",
    [
        lambda x, y: (np.full(len(x), len(x)), 1.0),
        lambda x, y: (np.arange(len(x)), float(len(x))),
        lambda x, y: (np.arange(len(x)) + 1e-12 * x, len(x) + 1e-12 * np.sin(y.sum())),
        lambda x, y: (np.ones(len(x)) / len(x), -2.0),
    ],
)
def test_a_law_is_worth_nothing_to_a_function_of_shapes(idle) -> None:
    """Whoever looks at no number of the arguments has done nothing with them."""
    assert lost(tried("is_defined", shrunk=idle)) == (
        "this holds, but `shrunk` looks at nothing but the shapes of its arguments, which is worth nothing"
    )


def test_minus_nothing_is_nothing() -> None:
    """No student reads of a number -0."""
    assert "returns 0 whatever" in lost(
        tried("is_defined", shrunk=lambda x, y: (-0.0 * np.ones(len(x)), -0.0))
    )


def test_what_is_worth_nothing_is_so_on_every_input_of_the_law() -> None:
    """Inputs are counted, and not how often the law asks on each."""
    idle = trial(TWICE, {"halves": lambda y, x: x}, count=7)
    finding = law(idle, "halves_twice")
    inputs = len(idle.corpora.examples(TWICE.laws["halves_twice"].signature, idle.plan))
    assert finding.evidence is not None
    assert (finding.evidence.failing, finding.evidence.examples) == (inputs, inputs)
    assert len(idle.asked["halves"]) > inputs


def unit(x: Float[ndarray, "n"], y: Float[ndarray, "n"]) -> Float[ndarray, "n n"]:
    """The unit matrix of that size."""
    return np.eye(len(x))


def is_square(unit, x: Float[ndarray, "n"], y: Float[ndarray, "n"]) -> None:
    """It has as many rows as columns."""
    unit(x, y)


@pytest.mark.parametrize("function", [unit, lambda x, y: -np.eye(len(x))], ids=["right", "the other sign"])
def test_where_right_answers_depend_on_shapes_alone_so_may_any(function) -> None:
    """A unit matrix, a count: also where a law leaves room for others than ours."""
    assert law(trial(reference(unit, laws=(is_square,)), {"unit": function}), "is_square").share == 1.0


def halves(y: float, x: Float[ndarray, "n"]) -> Float[ndarray, "n"]:
    """Half of x and y."""
    return (x + y) / 2


def halves_twice(halves, y: float, x: Float[ndarray, "n"]) -> None:
    """There is an answer, twice."""
    halves(y, x)
    halves(2 * y, 2 * x)


TWICE = reference(halves, laws=(halves_twice,))


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
        ("is_defined", {"shrunk": lambda x, y: tuple(-1e-3 * each for each in shrunk(x, y))}),
    ],
    ids=[
        "right",
        "half of it is work",
        "right answers are 0",
        "right answers to the law are constant",
        "another unit",
    ],
)
def test_what_does_something_or_rightly_nothing_keeps_its_points(name: str, functions) -> None:
    """Where the reference is as idle, a right function is."""
    assert tried(name, **functions).share == 1.0
