"""Question 3 with numpy: the quotient rule on vectors of partial derivatives."""

import numpy as np


def _forward(x, y):
    sx, sy = 0.5 + 0.5 * np.tanh([x / 2, y / 2])
    a = x * x + sy
    b = 3 * x + y - sx
    return a, b, np.array([2 * x, sy - sy**2]), np.array([3 - sx + sx**2, 1])


def f(x, y):
    """a / b."""
    a, b, _, _ = _forward(x, y)
    return np.divide(a, b)


def grad_f(x, y):
    """(a'b - ab') / b^2."""
    a, b, da, db = _forward(x, y)
    return (da * b - a * db) / b**2


def df_dx(x, y):
    """The first entry."""
    return grad_f(x, y)[0]


def df_dy(x, y):
    """The second entry."""
    return grad_f(x, y)[1]


def grad_f_at_1_0():
    """An array with two entries."""
    return grad_f(1, 0)
