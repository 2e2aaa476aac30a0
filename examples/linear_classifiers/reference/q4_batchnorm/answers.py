"""Question 4: batch normalisation, in training and in the test."""

from typing import Annotated, Any

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from grader import From

from .inputs import Batch, FromAbove, Scales, Settings, Shifts


def batchnorm_forward(
    x: Batch, gamma: Scales, beta: Shifts, bn_param: Settings
) -> tuple[Float[ndarray, "n d"], Any]:
    """Return gamma · (x − mean) / √(var + eps) + beta, and a cache, which may be anything. In mode "train"
    mean and var are those of the batch, column by column (var with 1/n), and the dict bn_param is
    changed: running_mean becomes momentum · running_mean + (1 − momentum) · mean, and running_var
    likewise, both from 0 where they are not there yet. In mode "test" mean and var are the running ones,
    and nothing is changed. Where they are not given, eps is 1e-5 and momentum 0.9.
    """
    eps, momentum = bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9)
    if bn_param["mode"] == "test":
        deviation = np.sqrt(bn_param["running_var"] + eps)
        return gamma * (x - bn_param["running_mean"]) / deviation + beta, None
    mean, var = x.mean(axis=0), x.var(axis=0)
    for name, batch in {"running_mean": mean, "running_var": var}.items():
        before = bn_param.get(name, np.zeros(x.shape[1]))
        bn_param[name] = momentum * before + (1 - momentum) * batch
    normal = (x - mean) / np.sqrt(var + eps)
    return gamma * normal + beta, (normal, gamma / np.sqrt(var + eps))


def batchnorm_backward(
    dout: FromAbove, cache: Annotated[Any, From("batchnorm_forward")]
) -> tuple[Float[ndarray, "n d"], Float[ndarray, "d"], Float[ndarray, "d"]]:
    """Return the gradients in x, gamma and beta, after a step of training.

    After a test there is no cache, and this raises: programs on which the reference raises are not asked.
    """
    normal, slope = cache
    dgamma = (dout * normal).sum(axis=0)
    dx = slope * (dout - dout.mean(axis=0) - normal * dgamma / len(dout))
    return dx, dgamma, dout.sum(axis=0)
