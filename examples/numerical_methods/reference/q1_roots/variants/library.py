import numpy as np
from scipy.optimize import brentq


def bisect(f, low, high, tol=1e-10):
    return brentq(f, low, high, xtol=tol / 2)


def newton_step(c, z):
    p = np.polynomial.Polynomial(c)
    slope = p.deriv()(z)
    if not slope:
        raise ZeroDivisionError
    return z - p(z) / slope


def quadratic(a, b, c):
    return np.roots([a, b, c])
