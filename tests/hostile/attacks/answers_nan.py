"""It answers NaN, which is neither more nor less than what it is compared with.

threat: values that lie
score: 0
verdict: failed
says: nan
"""

import numpy as np


def squares(x):
    return np.nan


def squares_grad(x):
    return np.full(x.shape, np.nan)


def shares(z):
    return np.full(z.shape, np.nan)


def golden_ratio():
    return float("nan")
