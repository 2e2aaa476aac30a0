"""Right answers."""

import numpy as np
from jaxtyping import Float
from numpy import ndarray


def squares(x: Float[ndarray, " n"]) -> float:
    """The sum of squares."""
    return float(np.sum(x * x))


def squares_grad(x: Float[ndarray, " n"]) -> Float[ndarray, " n"]:
    """The gradient of the sum of squares."""
    return 2 * x


def shares(z: Float[ndarray, " k"]) -> Float[ndarray, " k"]:
    """Positive numbers that add up to one, in the proportions of the exponentials."""
    e = np.exp(z - z.max())
    return e / e.sum()


def golden_ratio() -> float:
    """The number whose square is itself and one."""
    return float((1 + np.sqrt(5)) / 2)
