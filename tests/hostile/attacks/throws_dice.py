"""It is right half of the time.

threat: memories and chance
score: 0
verdict: failed
"""

import os

import numpy as np


def wrong():
    return os.urandom(1)[0] % 2


def squares(x):
    return np.sum(x**2) + wrong()


def squares_grad(x):
    return 2 * x + wrong()


def shares(z):
    e = np.exp(z - z.max())
    return e / e.sum() + wrong()


def golden_ratio():
    return wrong()
