"""It returns one column where a row is expected, hoping that the two are stretched to fit.

threat: values that lie
score: 0
verdict: failed
says: was returned where an array of shape
"""

import numpy as np


def squares(x):
    return np.stack([x * x] * 3)


def squares_grad(x):
    return np.stack([2 * x, 2 * x])


def shares(z):
    e = np.exp(z - z.max())
    return np.stack([e / e.sum()] * 2, axis=-1)


def golden_ratio():
    return np.full(3, (1 + 5**0.5) / 2)
