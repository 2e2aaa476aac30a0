"""What the functions of question 6 are tried on."""

from typing import Annotated

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from grader import Mood, Pick, Reals, Unsuitable, Within, reals


def signal(pick: Pick) -> ndarray:
    """An input x for which no pre-activation W1 x + b1 lies between the linear part of σ and its saturation.

    In between, 1 − σ(z) is a difference of nearly equal numbers, and σ' = σ(1 − σ) mostly rounding;
    far out (here up to ±10⁴) it is 0 for everyone.
    """
    W1, b1 = pick.values["W1"], pick.values["b1"]
    x = reals(pick)
    if pick.mood is Mood.EDGE:
        x = 250 * x
    for _ in range(3):
        z = np.abs(W1 @ x + b1)
        if np.all((z <= 8) | ((z >= 100) & (z <= 1e4))):
            return x
        x = x / 10
    raise Unsuitable


def never_zero(pick: Pick) -> ndarray:
    """Entries around 1, none of them 0."""
    values = Within(-2, 2)(pick)
    return np.where(values == 0, 1.0, values)


Encoder = Annotated[Float[ndarray, "h d"], Reals(largest=1.0)]
EncoderBias = Annotated[Float[ndarray, "h"], Reals(largest=1.0)]
Decoder = Float[ndarray, "d h"]
DecoderBias = Float[ndarray, "d"]
Signal = Annotated[Float[ndarray, "d"], signal]

# For laws that prescribe the hidden layer: nothing saturates, nothing cancels.
SmallEncoder = Annotated[Float[ndarray, "h d"], Within(-2, 2)]
SmallDecoder = Annotated[Float[ndarray, "d h"], Within(-2, 2)]
SmallVector = Annotated[Float[ndarray, "d"], Within(-2, 2)]
Error = Annotated[Float[ndarray, "d"], never_zero]
Hidden = Annotated[Float[ndarray, "h"], Within(0.05, 0.95)]

Parameters = Float[ndarray, "*shape"]
Gradient = Annotated[Float[ndarray, "*shape"], Reals(largest=5e3)]
Gradients = Annotated[Float[ndarray, "steps *shape"], Reals(largest=5e3)]
StepSize = Annotated[float, Within(0, 3)]
PositiveStepSize = Annotated[float, Within(0.01, 3)]
Momentum = Annotated[float, Within(0, 1)]
