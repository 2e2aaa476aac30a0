"""What goes into the layers."""

from typing import Annotated

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from grader import Pick, Within


def not_zero(pick: Pick) -> np.ndarray:
    """Entries other than 0: there any slope of the ReLU from 0 to 1 is right, so nobody is asked."""
    x = Within(-3, 3)(pick)
    return np.where(x == 0, 1.0, x)


Images = Annotated[Float[ndarray, "n h v"], Within(-3, 3)]
Weights = Annotated[Float[ndarray, "h*v m"], Within(-3, 3)]
Biases = Annotated[Float[ndarray, "m"], Within(-3, 3)]
Unit = Annotated[Float[ndarray, "n m"], not_zero]
FromAbove = Annotated[Float[ndarray, "n m"], Within(-3, 3)]
