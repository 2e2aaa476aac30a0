"""It is right for the first five calls of each function, and wrong from then on.

threat: memories and chance
score: 1
verdict: failed
"""

import collections

import numpy as np

calls = collections.Counter()


def tired(name):
    calls[name] += 1
    return calls[name] > 5


def squares(x):
    return np.sum(x**2) + tired("squares")


def squares_grad(x):
    return 2 * x + tired("squares_grad")


def shares(z):
    e = np.exp(z - z.max())
    return e / e.sum() + tired("shares")


def golden_ratio():
    return (1 + 5**0.5) / 2 + tired("golden_ratio")
