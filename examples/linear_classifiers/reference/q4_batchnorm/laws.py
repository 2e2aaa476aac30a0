"""What is true of any batch normalisation."""

import numpy as np

from grader import agree

from .inputs import Batch, Scales, Shifts


def a_batch_comes_out_with_mean_0_and_deviation_1(batchnorm_forward, x: Batch) -> None:
    """In training, with gamma 1 and beta 0, each column comes out with mean 0; and with deviation 1, if it
    varies.
    """
    d = x.shape[1]
    out, _ = batchnorm_forward(x, np.ones(d), np.zeros(d), {"mode": "train", "eps": 0.001})
    agree(out.mean(axis=0), np.zeros(d), scale=1)
    agree(out.var(axis=0), x.var(axis=0) / (x.var(axis=0) + 0.001), scale=1)


def the_test_does_not_see_the_batch(batchnorm_forward, x: Batch, gamma: Scales, beta: Shifts) -> None:
    """In the test a row comes out the same, whatever other rows come with it."""
    d = x.shape[1]
    mean, var = np.full(d, 0.5), np.full(d, 2.0)
    whole, _ = batchnorm_forward(
        x, gamma, beta, {"mode": "test", "running_mean": mean.copy(), "running_var": var.copy()}
    )
    alone, _ = batchnorm_forward(
        x[:1], gamma, beta, {"mode": "test", "running_mean": mean.copy(), "running_var": var.copy()}
    )
    agree(alone, whole[:1])
