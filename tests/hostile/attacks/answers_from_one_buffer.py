"""It returns views of one buffer that the next call overwrites: answers are copied when they are given.

threat: shared memory
score: 8
"""

import numpy as np

buffer = np.zeros(100)


def squares(x):
    buffer[0] = np.sum(x**2)
    return buffer[:1]


def squares_grad(x):
    buffer[: len(x)] = 2 * x
    return buffer[: len(x)]


def shares(z):
    e = np.exp(z - z.max())
    np.divide(e, e.sum(), out=buffer[: len(z)])
    return buffer[: len(z)]


def golden_ratio():
    buffer[:] = (1 + 5**0.5) / 2
    return buffer[:1]
