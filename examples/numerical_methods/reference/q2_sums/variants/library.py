import numpy as np
from scipy.integrate import simpson as rule


def simpson(f, low, high, n=10):
    if n & 1:
        raise ValueError(n)
    x = np.linspace(low, high, n + 1)
    return rule([f(each) for each in x], x=x)


def polynomial(c, x):
    return np.polynomial.polynomial.polyval(x, c)
