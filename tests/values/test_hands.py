"""Arguments of repeated calls: in arrays that were used before, the very same ones, or read-only."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from grader.values.hands import Hands


def test_new_arguments_are_handed_over_as_they_are() -> None:
    """And forgotten."""
    values = [np.ones(2), 3.0]
    hands = Hands()
    assert hands.over(values, "new") is values
    assert hands.over([np.zeros(2)], "kept")[0].tolist() == [0, 0]


def test_an_array_is_used_again_where_another_of_its_form_comes() -> None:
    """The same object, with the new values; an array of another shape or layout is its own."""
    hands = Hands()
    (first,) = hands.over([np.ones((2, 3))], "reused")
    (second,) = hands.over([np.full((2, 3), 7.0)], "reused")
    (third,) = hands.over([np.full((3, 2), 7.0).T], "reused")
    assert second is first
    assert (first == 7).all()
    assert third is not first
    assert third.flags.f_contiguous


def test_places_do_not_share_an_array() -> None:
    """Two arguments of one call stay two."""
    hands = Hands()
    hands.over([np.ones(2), np.ones(2)], "reused")
    one, other = hands.over([np.ones(2), np.zeros(2)], "reused")
    assert one is not other
    assert (one.tolist(), other.tolist()) == ([1, 1], [0, 0])


@pytest.mark.parametrize(
    "spoil",
    [lambda array: array.setflags(write=False), lambda array: setattr(array, "shape", (3, 2))],
    ids=["read-only", "another shape"],
)
def test_an_array_that_was_spoiled_is_replaced(spoil: Callable[..., Any]) -> None:
    """Whoever had it may have done anything to it."""
    hands = Hands()
    (first,) = hands.over([np.ones((2, 3))], "reused")
    spoil(first)
    (second,) = hands.over([np.zeros((2, 3))], "reused")
    assert second is not first
    assert second.tolist() == [[0] * 3] * 2


def test_what_was_left_of_arguments_is_handed_over_again() -> None:
    """Changed or not."""
    hands = Hands()
    (given,) = hands.over([np.ones(2)], "reused")
    given *= 5
    (again,) = hands.over([np.ones(2)], "kept")
    assert again is given
    assert again.tolist() == [5, 5]


def test_nobody_writes_to_what_is_read_only() -> None:
    """Arrays alone; numbers cannot be changed."""
    array, number = Hands().over([np.ones(2), 3.0], "read-only")
    with pytest.raises(ValueError, match="read-only"):
        array[0] = 2
    assert number == 3.0
