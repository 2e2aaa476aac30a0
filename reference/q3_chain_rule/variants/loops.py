"""Question 3 with the math module, part by part."""

import math


def sigma(z):
    """exp only of what is not positive."""
    if z < 0:
        e = math.exp(z)
        return e / (1 + e)
    return 1 / (1 + math.exp(-z))


def parts(x, y):
    """Numerator and denominator."""
    return x**2 + sigma(y), 3 * x + y - sigma(x)


def f(x, y):
    """a over b."""
    a, b = parts(x, y)
    return a / b


def df_dx(x, y):
    """Two terms, as in the lecture."""
    a, b = parts(x, y)
    return 2 * x / b - a / b**2 * (3 - sigma(x) * (1 - sigma(x)))


def df_dy(x, y):
    """Two terms, as in the lecture."""
    a, b = parts(x, y)
    return sigma(y) * (1 - sigma(y)) / b - a / b**2


def grad_f_at_1_0():
    """Three digits."""
    return 0.0646, -0.181
