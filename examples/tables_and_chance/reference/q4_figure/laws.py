"""What is true of any right histogram."""

from typing import Annotated

from jaxtyping import Float
from numpy import ndarray

from grader import Within, agree


def bars_hold_every_difference(
    null_histogram, differences: Annotated[Float[ndarray, "n"], Within(-10, 10)]
) -> None:
    """The heights of all bars add up to the number of differences."""
    (bars,) = null_histogram(differences, 0.0).axes[0].bars
    agree(bars.y.sum(), len(differences))
