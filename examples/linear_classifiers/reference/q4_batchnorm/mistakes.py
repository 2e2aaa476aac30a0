"""Known mistakes of question 4, each with what a teaching assistant would say."""

import numpy as np

from grader import mistake

from .answers import batchnorm_backward, batchnorm_forward


def _trained(gamma, beta, bn_param, normal, mean, var):
    """Take a step of training with other formulas."""
    momentum = bn_param.get("momentum", 0.9)
    for name, batch in (("running_mean", mean), ("running_var", var)):
        bn_param[name] = momentum * bn_param.get(name, 0 * batch) + (1 - momentum) * batch
    return gamma * normal + beta, None


@mistake(of="batchnorm_forward", credit=0.5)
def deviation_plus_eps(x, gamma, beta, bn_param):
    """You divide by √var + eps. eps stands under the root, √(var + eps): else it does next to nothing where
    it is needed.
    """
    if bn_param["mode"] == "test":
        normal = (x - bn_param["running_mean"]) / (
            np.sqrt(bn_param["running_var"]) + bn_param.get("eps", 1e-5)
        )
        return gamma * normal + beta, None
    mean, var = x.mean(axis=0), x.var(axis=0)
    normal = (x - mean) / (np.sqrt(var) + bn_param.get("eps", 1e-5))
    return _trained(gamma, beta, bn_param, normal, mean, var)


@mistake(of="batchnorm_forward", credit=0.5)
def unbiased_variance(x, gamma, beta, bn_param):
    """The variance is taken with 1/(n − 1) here. Batch normalisation takes 1/n: the batch is all there is,
    and not a sample of it.
    """
    if bn_param["mode"] == "test":
        return batchnorm_forward(x, gamma, beta, bn_param)
    mean, var = x.mean(axis=0), x.var(axis=0, ddof=1)
    normal = (x - mean) / np.sqrt(var + bn_param.get("eps", 1e-5))
    return _trained(gamma, beta, bn_param, normal, mean, var)


@mistake(of="batchnorm_forward")
def test_uses_the_batch(x, gamma, beta, bn_param):
    """In the test you normalise with the mean and variance of the batch. Then an answer depends on who else
    is asked about; use the running averages, which is what they are kept for.
    """
    mean, var = x.mean(axis=0), x.var(axis=0)
    normal = (x - mean) / np.sqrt(var + bn_param.get("eps", 1e-5))
    if bn_param["mode"] == "test":
        return gamma * normal + beta, None
    return _trained(gamma, beta, bn_param, normal, mean, var)


@mistake(of="batchnorm_forward", credit=0.5)
def running_averages_are_not_kept(x, gamma, beta, bn_param):
    """The output is right, but the running averages are computed and thrown away: write them back into
    bn_param, or the test will never see them.
    """
    return batchnorm_forward(x, gamma, beta, {**bn_param})


@mistake(of="batchnorm_forward", credit=0.5)
def momentum_is_exchanged(x, gamma, beta, bn_param):
    """momentum is the share of what was there before: momentum · running + (1 − momentum) · new. You have
    it the other way round, so that the averages jump with every batch.
    """
    if bn_param["mode"] == "test":
        return batchnorm_forward(x, gamma, beta, bn_param)
    turned = {**bn_param, "momentum": 1 - bn_param.get("momentum", 0.9)}
    out = batchnorm_forward(x, gamma, beta, turned)
    bn_param.update({name: turned[name] for name in ("running_mean", "running_var")})
    return out


@mistake(of="batchnorm_forward", credit=0.5)
def test_changes_the_running_averages(x, gamma, beta, bn_param):
    """The test changes the running averages, so what is asked later depends on what was asked before: only
    training may.
    """
    out = batchnorm_forward(x, gamma, beta, bn_param)
    if bn_param["mode"] == "test":
        trained = {**bn_param, "mode": "train"}
        batchnorm_forward(x, gamma, beta, trained)
        bn_param.update({name: trained[name] for name in ("running_mean", "running_var")})
    return out


@mistake(of="batchnorm_backward")
def mean_and_variance_are_constants(dout, cache):
    """dx is dout · gamma / √(var + eps) here, as if mean and variance were given. They are made of x as
    well, so there are three ways from x to the output: draw the graph and add up what comes back along
    each.
    """
    _, dgamma, dbeta = batchnorm_backward(dout, cache)
    return dout * cache[1], dgamma, dbeta


@mistake(of="batchnorm_backward", credit=0.3)
def variance_is_constant(dout, cache):
    """dx knows that the mean is made of x, and forgets that the variance is, too: −x̂ · mean(dout · x̂) is
    missing in the bracket.
    """
    _, dgamma, dbeta = batchnorm_backward(dout, cache)
    return cache[1] * (dout - dout.mean(axis=0)), dgamma, dbeta


@mistake(of="batchnorm_backward", credit=0.5)
def means_for_sums(dout, cache):
    """dgamma and dbeta are means over the batch here. Every row has the same gamma and beta, so what comes
    back from the rows adds up.
    """
    dx, dgamma, dbeta = batchnorm_backward(dout, cache)
    return dx, dgamma / len(dout), dbeta / len(dout)
