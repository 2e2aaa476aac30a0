"""Differential equations: how many steps there are is the result's own business."""

from typing import Annotated

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from grader import Within

from .inputs import Equation, Growth, Start, end, step

Path = tuple[Float[ndarray, "_steps"], Float[ndarray, "_steps"]]


def euler(f: Equation, y: Start, h: Annotated[float, step], end: Annotated[float, end]) -> Path:
    """Follow y′ = f(t, y) by Euler's method from t = 0, where y is given, to t = end in steps of h; the last
    step is shorter where it has to be. Return all times, with 0 and end, and the values at these.
    """
    times, values = [0.0], [y]
    while times[-1] < end:
        step = min(h, end - times[-1])  # equivalent: of two numbers the smaller is the smaller
        values.append(values[-1] + step * f(times[-1], values[-1]))
        times.append(times[-1] + step)
    return np.array(times), np.array(values)


def adaptive(
    f: Growth, y: Start, end: Annotated[float, Within(0.5, 2)], tol: Annotated[float, Within(1e-8, 1e-4)]
) -> Path:
    """Follow y′ = f(t, y) from t = 0 to t = end in steps that you choose, so that the last value is wrong by
    10 tol at most. Return all times, with 0 and end, and the values at these.
    """
    t, h = 0.0, end
    times, values = [t], [y]
    while t < end:
        h = min(h, end - t)  # equivalent: any step that is short enough is right
        once, half = _step(f, t, y, h), _step(f, t, y, h / 2)
        twice = _step(f, t + h / 2, half, h / 2)
        if abs(twice - once) > tol * h:  # equivalent: how careful it is is its own business
            h /= 2
            continue
        t, y, h = t + h, twice, 2 * h  # equivalent: any next step will do
        times.append(t)
        values.append(y)
    return np.array(times), np.array(values)


def _step(f, t, y, h):
    """One step by the rule of Runge and Kutta."""
    a = f(t, y)
    b = f(t + h / 2, y + h / 2 * a)
    c = f(t + h / 2, y + h / 2 * b)
    return y + h / 6 * (a + 2 * b + 2 * c + f(t + h, y + h * c))
