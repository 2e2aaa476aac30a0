"""Sums: an integral, and a polynomial that is worked out in few steps."""

from collections.abc import Callable
from typing import Annotated

from jaxtyping import Float
from numpy import ndarray

from grader import Formulas, Raises, Within

Curve = Annotated[
    Callable[[float], float],
    Formulas(
        "lambda x: x**2 + a",
        "lambda x: np.sin(x) + a",
        "lambda x: 1 / (x**2 + a)",
        a=Within(1, 3),
        at_most=21,
    ),
]


def simpson(
    f: Curve,
    low: Annotated[float, Within(-2, 1)],
    high: Annotated[float, Within(1, 3)],
    n: Annotated[int, Within(1, 20)] = 10,
) -> float | Raises[ValueError]:
    """The integral of f from low to high by Simpson's rule on n intervals, with n + 1 calls of f. Raise a
    ValueError where n is odd.
    """
    if n % 2:
        raise ValueError("n is odd")
    h = (high - low) / n
    total = f(low) + f(high)
    for k in range(1, n):
        total += (4 if k % 2 else 2) * f(low + k * h)
    return total * h / 3


def polynomial(c: Annotated[Float[ndarray, "n"], Within(-3, 3)], x: Annotated[float, Within(-1, 1)]) -> float:
    """c[0] + c[1] x + c[2] x² + …, in as many steps as there are coefficients."""
    value = 0.0
    for each in c[::-1]:
        value = value * x + each
    return value
