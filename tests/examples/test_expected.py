"""What the reference says of an example: the right answer, and its noise."""

import numpy as np
from numpy import ndarray

from grader.examples.expected import expected


def test_the_reference_works_on_copies() -> None:
    """A reference that changes its arguments does not change the examples."""
    x = np.array([1.0, 2.0])

    def doubled(x: ndarray) -> ndarray:
        x *= 2
        return x

    assert expected(doubled, (x,)).answer.tolist() == [2.0, 4.0]
    assert x.tolist() == [1.0, 2.0]


def test_the_reference_sees_the_layout() -> None:
    """The copies are stored as the example is."""
    seen = set()
    expected(lambda W: seen.add(W.flags.c_contiguous) or 0.0, (np.asfortranarray(np.eye(2) + 1),))
    assert False in seen


def test_noise_is_small_where_nothing_cancels() -> None:
    """A plain sum of like terms is exact to many more digits than the tolerance asks for."""
    found = expected(lambda x: float(x.sum()), (np.array([1.0, 2.0, 3.0]),))
    assert found.answer == 6.0
    assert 0 < found.noise < 1e-12


def test_noise_is_the_size_of_what_cancels() -> None:
    """Where terms of 1e8 cancel, rounding of 1e-8 is allowed, and nothing like the terms themselves."""
    found = expected(lambda x: float(x[0] - x[1]), (np.array([1e8, 1e8]),))
    assert found.answer == 0.0
    assert 1e-6 < found.noise < 1e-4


def test_noise_is_told_item_by_item() -> None:
    """A result of large terms does not loosen the result beside it."""
    found = expected(lambda x: (x * 1e6, x), (np.array([1.0, 2.0]),))
    large, small = found.noise
    assert large > 1e-8
    assert small < 1e-12


def test_noise_is_zero_where_no_input_is_real() -> None:
    """Whole numbers have no rounding."""
    assert expected(lambda n: float(n), (3,)).noise == 0.0
    assert expected(lambda n: n.sum(), (np.arange(3),)).noise == 0.0


def test_a_reference_that_cannot_answer_beside_the_example_has_answered() -> None:
    """Inputs at the end of a domain may not be moved; then there is just less to learn about rounding."""

    def root(x: float) -> float:
        if x > 1:
            raise ValueError
        return x

    assert expected(root, (1.0,)).answer == 1.0


def test_a_jump_beside_the_example_is_no_noise() -> None:
    """Where the reference is infinite next door, the noise stays finite."""
    found = expected(lambda x: np.inf if x > 1 else x, (1.0,))
    assert found.answer == 1.0
    assert np.isfinite(found.noise)


def test_what_the_reference_warns_of_reaches_nobody() -> None:
    """The mean of nothing is nan, and says so on no terminal; nor is it an exception."""
    assert np.isnan(expected(lambda x: np.mean(x[:0]) + 0.0 / x[0], (np.zeros(2),)).answer)
