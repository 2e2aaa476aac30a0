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


import numpy as np
from scipy.integrate import simpson as rule


def simpson(f, low, high, n=10):
    if n & 1:
        raise ValueError(n)
    x = np.linspace(low, high, n + 1)
    return rule([f(each) for each in x], x=x)


def polynomial(c, x):
    return np.polynomial.polynomial.polyval(x, c)


import numpy as np
from scipy.integrate import solve_ivp


def euler(f, y, h, end):
    t = np.append(np.arange(0, end, h), end)
    values = [y]
    for k in range(len(t) - 1):
        values.append(values[k] + (t[k + 1] - t[k]) * f(t[k], values[k]))
    return t, values


def adaptive(f, y, end, tol):
    found = solve_ivp(f, (0, end), [y], rtol=tol / 100, atol=tol / 100)
    return found.t, found.y[0]


import matplotlib.pyplot as plt
from scipy.stats import linregress
from numpy import log2


def order(h, errors):
    return linregress(log2(h), log2(errors)).slope


def convergence_plot(h, errors):
    plt.plot(h, errors)
    plt.xscale("log")
    plt.yscale("log")
    plt.title("How fast?")
    plt.xlabel("step")
    plt.ylabel("error")
