"""It returns an object whose array interface points into memory that is not there.

threat: values that lie
score: 0
verdict: died
says: the process was ended by SIGSEGV in `squares_grad`
"""

import numpy as np


class Bogus:
    __class__ = np.float64  # so that it is asked for its array

    @property
    def __array_interface__(self):
        return {"shape": (4,), "typestr": "<f8", "data": (8, True), "version": 3}


def squares(x):
    return Bogus()


def squares_grad(x):
    return np.asarray(Bogus()).sum()


def shares(z):
    return Bogus()


def golden_ratio():
    return Bogus()
