"""It returns arrays without entries, and so with as many rows as it likes.

threat: exhaustion
score: 0
"""

import numpy as np


def squares(x):
    return np.empty((10**7, 0))


def squares_grad(x):
    return [np.empty((2**20, 4, 0), np.int8)] * 5000


def shares(z):
    return np.empty((2**40, 0, 2**40))


def golden_ratio():
    return np.empty((0, 10**7))
