"""Axes of a result that are as long as the student has them."""

from typing import Annotated, Any

import numpy as np
import pytest
from checks.trials import reference, trial
from jaxtyping import Float
from numpy import ndarray

from grader import Within
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
    assert "result 1: an array of shape (9,) was returned" in found.evidence.message


@pytest.mark.parametrize("asked", [walk, told])
def test_rows_of_several_lengths_are_a_wrong_answer(asked: Any) -> None:
    """And nothing else: no check breaks on them."""
    found = matches(
        trial(reference(asked), {asked.__name__: lambda x: ([[1], [1, 2]], [1, 2])}), asked.__name__
    )
    assert found.verdict is Verdict.FAILED


def steps_to(n: Annotated[int, Within(0, 3)]) -> Float[ndarray, "_steps 2"]:
    """Steps of two numbers, or none."""
    return np.ones((n, 2))


@pytest.mark.parametrize(
    ("mine", "agrees"),
    [
        (lambda n: [[1.0, 1.0]] * n, True),
        (lambda n: np.array([[1.0, 1.0]] * n), True),
        (lambda n: [[1.0, 1.0]] * n or [[]], False),
        (lambda _: [], False),
    ],
)
def test_an_empty_list_has_any_shape_without_entries(mine: Any, agrees: bool) -> None:
    """A list that was appended to, none of the time, does not say how long its rows would be."""
    found = matches(trial(reference(steps_to), {"steps_to": mine}), "steps_to")
    assert (found.verdict is Verdict.PASSED) is agrees, found


def rows(n: Annotated[int, Within(0, 3)], d: Annotated[int, Within(1, 3)]) -> Float[ndarray, "_k d"]:
    """So many rows of ones."""
    return np.ones((n, d))


@pytest.mark.parametrize(
    ("mine", "told"),
    [
        (lambda n, d: [[1.0] * d for _ in range(n)], ""),
        (lambda n, d: np.array([[1.0] * d for _ in range(n)]), ""),
        (
            lambda n, d: np.ones((max(n, 1), d)),
            "an array of shape (1, 1) was returned where an array of shape (0, 1)",
        ),
        (
            lambda n, d: np.ones((min(n, 1), d)),
            "an array of shape (1, 1) was returned where an array of shape (2, 1)",
        ),
        (lambda n, d: [], "an array of shape (0, 1) was returned where an array of shape (1, 1)"),
    ],
)
def test_rows_are_counted_and_an_empty_list_is_none(mine: Any, told: str) -> None:
    """A list without rows is an array without any; one row is neither none nor several of the same."""
    found = matches(trial(reference(rows), {"rows": mine}), "rows")
    assert (found.verdict is Verdict.PASSED) is (not told), found
    assert told in (found.evidence.message if found.evidence else "")


def numbered(n: Annotated[int, Within(0, 3)]) -> tuple[int, Float[ndarray, "_k 2"]]:
    """The number of rows, and rows of ones."""
    return n, np.ones((n, 2))


def test_a_part_with_too_few_rows_is_named() -> None:
    """Two shapes are told, for the rows look alike."""
    found = matches(
        trial(reference(numbered), {"numbered": lambda n: (n, np.ones((min(n, 2), 2)))}), "numbered"
    )
    assert found.evidence is not None
    assert (
        "result 2: an array of shape (2, 2) was returned where an array of shape (3, 2)"
        in found.evidence.message
    )
