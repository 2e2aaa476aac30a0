"""It returns nothing, a generator of nothing, a dictionary that looks like an array on the wire, and a module.

threat: values that lie
score: 0
verdict: failed
says: None was returned where numbers were expected
"""

import numpy as np


def squares(x):
    return None


def squares_grad(x):
    return (None for each in x)


def shares(z):
    return {"type": "array", "dtype": "float64", "shape": [1], "layout": "C", "data": b"\0" * 8, "$d": 1}


def golden_ratio():
    return np
