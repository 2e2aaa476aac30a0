"""Laws that every right answer to question 1 obeys."""

from jaxtyping import Float
from numpy import ndarray

from grader import agree


def a_common_shift_changes_nothing(below_largest, x: Float[ndarray, "n"]) -> None:
    """Adding one number to all entries changes no distance."""
    agree(below_largest(x + 1.0), below_largest(x))
