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


def newton(f, df, x, steps=3):
    if steps == 0:
        return x
    return newton(f, df, x - f(x) / float(df(x)), steps - 1)


class Interpolant:
    def __init__(self, x, y):
        if np.any(x[1:] <= x[:-1]):
            raise ValueError(x)
        self.x, self.y = np.array(x), np.array(y)

    def __call__(self, at):
        value = np.interp(at, self.x, self.y, left=np.nan, right=np.nan)
        if np.isnan(value):
            raise ValueError(at)
        return value

    def integral(self):
        return np.trapezoid(self.y, self.x)


class Clamped(Interpolant):
    def __call__(self, at):
        return super().__call__(np.clip(at, self.x[0], self.x[-1]))
