"""What goes into batch normalisation: a batch, and a dict that is worked on in place."""

from typing import Annotated, NotRequired, TypedDict

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from grader import Mood, Pick, Within


class BnParam(TypedDict):
    """What is known of the batches before; what is not there yet has the values in the question."""

    mode: str
    eps: NotRequired[float]
    momentum: NotRequired[float]
    running_mean: NotRequired[Float[ndarray, "d"]]
    running_var: NotRequired[Float[ndarray, "d"]]


def settings(pick: Pick) -> BnParam:
    """Train or test; with running averages, which a test has to have, and other settings or without."""
    random, d = pick.random(), pick.sizes["d"]
    mode = pick.one_of(["train", "train", "test"])
    param: BnParam = {"mode": mode}
    if random.random() < 0.5 or pick.mood is Mood.EDGE:
        param["eps"] = random.choice((1e-5, 1e-3, 0.5))
    if random.random() < 0.5:
        param["momentum"] = random.choice((0.0, 0.5, 0.99))
    if mode == "test" or pick.choose(0, 1):
        param["running_mean"] = np.array([random.randint(-8, 8) / 4 for _ in range(d)])
        param["running_var"] = np.array([random.randint(0, 8) / 4 for _ in range(d)])
    return param


Batch = Annotated[Float[ndarray, "n d"], Within(-4, 4)]
Scales = Annotated[Float[ndarray, "d"], Within(-2, 2)]
Shifts = Annotated[Float[ndarray, "d"], Within(-2, 2)]
Settings = Annotated[BnParam, settings]
FromAbove = Annotated[Float[ndarray, "n d"], Within(-3, 3)]
