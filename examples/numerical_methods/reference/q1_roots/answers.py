"""Functions as arguments, a tolerance, an exception where there is nothing to find, complex numbers."""

import cmath
from collections.abc import Callable
from typing import Annotated

from jaxtyping import Complex
from numpy import ndarray

from grader import Beside, Formulas, Raises, Within

Curve = Annotated[
    Callable[[float], float],
    Formulas(
        *("lambda x: x - a", "lambda x: a - x**3", "lambda x: np.exp(x) - a - 1", "lambda x: a * (2 - x)"),
        a=Within(0.5, 3),
        at_most=60,
    ),
]


def bisect(
    f: Curve,
    low: Annotated[float, Within(-2, 1.5)],
    high: Annotated[float, Within(2, 4)],
    tol: Annotated[float, Within(1e-12, 1e-9)] = 1e-10,  # equivalent: more digits than are compared
) -> float | Raises[ValueError]:
    """A root of f between low and high, no further than tol from it, with at most 60 calls of f. An end at
    which f is 0 is a root. Raise a ValueError where f has the same sign at both ends.
    """
    at_low = f(low)
    if at_low * f(high) > 0:  # equivalent: the product is 0 or far from it
        raise ValueError("f has the same sign at both ends")
    while high - low > tol:  # equivalent: it is never just tol
        middle = (low + high) / 2
        if f(middle) * at_low > 0:  # equivalent: only the sign counts, and at a root either half will do
            low = middle
        else:
            high = middle
    return (low + high) / 2


Smooth = Annotated[
    Callable[[float], float],
    Formulas(
        ("lambda x: x**2 - a", "lambda x: 2 * x"),
        ("lambda x: x**3 - a * x", "lambda x: 3 * x**2 - a"),
        ("lambda x: np.exp(x) - a", "lambda x: np.exp(x)"),
        a=Within(0.5, 3),
        at_most=20,
    ),
]


def newton(
    f: Smooth,
    df: Annotated[Callable[[float], float], Beside("f")],
    x: Annotated[float, Within(-2, 2)],
    steps: Annotated[int, Within(0, 4)] = 3,
) -> float | Raises[ZeroDivisionError]:
    """The number to which so many steps of Newton's method lead from x; df is the derivative of f.

    Raise a ZeroDivisionError where the derivative is 0 before a step.
    """
    for _ in range(steps):
        slope = df(x)
        if slope == 0:
            raise ZeroDivisionError("the derivative is 0")
        x = x - f(x) / slope
    return x


def newton_step(
    c: Annotated[Complex[ndarray, "n"], Within(-3, 3)], z: Annotated[complex, Within(-2, 2)]
) -> complex | Raises[ZeroDivisionError]:
    """One step of Newton's method from z for the polynomial c[0] + c[1] z + c[2] z² + ….

    Raise a ZeroDivisionError where the derivative is 0.
    """
    value = sum(each * z**k for k, each in enumerate(c))
    slope = sum(k * each * z ** (k - 1) for k, each in enumerate(c) if k)
    if slope == 0:
        raise ZeroDivisionError("the derivative is 0")
    return z - value / slope


Number = Annotated[complex, Within(-3, 3)]
Nonzero = Annotated[complex, Within(0.5, 3)]


def quadratic(a: Nonzero, b: Number, c: Number) -> tuple[complex, complex]:
    """Both roots of a z² + b z + c, in any order; a double root twice."""
    root = cmath.sqrt(b * b - 4 * a * c)
    one = (-b + root) / (2 * a)
    other = (-b - root) / (2 * a)
    return one, other  # equivalent: in any order
