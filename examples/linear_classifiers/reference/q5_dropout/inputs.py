"""What goes into dropout."""

from typing import Annotated, NotRequired, TypedDict

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from grader import Pick, Within


class DropoutParam(TypedDict):
    """p is the probability with which an entry is kept."""

    mode: str
    p: float
    seed: NotRequired[int]


def settings(pick: Pick) -> DropoutParam:
    """Train or test, with a seed."""
    mode = pick.one_of(["train", "test"])
    return {"mode": mode, "p": pick.one_of([0.5, 0.25, 0.8]), "seed": pick.choose(0, 1000)}


def not_zero(pick: Pick) -> np.ndarray:
    """Entries other than 0, so that one sees what was dropped."""
    x = Within(-3, 3)(pick)
    return np.where(x == 0, 1.0, x)


Batch = Annotated[Float[ndarray, "n d"], not_zero]
Kept = Annotated[float, Within(0.2, 0.8)]
Seed = Annotated[int, Within(0, 1000)]
Settings = Annotated[DropoutParam, settings]
FromAbove = Annotated[Float[ndarray, "n d"], Within(-3, 3)]
