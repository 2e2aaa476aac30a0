"""It returns lists nested a hundred thousand deep, a list that contains itself, and one that grows while it is read.

threat: resources
score: 0
verdict: failed
says: `squares`
"""

import sys

sys.setrecursionlimit(10**6)


class Growing(list):
    def __iter__(self):
        number = 0
        while True:
            yield number
            number += 1


def squares(x):
    deep = []
    for _ in range(100_000):
        deep = [deep]
    return deep


def squares_grad(x):
    itself = []
    itself.append(itself)
    return itself


def shares(z):
    return Growing([1.0])


def golden_ratio():
    wide = [0.0] * 10
    for _ in range(12):
        wide = [wide] * 10
    return wide
