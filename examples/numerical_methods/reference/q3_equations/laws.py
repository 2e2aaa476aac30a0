"""What is true of any right path: no two programs choose the same steps."""

from typing import Annotated

import numpy as np

from grader import Within, agree

from .inputs import Decay, Growth, Start

Tolerance = Annotated[float, Within(1e-8, 1e-4)]
End = Annotated[float, Within(0.5, 2)]


def it_goes_from_the_beginning_to_the_end(adaptive, f: Growth, y: Start, end: End, tol: Tolerance) -> None:
    """The first time is 0, the last is end, and each is later than the one before."""
    times, values = adaptive(f, y, end, tol)
    agree(times[[0, -1]], np.array([0, end]))
    agree(values[0], y)
    assert (np.diff(times) > 0).all(), "the times do not rise"


def it_ends_as_near_as_was_asked_for(adaptive, f: Growth, y: Start, end: End, tol: Tolerance) -> None:
    """The last value of y′ = (a + b t) y is not further than 10 tol from y exp(a t + b t² / 2)."""
    a, b = f(0.0, 1.0), f(1.0, 1.0) - f(0.0, 1.0)
    _, values = adaptive(f, y, end, tol)
    assert abs(values[-1] - y * np.exp(a * end + b * end**2 / 2)) <= 10 * tol


def more_digits_take_more_steps(adaptive, f: Decay, y: Start) -> None:
    """With a tolerance of 1e-10 there are more steps than with one of 1e-2, but not ten thousand."""
    few, many = (adaptive(f, y, 2.0, tol)[0] for tol in (1e-2, 1e-10))
    assert len(few) < len(many) < 10_000
