"""Maps and joint distributions: points that coincide, lie 500 apart or all near 100; pairs without weight."""

from typing import Annotated

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from grader import Mood, Pick, Reals, Within, joint_probabilities

FAR = 500.0
SHIFT = 100.0


def around_zero(pick: Pick) -> ndarray:
    """Points of which no two are so far apart that exp(−‖y_i − y_j‖²) underflows, not even in float32."""
    return np.clip(Reals(smallest=1e-5, largest=1.0)(pick), -2, 2)


def points(pick: Pick) -> ndarray:
    """Points around 0; two coincide, the last of three or more is 500 away, or all are shifted by 100."""
    Y = around_zero(pick)
    n = pick.shape[0]
    if pick.mood is Mood.TIES:
        Y[pick.choose(1, n - 1)] = Y[0]
    if pick.mood is Mood.EDGE and n > 2:
        Y[-1, 0] += FAR
    if pick.mood is Mood.LARGE:
        Y += SHIFT
    return Y


def similarities(pick: Pick) -> ndarray:
    """Return a P whose divergence from the affinities of ``points`` is finite: 0 for a point far away."""
    P = joint_probabilities(pick)
    if pick.mood is Mood.EDGE and pick.shape[0] > 2:
        P[-1, :] = P[:, -1] = 0
        if not P.any():
            P[0, 1] = P[1, 0] = 1
    return P / P.sum()


def model(pick: Pick) -> ndarray:
    """Return a Q that is positive wherever P is; at times 0 where P is 0, at times very small."""
    P, random = pick.values["P"], pick.random()
    Q = np.zeros(pick.shape)
    for i, j in zip(*np.tril_indices(len(P), -1), strict=True):
        if P[i, j] == 0 and pick.mood in (Mood.TIES, Mood.EDGE):
            continue
        small = pick.mood in (Mood.EDGE, Mood.LARGE) and random.random() < 0.4
        Q[i, j] = Q[j, i] = 10.0 ** -random.randint(12, 30) if small else random.randint(1, 9)
    return Q / Q.sum()


NearbyPoints = Annotated[Float[ndarray, "n m"], around_zero]
Points = Annotated[Float[ndarray, "n m"], points]
Joint = Annotated[Float[ndarray, "n n"], joint_probabilities]
Similarities = Annotated[Float[ndarray, "n n"], similarities]
Model = Annotated[Float[ndarray, "n n"], model]
Side = Annotated[float, Within(0.25, 2)]
Affinities = Float[ndarray, "n n"]
Gradient = Float[ndarray, "n m"]
