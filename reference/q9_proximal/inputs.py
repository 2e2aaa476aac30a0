"""Signals with entries exactly 0, t and −t; subgradients and what is almost one; matrices from 0.05 to 8."""

from typing import Annotated

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from grader import Mood, Pick, Reals, Where, Within, reals

LARGEST_THRESHOLD = 100.0
INSIDE, OUTSIDE = 5e-10, 5e-8  # how far past ±1 an entry of g is still right, and is wrong


def signal(pick: Pick) -> ndarray:
    """Any real entries; at the edge, 0 and multiples of the largest threshold."""
    if pick.mood is Mood.EDGE:
        kinks = [LARGEST_THRESHOLD * factor for factor in (1, -1, 0, 0.5, -0.5, -2, 3)]
        return pick.array([pick.one_of(kinks) for _ in range(pick.count)])
    return reals(pick)


def threshold(pick: Pick) -> float:
    """Return a t > 0, in most moods the size of an entry of x, so that |x_i| = t occurs."""
    sizes = [abs(float(x)) for x in pick.values["x"].ravel() if 0 < abs(x) <= LARGEST_THRESHOLD]
    if pick.mood is Mood.EDGE:
        return LARGEST_THRESHOLD
    if sizes and pick.mood in (Mood.PLAIN, Mood.TIES, Mood.MIXED):
        return pick.one_of(sizes)
    scale = {Mood.TINY: 1e-5, Mood.LARGE: LARGEST_THRESHOLD}.get(pick.mood, 1.5)
    return scale * pick.choose(1, 20) / 20


def blur(pick: Pick) -> ndarray:
    """A matrix other than 0, on scales from 0.05 to 8."""
    A = Reals(smallest=0.05, largest=8)(pick)
    if pick.mood is Mood.EDGE:
        A = 5 * A  # whole numbers up to 15
    if not A.any():
        A.flat[0] = 1
    return A


CALM = (Mood.PLAIN, Mood.ONES, Mood.TIES, Mood.EDGE)


def point(pick: Pick) -> ndarray:
    """Any real entries; at times all are 0, where everything may be at rest."""
    if pick.mood in CALM and pick.choose(0, 2) == 2:
        return np.zeros(pick.shape)
    return reals(pick)


def observed(pick: Pick) -> ndarray:
    """Any real entries; 0 if the point is, so that the gradient is 0 too."""
    return np.zeros(pick.shape) if _at_rest(pick) else reals(pick)


def penalty(pick: Pick) -> float:
    """Return a penalty from 0 to 1e4; often none where all else is 0: then 0/0 lies in wait."""
    return 0.0 if _at_rest(pick) and pick.choose(0, 1) else float(Within(0, 1e4)(pick))


def _at_rest(pick: Pick) -> bool:
    return "x" in pick.values and pick.mood in CALM and not pick.values["x"].any()


def moves(x: ndarray, A: ndarray, b: ndarray, lam: float, step: float) -> bool:
    """Whether a proximal step changes x enough to be seen in float32: G is that change over the step."""
    v = x - step * A.T @ (A @ x - b)
    change = x - v + np.clip(v, -step * lam, step * lam)
    return bool(np.abs(change).max() >= 1e-3 * np.abs(x).max())


def with_zeros(pick: Pick) -> ndarray:
    """Entries of which some are exactly 0, some small, and none is closer to 0 than 1e-6."""
    u = reals(pick)
    if pick.mood is not Mood.PLAIN:
        u = u * pick.array([pick.one_of((1.0, 1.0, 0.0, 1e-4)) for _ in range(pick.count)])
    return np.where(np.abs(u) < 1e-6, 0.0, u)


def subgradient_or_not(pick: Pick) -> ndarray:
    """A subgradient of ‖u‖₁, ends of [−1, 1] and rounding included; every other time one entry is wrong."""
    u = pick.values["u"]
    g = np.sign(u)
    for zero in np.flatnonzero(u == 0):
        g[zero] = pick.one_of((0.0, 1.0, -1.0, 0.5, -0.75))
    g = g + pick.one_of((0.0, INSIDE, -INSIDE)) * np.sign(g)
    if pick.choose(0, 1):
        i = pick.choose(0, len(g) - 1)
        end = float(np.sign(g[i])) or 1.0
        wrong = [end * 1.5, end * 2, end * (1 + OUTSIDE), end * (1 + 1e-6)]
        if u[i] != 0:
            wrong += [0.0, -end, end / 2, end * (1 - OUTSIDE), end * (1 - 1e-6)]
        g[i] = pick.one_of(wrong)
    return g


def exact(pick: Pick) -> ndarray:
    """Zeros and a few numbers whose sums and products are exact."""
    return pick.array([pick.one_of((0.0, 1.0, -1.0, 0.0, 0.5, -2.0)) for _ in range(pick.count)])


def often_on_the_face(pick: Pick) -> ndarray:
    """Multiples of ½: the sign of u or, where u is 0, within ±1; every other time one entry may be any."""
    g = pick.array([sign or pick.choose(-2, 2) / 2 for sign in np.sign(pick.values["u"])])
    if pick.choose(0, 1):
        g[pick.choose(0, len(g) - 1)] = pick.one_of((0.0, 1.0, -1.0, 1.5, -2.0))
    return g


Signal = Annotated[Float[ndarray, "d"], signal]
Threshold = Annotated[float, threshold]
Point = Annotated[Float[ndarray, "d"], point]
Blur = Annotated[Float[ndarray, "m d"], blur]
Observed = Annotated[Float[ndarray, "m"], observed]
Penalty = Annotated[float, penalty]
Step = Annotated[float, Within(0.01, 2)]
MovingStep = Annotated[float, Within(0.01, 2), Where(moves)]
Iterations = Annotated[int, Within(0, 5)]
WithZeros = Annotated[Float[ndarray, "d"], with_zeros]
SubgradientOrNot = Annotated[Float[ndarray, "d"], subgradient_or_not]
Share = Annotated[float, Within(0, 0.9)]
Square = Float[ndarray, "d d"]
Exact = Annotated[Float[ndarray, "d"], exact]
OftenOnTheFace = Annotated[Float[ndarray, "d"], often_on_the_face]
