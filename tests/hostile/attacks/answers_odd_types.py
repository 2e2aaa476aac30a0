"""It returns the right real parts with huge imaginary ones, structured arrays, text and bytes.

threat: values that lie
score: 0
verdict: failed
says: complex numbers were returned where real ones were expected
"""

import numpy as np


def squares(x):
    return np.sum(x * x) + 1e6j


def squares_grad(x):
    return np.array([(each,) for each in 2 * x], dtype=[("value", "f8")])


def shares(z):
    return np.array([b"0.5"] * len(z))


def golden_ratio():
    return "1.618033988749895"
