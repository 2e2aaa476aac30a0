"""It returns at once, and what it returns never says which numbers it holds.

threat: time
score: 0
verdict: timed_out
says: did not finish within 1 s in `squares`
"""

import time

import numpy as np


class Later:
    def __array__(self, *_, **__):
        while True:
            time.sleep(1)


def endless():
    while True:
        time.sleep(1)
        if not time:
            yield 1.0


def squares(x):
    return Later()


def squares_grad(x):
    return endless()


def shares(z):
    return np.array([Later()] * len(z), dtype=object)


def golden_ratio():
    return map(lambda _: next(endless()), [0])
