"""The values that the arguments of question 1 take."""

from typing import Annotated

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from grader import Pick, Within, reals

MODERATE = 20.0  # pre-activations at which every usual way to write the sigmoid is exact enough
SATURATED = 1e4
LARGEST_WEIGHT = 2e3


def encoder(pick: Pick) -> np.ndarray:
    """Encoder weights of any scale whose pre-activations on the data X stay moderate."""
    weights = reals(pick)
    reached = np.abs(pick.values["X"] @ weights.T).max()
    return weights if reached <= MODERATE else weights * power_of_two(MODERATE / reached)


def saturating_encoder(pick: Pick) -> np.ndarray:
    """Encoder weights that drive the units as far as ±1e4, where a careless exp overflows."""
    weights = reals(pick)
    reached, largest = np.abs(pick.values["X"] @ weights.T).max(), np.abs(weights).max()
    if reached == 0:
        return weights
    return weights * power_of_two(min(SATURATED / reached, LARGEST_WEIGHT / largest))


def power_of_two(at_most: float) -> float:
    """Return the largest power of two up to a number: a factor that rounds nothing, in float32 neither."""
    return 2.0 ** np.floor(np.log2(at_most))


Encoder = Annotated[Float[ndarray, "k d"], encoder]
SaturatingEncoder = Annotated[Float[ndarray, "k d"], saturating_encoder]
Penalty = Annotated[float, Within(0, 50)]
