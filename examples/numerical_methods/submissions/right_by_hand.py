class NoBracket(ValueError):
    pass


def bisect(f, low, high, tol=1e-10):
    ends = {low: f(low), high: f(high)}
    for x, y in ends.items():
        if y == 0:
            return x
    if ends[low] < 0 < ends[high]:
        below, above = low, high
    elif ends[high] < 0 < ends[low]:
        below, above = high, low
    else:
        raise NoBracket("no change of sign")
    while abs(above - below) > tol:
        x = below + (above - below) / 2
        y = f(x)
        if y < 0:
            below = x
        else:
            above = x
    return above


def newton_step(c, z):
    value, slope = 0j, 0j
    for each in reversed(list(c)):
        slope = slope * z + value
        value = value * z + complex(each)
    return z - value / slope


def quadratic(a, b, c):
    root = (b**2 - 4 * a * c) ** 0.5
    if (b.conjugate() * root).real < 0:
        root = -root
    q = -(b + root) / 2
    return q / a, (c / q if q else 0)


def simpson(f, low, high, n=10):
    assert_even(n)
    x = [low + (high - low) * k / n for k in range(n + 1)]
    y = list(map(f, x))
    return (high - low) / n * (y[0] + 4 * sum(y[1:-1:2]) + 2 * sum(y[2:-1:2]) + y[-1]) / 3


def assert_even(n):
    if n % 2 == 1:
        raise ValueError("an even number is needed")


def polynomial(c, x):
    total, power = 0, 1
    for each in c:
        total += each * power
        power *= x
    return total


from math import ceil


def euler(f, y, h, end):
    path = [(0.0, y)]
    for k in range(ceil(end / h)):
        t, y = path[-1]
        later = min((k + 1) * h, end)
        path.append((later, y + (later - t) * f(t, y)))
    return tuple(zip(*path))


def adaptive(f, y, end, tol):
    """A step of the rule of Runge and Kutta is taken if two halves of it agree; h follows the fifth root."""

    def slope_step(t, y, h):
        a = f(t, y)
        b = f(t + h / 2, y + a * h / 2)
        c = f(t + h / 2, y + b * h / 2)
        return y + h * (a + 2 * b + 2 * c + f(t + h, y + c * h)) / 6

    t, h, path = 0.0, 0.1, [(0.0, y)]
    while end - t > 1e-12:
        h = min(h, end - t)
        better = slope_step(t + h / 2, slope_step(t, y, h / 2), h / 2)
        error = abs(better - slope_step(t, y, h)) / tol
        if error <= h:
            t, y = t + h, better
            path.append((t, y))
        h *= min(4.0, max(0.2, 0.9 * (h / (error + 1e-30)) ** 0.2))
    return [t for t, _ in path], [y for _, y in path]


import math

from matplotlib.figure import Figure


def order(h, errors):
    x, y, n = list(map(math.log, h)), list(map(math.log, errors)), len(h)
    return (n * sum(a * b for a, b in zip(x, y)) - sum(x) * sum(y)) / (n * sum(a * a for a in x) - sum(x) ** 2)


def convergence_plot(h, errors):
    figure = Figure()
    ax = figure.add_axes((0.1, 0.1, 0.8, 0.8))
    (line,) = ax.plot(list(h), list(errors), marker="s", ls="--")
    ax.set(xscale="log", yscale="log", title="errors", xlabel="h", ylabel="|y - exact|")
    return line


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
