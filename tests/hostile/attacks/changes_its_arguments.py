"""It is right but works in its argument, which may be somebody else's: its points are lost, and only its own.

threat: shared memory
score: 7
verdict: failed
says: changes its argument `x`
"""

import numpy as np


def squares(x):
    return np.sum(x**2)


def squares_grad(x):
    x *= 2
    return x


def shares(z):
    e = np.exp(z - z.max())
    return e / e.sum()


def golden_ratio():
    return (1 + 5**0.5) / 2
