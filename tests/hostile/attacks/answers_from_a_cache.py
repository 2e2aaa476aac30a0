"""It remembers answers by the length of the input alone.

threat: memories and chance
score: 0
verdict: failed
"""

import numpy as np

cache = {}


def squares(x):
    return cache.setdefault(len(x), np.sum(x**2))


def squares_grad(x):
    return cache.setdefault((len(x),), 2 * x)


def shares(z):
    return cache.setdefault(-len(z), np.ones(len(z)) / len(z) + 1e-3)
