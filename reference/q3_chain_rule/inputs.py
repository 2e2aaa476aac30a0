"""The values that the arguments of question 3 take: never near the pole of f, where 3x + y = σ(x)."""

from typing import Annotated

import numpy as np

from grader import Mood, Pick, Where, Within, decimal

FAR = 50.0


def off_the_pole(x: float, y: float) -> bool:
    """Whether the denominator of f is well away from 0."""
    return bool(abs(3 * x + y - 1 / (1 + np.exp(-x))) > 0.31)


def far_off_the_pole(x: float, y: float) -> bool:
    """Whether the denominator of f is well away from 0, for x or y far from 0."""
    return abs(3 * x + y) > 5


def far(pick: Pick) -> np.ndarray:
    """A number from 50 to 2000 or its negative: there σ is 0 or 1, and a careless exp overflows.

    Of x and y one may stay near 0.
    """
    nearer = [value for value in pick.values.values() if abs(value) < FAR]
    if pick.mood in (Mood.TIES, Mood.LAYOUT) and not nearer and pick.choose(0, 1):
        return pick.array([decimal(pick.random(), -2, 2)])
    sign = pick.one_of((1, -1))
    match pick.mood:
        case Mood.PLAIN | Mood.ONES:
            return pick.array([sign * 100 * pick.choose(1, 10)])
        case Mood.EDGE | Mood.LARGE:
            return pick.array([sign * pick.one_of((2000, 1000))])
    return pick.array([sign * decimal(pick.random(), FAR, 2000)])


# Within ±8, every usual way to write σ is exact enough for float32.
X = Annotated[float, Within(-8, 8)]
Y = Annotated[float, Within(-8, 8), Where(off_the_pole)]
FarX = Annotated[float, far]
FarY = Annotated[float, far, Where(far_off_the_pole)]
