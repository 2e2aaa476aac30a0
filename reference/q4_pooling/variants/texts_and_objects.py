"""Right: names in a set, numbers in arrays of objects."""

from fractions import Fraction

import numpy as np

power = np.frompyfunc(lambda value, p: value**p, 2, 1)


def pooling_modules():
    return {"nn.MaxPool2d", "nn.AvgPool2d", "nn.LPPool2d", "nn.AdaptiveMaxPool2d"}


def windows(x, size):
    rows = np.split(x, x.shape[0] // size)
    return [np.split(row, x.shape[1] // size, axis=1) for row in rows]


def avg_pool2d(x, size):
    exact = [[sum(map(Fraction, window.ravel())) / size**2 for window in row] for row in windows(x, size)]
    return np.array(exact)


def lp_pool2d(x, size, p):
    sums = [[power(window, p).sum() for window in row] for row in windows(x, size)]
    return power(np.array(sums, dtype=object), 1 / p)
