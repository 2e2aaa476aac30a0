import cmath

import matplotlib.pyplot as plt
import numpy as np


def bisect(f, low, high, tol=1e-10):
    at_low = f(low)
    if at_low == 0:
        return low
    if at_low * f(high) > 0:
        raise ValueError("no change of sign")
    while high - low > tol:
        middle = (low + high) / 2
        if at_low * f(middle) > 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def newton_step(c, z):
    powers = z ** np.arange(len(c))
    value = c @ powers
    slope = (np.arange(1, len(c)) * c[1:]) @ powers[:-1]
    if slope == 0:
        raise ZeroDivisionError("flat")
    return z - value / slope


def quadratic(a, b, c):
    root = cmath.sqrt(b**2 - 4 * a * c)
    return (-b - root) / (2 * a), (-b + root) / (2 * a)


def simpson(f, low, high, n=10):
    if n % 2 != 0:
        raise ValueError("n has to be even")
    h = (high - low) / n
    x = low + h * np.arange(n + 1)
    weights = np.ones(n + 1)
    weights[1:-1:2] = 4
    weights[2:-1:2] = 2
    return h / 3 * sum(w * f(each) for w, each in zip(weights, x))


def polynomial(c, x):
    value = 0
    for each in reversed(c):
        value = x * value + each
    return value


def euler(f, y0, h, end):
    t, y = 0.0, y0
    times, values = [t], [y]
    while t < end:
        step = h
        y = y + step * f(t, y)
        t = t + step
        times.append(t)
        values.append(y)
    return times, values


def adaptive(f, y0, end, tol):
    """As many steps of Runge and Kutta as it takes: twice as many until nothing changes any more."""
    n, before = 4, None
    while True:
        t, h = np.linspace(0, end, n + 1), end / n
        y = [y0]
        for each in t[:-1]:
            a = f(each, y[-1])
            b = f(each + h / 2, y[-1] + h / 2 * a)
            c = f(each + h / 2, y[-1] + h / 2 * b)
            d = f(each + h, y[-1] + h * c)
            y.append(y[-1] + h / 6 * (a + 2 * b + 2 * c + d))
        if before is not None and abs(y[-1] - before) < tol:
            return t, np.array(y)
        n, before = 2 * n, y[-1]


def order(h, errors):
    slope, _ = np.polyfit(np.log(h), np.log(errors), 1)
    return slope


def convergence_plot(h, errors):
    plt.loglog(h, errors, "o-")
    plt.title("Convergence")
    plt.xlabel("h")
    plt.ylabel("error")


def newton(f, df, x, steps=3):
    for _ in range(steps):
        slope = df(x)
        if slope == 0:
            raise ZeroDivisionError("flat")
        x -= f(x) / slope
    return x


class Interpolant:
    def __init__(self, x, y):
        if not all(a < b for a, b in zip(x, x[1:])):
            raise ValueError("x has to rise")
        self.points = list(zip(x, y))

    def __call__(self, at):
        for (a, left), (b, right) in zip(self.points, self.points[1:]):
            if a <= at <= b:
                return left + (right - left) * (at - a) / (b - a)
        raise ValueError("beyond the points")

    def integral(self):
        return sum((b - a) * (left + right) / 2 for (a, left), (b, right) in zip(self.points, self.points[1:]))


class Clamped(Interpolant):
    def __call__(self, at):
        (first, left), *_, (last, right) = self.points
        return left if at < first else right if at > last else super().__call__(at)
