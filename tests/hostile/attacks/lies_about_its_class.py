"""It returns objects that say they are floats, lists and arrays, and another array each time they are asked.

threat: values that lie
score: 0
verdict: failed
"""

import numpy as np


def posing_as(kind):
    class Poser:
        @property
        def __class__(self):
            return kind

        asked = 0

        def __array__(self, *_, **__):
            Poser.asked += 1
            return np.full(Poser.asked, float(Poser.asked))

        def __len__(self):
            Poser.asked += 1
            return Poser.asked

        def __iter__(self):
            return iter([self])

        def __float__(self):
            return 3.0

    return Poser()


def squares(x):
    return posing_as(float)


def squares_grad(x):
    return posing_as(np.float64)


def shares(z):
    return posing_as(list)


def golden_ratio():
    return posing_as(np.ndarray)
