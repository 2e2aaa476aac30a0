"""It masks all entries, so that there is none left to compare.

threat: values that lie
score: 0
verdict: failed
says: an array with masked entries was returned
"""

import numpy as np


def squares(x):
    return np.ma.masked_all(())


def squares_grad(x):
    return np.ma.masked_all(x.shape)


def shares(z):
    return np.ma.array(np.ones(z.shape), mask=True)


def golden_ratio():
    return np.ma.masked
