"""It returns lists and arrays that are each allowed, and together more than the grader can keep.

threat: resources
score: 0
verdict: out_of_memory
says: returned more than 64 MB in all in `squares`
"""

import numpy as np

large = np.ones(4_000_000)


def squares(x):
    return large


def squares_grad(x):
    return [1.0] * 999


def shares(z):
    return [None] * 999
