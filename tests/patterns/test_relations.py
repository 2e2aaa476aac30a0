"""How an answer of numbers or truths is wrong: in its own words, and only where something was done to it."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

import numpy as np
import pytest
from jaxtyping import Float, UInt8
from numpy import ndarray

from grader.patterns.changes import FIXED
from grader.patterns.found import found
from grader.patterns.regions import TruthTable
from grader.patterns.tried import Tried
from grader.signatures.signature import signature
from grader.values.exceptions import Due

NOTHING = TruthTable([], np.zeros((0, 0), dtype=bool))
RANDOM = np.random.default_rng(0)


def of_image(image: UInt8[ndarray, "n"]) -> None: ...
def of_matrix(X: Float[ndarray, "n d"]) -> None: ...


def said(
    asked: Any, right: Callable[..., Any], wrong: Callable[..., Any], inputs: Sequence[Any]
) -> list[str]:
    """How it is said to be wrong where it is, the most telling first."""
    (name,) = signature(asked).parameters
    pairs = [(each, wrong(each), right(each)) for each in inputs]
    cases = [Tried({name: each}, failed=True, got=got, right=due) for each, got, due in pairs]
    cases = [each for each in cases if not np.array_equal(each.got, each.right)]
    return [each.words for each in found(signature(asked), cases, lambda: NOTHING).relations]


IMAGES = [RANDOM.integers(0, 160, 12, dtype=np.uint8) for _ in range(20)]
MATRICES = [RANDOM.normal(size=(2 + n % 3, 2)) for n in range(20)]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda x: np.ones(len(x), bool), "True everywhere"),
        (lambda x: np.zeros(len(x), bool), "False everywhere"),
        (lambda x: x <= 100, "the opposite of the right one"),
        (lambda x: [*(x <= 100)], "the opposite of the right one"),
        (lambda x: x >= 80, "every entry of {0} that is wrong is True"),
        (
            lambda x: x > 140,
            "only entries of {0} where `image` is above 100 are wrong: they are False",
        ),
    ],
)
def test_true_and_false_are_no_numbers(wrong: Callable[..., Any], words: str) -> None:
    """Neither 1 nor positive."""
    assert said(of_image, lambda x: x > 100, wrong, IMAGES)[0] == words


def test_a_factor_may_be_of_all_but_one() -> None:
    """As where a variance is divided by n."""

    def covariance(X: np.ndarray, ddof: int) -> np.ndarray:
        return np.atleast_2d(np.cov(X.T, ddof=ddof))

    words = "the right one times (n − 1)/n, for the n rows of `X`"
    assert said(of_matrix, lambda X: covariance(X, 1), lambda X: covariance(X, 0), MATRICES)[0] == words


def test_of_whole_numbers_that_differ_in_their_last_digits_nothing_is_made_up() -> None:
    """They are near what nothing was done to, as the right one without its sign."""

    def whole(n: int) -> int:
        return n + 10**9

    words = said(of_matrix, whole, lambda n: whole(n) + 1, range(20))
    assert words[0].startswith("{0} is near the right one, and off by no more than a ten-thousandth")


@pytest.mark.parametrize("raw", [lambda n: [n + 1e-13], lambda n: [str(n)]])
def test_of_right_values_of_another_type_nothing_is_made_up(raw: Callable[[int], Any]) -> None:
    """Right ones that are not negative have no sign to lose."""
    cases = [Tried({"low": n}, failed=True, right=np.array([n]), raw=raw(n)) for n in range(20)]
    assert not found(signature(of_image), cases, lambda: NOTHING).relations


def test_one_offset_is_told_before_a_neighbouring_question() -> None:
    """Though that has the same answer."""
    words = "what would be right if `low` were larger by 1"
    cases = [
        Tried({"low": n}, failed=True, got=n + 1, right=n, others=partial(dict, {words: partial(int, n + 1)}))
        for n in range(12)
    ]
    first, second, *_ = found(signature(of_image), cases, lambda: NOTHING).relations
    assert first.words == "the right one, but larger by 1"
    assert second.words == words


def test_where_an_exception_is_due_none_lacks_no_return() -> None:
    """What should raise returns None where it does not."""
    cases = [Tried({}, failed=True, right=Due("OverflowError")) for _ in range(20)]
    assert found(signature(of_image), cases, lambda: NOTHING).relations == []


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda x: x[::-1], "the right one with its rows in reverse order"),
        (lambda x: x[:, ::-1], "the right one with each row in reverse order"),
    ],
)
def test_rows_in_reverse_order_are_not_reversed_rows(wrong: Callable[..., Any], words: str) -> None:
    """One is said of the matrix, the other of its rows."""
    assert said(of_matrix, lambda x: x, wrong, MATRICES)[0] == words


def test_no_change_of_an_empty_answer_warns() -> None:
    """Where nothing can be made of it, that is a ValueError, and no line on a terminal."""
    for _, change in FIXED:
        with suppress(ValueError, IndexError), np.errstate(all="ignore"):
            change(np.zeros(0))
