"""Right answers to question 2."""

from jaxtyping import Float
from numpy import ndarray


def row_sums(A: Float[ndarray, "n m"]) -> Float[ndarray, "n"]:
    """Sum of every row."""
    return A.sum(axis=1)
