"""It asks for more memory than it may have, in one piece and in many.

threat: resources
score: 0
verdict: out_of_memory
says: used more than 256 MB in `squares`
"""

import numpy as np


def squares(x):
    return np.ones(2**30).sum()


def squares_grad(x):
    hoard = []
    while True:
        hoard.append(bytearray(1 << 20))


def shares(z):
    return [0] * 10**10


def golden_ratio():
    text = "x"
    while True:
        text += text
