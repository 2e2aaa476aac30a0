"""It returns far more than anybody asked for.

threat: resources
score: 0
verdict: failed
says: an array of 76 MB was returned
"""

import numpy as np


def squares(x):
    return np.zeros(10_000_000)


def squares_grad(x):
    return [1.0] * 1_000_000


def shares(z):
    return "x" * 5_000_000


def golden_ratio():
    return [np.zeros(1000)] * 20_000
