"""What is true of any right sum."""

from collections.abc import Callable
from typing import Annotated

from grader import Formulas, Within, agree

Cubic = Annotated[
    Callable[[float], float],
    Formulas("lambda x: a * x**3 + b * x**2 + 1", a=Within(-2, 2), b=Within(-2, 2)),
]


def cubics_are_exact(
    simpson, f: Cubic, high: Annotated[float, Within(1, 3)], half: Annotated[int, Within(1, 9)]
) -> None:
    """For a cubic all numbers of intervals give the same: its integral."""
    right = high * (f(0.0) + 4 * f(high / 2) + f(high)) / 6
    agree(
        simpson(f, 0.0, high, 2 * half), right, scale=high * (abs(f(0.0)) + abs(f(high / 2)) + abs(f(high)))
    )
