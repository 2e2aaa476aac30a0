"""It returns objects that promise an array, a number or items: a terabyte, themselves, without end, another each time.

threat: values that lie
score: 0
verdict: failed
says: an array of 7,629,395 MB was returned where numbers were expected
"""

import itertools

import numpy as np


class Lends:
    def __init__(self, gives):
        self.gives = gives
        self.asked = 0

    def __array__(self, *_, **__):
        self.asked += 1
        return self.gives(self)

    __float__ = __index__ = __complex__ = __iter__ = __array__

    def __len__(self):
        return -self.asked

    shape = (10**9, 10**9)


class Sparse:
    shape = (1, 10**15)

    def toarray(self):
        return np.broadcast_to(0.0, self.shape)


def itself(lent):
    array = np.empty((), dtype=object)
    array[()] = lent
    return array


def squares(x):
    return Lends(lambda _: np.broadcast_to(np.sum(x**2), (10**6, 10**6)))


def squares_grad(x):
    return (Lends(itself), Lends(lambda _: itertools.count()), Sparse(), itertools.repeat(2 * x))[len(x) % 4]


def shares(z):
    return Lends(lambda lent: np.full(lent.asked, 1 / lent.asked))


def golden_ratio():
    return [Lends(lambda _: exit()), itertools.cycle([Lends(itself)])]
