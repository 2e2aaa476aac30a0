"""It returns lists and arrays that are each allowed, and together more than the grader can keep.

threat: resources
score: 0
verdict: out_of_memory
says: returned more than 64 MB in all in `squares`
"""

import numpy as np

large = np.ones(1_000_000)
long = [1.0] * 99_999


def squares(x):
    return long


def squares_grad(x):
    return large


def shares(z):
    return [None] * 99_999
