"""Inputs of four axes are made small, though their entries are one choice while they are many."""

import numpy as np
import pytest
from jaxtyping import Float
from numpy import ndarray

from grader.examples.draw import Example, Plan, corpus
from grader.examples.short_axes import is_large, short_choices
from grader.examples.shrink import shrink
from grader.signatures.pick import Mood
from grader.signatures.signature import signature


def pool(x: Float[ndarray, "N C 2*H 2*W"]) -> Float[ndarray, "N C H W"]:  # type: ignore[empty-body]
    """The largest of each square."""


READ = signature(pool)


def wrong(example: Example) -> bool:
    """Whether the mean of each square is another than the largest."""
    n, c, h, w = example.args["x"].shape
    squares = example.args["x"].reshape(n, c, h // 2, 2, w // 2, 2)
    return not np.allclose(squares.max(axis=(3, 5)), squares.mean(axis=(3, 5)))


@pytest.mark.parametrize("seed", range(5))
def test_a_large_image_shrinks_to_a_square_of_zeros_and_a_one(seed: int) -> None:
    """From whatever example of the simplest mood; the same each time."""
    large = [each for each in corpus(READ, Plan(60, seed, moods=(Mood.PLAIN,))) if is_large(each.values)]
    for each in large[:3]:
        smallest = shrink(READ, {}, each, wrong)
        assert smallest.args["x"].shape == (1, 1, 2, 2)
        assert sorted(np.abs(smallest.args["x"]).ravel()) == [0, 0, 0, 1]
        assert shrink(READ, {}, each, wrong).choices == smallest.choices


def test_axes_stay_as_long_as_the_rubric_has_them() -> None:
    """A length of three is the shortest where that is asked for, and no draw is shorter."""
    sizes = {"N": (3, 4), "H": (2, 2)}
    (each, *_) = corpus(READ, Plan(1, sizes=sizes, moods=(Mood.PLAIN,)))
    assert shrink(READ, sizes, each, wrong).args["x"].shape == (3, 1, 4, 2)


def test_small_inputs_are_left_to_hypothesis() -> None:
    """Nothing more is asked for these."""
    assert not is_large([np.zeros(40), 3.0, "text"])
    assert is_large([np.zeros((4, 11))])
    assert len(list(short_choices(READ, {}, Mood.PLAIN))) == 24
