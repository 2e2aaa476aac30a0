"""Axes of a result that are as long as the student has them."""

from typing import Any

import numpy as np
import pytest
from checks.trials import reference, trial
from jaxtyping import Float
from numpy import ndarray

from grader.checks.law import law
from grader.checks.matches import matches
from grader.model import Verdict

Path = tuple[Float[ndarray, "_steps"], Float[ndarray, "_steps"]]


def walk(x: float) -> Path:
    """Go from 0 to x in steps of your own."""
    return np.array([0.0, x / 2, x]), np.array([0.0, 1.0, 2.0])


def told(x: float) -> tuple[Float[ndarray, "steps"], Float[ndarray, "steps"]]:
    """The same in just two steps."""
    return walk(x)


def it_ends_at_x(walk, x: float) -> None:
    """The last place is x."""
    places, heights = walk(x)
    assert len(places) == len(heights)
    assert places[-1] == x


def it_ends_at_x_in_two_steps(told, x: float) -> None:
    """The last place is x."""
    assert told(x)[0][-1] == x


def many(x: float) -> Any:
    return np.linspace(0, x, 9), list(range(9))


def test_an_underscore_leaves_the_length_to_the_student() -> None:
    """A law is handed what came; two axes of one name have one length all the same."""
    right = reference(walk, laws=[it_ends_at_x])
    assert law(trial(right, {"walk": many}), "it_ends_at_x").verdict is Verdict.PASSED
    found = law(trial(right, {"walk": lambda x: (many(x)[0], [1, 2])}), "it_ends_at_x")
    assert found.verdict is Verdict.FAILED
    assert found.evidence is not None
    assert found.evidence.message == (
        "`walk`: result 2: an array of shape (2,) was returned where an array of shape (9,) was expected"
    )


def test_without_one_the_reference_tells_it() -> None:
    """As before."""
    right = reference(told, laws=[it_ends_at_x_in_two_steps])
    found = law(trial(right, {"told": many}), "it_ends_at_x_in_two_steps")
    assert found.evidence is not None
    assert (
        "an array of shape (9,) was returned where an array of shape (3,) was expected"
        in found.evidence.message
    )


def test_a_comparison_still_tells_another_length_apart() -> None:
    """What is compared has to be as long as the right answer."""
    right = reference(walk)
    assert matches(trial(right, {"walk": walk}), "walk").verdict is Verdict.PASSED
    found = matches(trial(right, {"walk": many}), "walk")
    assert found.verdict is Verdict.FAILED
    assert found.evidence is not None
    assert found.evidence.where == "result 1"


@pytest.mark.parametrize("asked", [walk, told])
def test_rows_of_several_lengths_are_a_wrong_answer(asked: Any) -> None:
    """And nothing else: no check breaks on them."""
    found = matches(
        trial(reference(asked), {asked.__name__: lambda x: ([[1], [1, 2]], [1, 2])}), asked.__name__
    )
    assert found.verdict is Verdict.FAILED
