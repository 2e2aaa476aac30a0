"""True of any right answer."""

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from grader import agree


def shares_add_up_to_one(shares, z: Float[ndarray, " k"]) -> None:
    """Shares add up to one."""
    agree(float(np.sum(shares(z))), 1.0)
