"""Differential equations y′ = f(t, y), and how far and how fast they are followed."""

from collections.abc import Callable
from typing import Annotated

from grader import Formulas, Within

Equation = Annotated[
    Callable[[float, float], float],
    Formulas(
        "lambda t, y: -a * y",
        "lambda t, y: t - a * y",
        "lambda t, y: np.cos(t) + a",
        a=Within(0.5, 2),
        at_most=40,
    ),
]
Growth = Annotated[
    Callable[[float, float], float],
    Formulas("lambda t, y: (a + b * t) * y", a=Within(-1, 1), b=Within(-1, 1), at_most=20_000),
]
Decay = Annotated[Callable[[float, float], float], Formulas("lambda t, y: -a * y", a=Within(1, 2))]
Start = Annotated[float, Within(0.5, 2)]


def step(pick):
    """A half, a quarter or an eighth: sums of these are exact."""
    return pick.one_of([0.5, 0.25, 0.125])


def end(pick):
    """Up to eight steps, and often a part of one more."""
    h = pick.values["h"]
    return h * (pick.choose(1, 8) + pick.one_of([0, 0.25, 0.5]))
