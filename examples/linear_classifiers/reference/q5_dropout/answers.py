"""Question 5: dropout, which draws at random."""

from typing import Annotated, Any

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from grader import From

from .inputs import Batch, FromAbove, Settings


def dropout_forward(x: Batch, dropout_param: Settings) -> tuple[Float[ndarray, "n d"], Any]:
    """In mode "train", keep each entry of x with probability p = dropout_param["p"], divided by p, and set
    the others to 0; in mode "test", return x. Where dropout_param has a seed, it decides which are kept.
    Return a cache, too.
    """
    if dropout_param["mode"] == "test":
        return x, np.ones(x.shape)
    p = dropout_param["p"]
    rng = np.random.default_rng(dropout_param.get("seed"))
    mask = (rng.random(x.shape) < p) / p  # equivalent: no number is just p
    return x * mask, mask


def dropout_backward(
    dout: FromAbove, cache: Annotated[Any, From("dropout_forward")]
) -> Float[ndarray, "n d"]:
    """Return the gradient in x."""
    return dout * cache
