"""It returns a view that pretends to be a terabyte, and whole numbers of a million digits.

threat: values that lie
score: 0
verdict: failed
says: an array of 7,629,395 MB was returned
"""

import numpy as np


def squares(x):
    return np.broadcast_to(0.0, (10**6, 10**6))


def squares_grad(x):
    return 10**1_000_000


def shares(z):
    return [1 << 10_000_000] * len(z)


def golden_ratio():
    return np.lib.stride_tricks.as_strided(np.zeros(1), (2**40,), (0,))
