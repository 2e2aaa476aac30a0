"""The values that the arguments of question 1 take."""

from typing import Annotated

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from grader import Pick, Positive


def increasing(pick: Pick) -> ndarray:
    """Places in increasing order, not evenly spaced."""
    return np.cumsum(Positive(largest=10.0)(pick))


Increasing = Annotated[Float[ndarray, "n"], increasing]
