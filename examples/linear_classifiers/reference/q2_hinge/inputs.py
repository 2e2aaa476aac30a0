"""What weights, data, labels and the strength of the penalty may be: never at a kink of the hinge."""

from typing import Annotated

import numpy as np
from jaxtyping import Float, Int
from numpy import ndarray

from grader import Index, Pick, Within

NEAR = 1e-3  # of a kink: there any slope between two is right, and rounding decides which side it is


def away_from_kinks(pick: Pick) -> np.ndarray:
    """Rows x on which no two classes have scores that differ by just 1: those are made a little longer."""
    X, W = Within(-2, 2)(pick), pick.values["W"]
    for row in X:
        while _nearest_kink(row @ W) < NEAR:
            row *= 1.0625
    return X


def _nearest_kink(scores: np.ndarray) -> float:
    return float(np.abs(scores - scores[:, None] + 1).min())


Weights = Annotated[Float[ndarray, "d c"], Within(-2, 2)]
Labels = Annotated[Int[ndarray, "n"], Index("c")]
Data = Annotated[Float[ndarray, "n d"], away_from_kinks]
Strength = Annotated[float, Within(0, 2)]
