"""It returns objects and bytes that run a program for whoever unpickles them.

threat: the protocol
score: 0
verdict: failed
says: a Pickled was returned
"""

import os
import pickle

import numpy as np


class Pickled:
    def __reduce__(self):
        return os.system, ("touch /tmp/hostile-pickle",)


def squares(x):
    return Pickled()


def squares_grad(x):
    return pickle.dumps(Pickled())


def shares(z):
    return np.array([Pickled()] * len(z), dtype=object)


def golden_ratio():
    return [pickle.dumps(Pickled()), Pickled()]
