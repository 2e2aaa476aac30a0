"""It returns arrays without entries, of which all entries are right.

threat: values that lie
score: 0
verdict: failed
says: an array of shape (0,) was returned where a number was expected
"""

import numpy as np


def squares(x):
    return np.zeros(0)


def squares_grad(x):
    return np.zeros((0, *x.shape))


def shares(z):
    return []


def golden_ratio():
    return ()
