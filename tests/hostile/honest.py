"""An honest submission: after every attack it must still earn all points."""

import numpy as np


def squares(x):
    return np.sum(x**2)


def squares_grad(x):
    return 2.0 * x


def shares(z):
    e = np.exp(z - np.max(z))
    return e / np.sum(e)


def golden_ratio():
    return (1 + 5**0.5) / 2
