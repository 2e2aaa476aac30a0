"""Question 3, unusual but right: derivatives of logarithms, harmless overflow, arrays with one entry."""

import numpy as np


def sigma(z):
    """exp may overflow to inf (with a warning), and 1 / inf is 0 as it should be."""
    return 1 / (1 + np.exp(-np.atleast_1d(z)))


def f(x, y):
    """An array with one entry."""
    return (x**2 + sigma(y)) / (3 * x + y - sigma(x))


def df_dx(x, y):
    """(log |f|)' = a'/a - b'/b, times f; f is never 0 in floating point unless a is."""

    def slope(z):
        return sigma(z) * sigma(-z)

    a, b = x**2 + sigma(y), 3 * x + y - sigma(x)
    if a == 0:
        return 0.0
    return [a / b * (2 * x / a - (3 - slope(x)) / b)]


def df_dy(x, y):
    """The complex step: no cancellation, no calculus."""
    h = 1e-200

    def tilted_sigma(z):
        s = float(sigma(z.real)[0])
        return complex(s, s * float(sigma(-z.real)[0]) * z.imag)

    z = complex(y, h)
    return np.float64(((x**2 + tilted_sigma(z)) / (3 * x + z - float(sigma(x)[0]))).imag / h)


def grad_f_at_1_0():
    """From the functions above."""
    return [df_dx(1.0, 0.0), df_dy(1.0, 0.0)]
