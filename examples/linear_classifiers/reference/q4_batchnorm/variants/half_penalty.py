from collections import namedtuple

import numpy as np


Norm = namedtuple("Norm", "x_centred inv_std gamma")


def batchnorm_forward(x, gamma, beta, bn_param):
    eps = bn_param.get("eps", 1e-5)
    if bn_param["mode"] == "test":
        scale = gamma / np.sqrt(bn_param["running_var"] + eps)
        return x * scale + (beta - bn_param["running_mean"] * scale), None
    for key in ("running_mean", "running_var"):
        bn_param.setdefault(key, np.zeros(x.shape[1]))
    m = bn_param.get("momentum", 0.9)
    mu = x.mean(0)
    xc = x - mu
    var = (xc * xc).mean(0)
    bn_param["running_mean"] *= m
    bn_param["running_mean"] += (1 - m) * mu
    bn_param["running_var"] *= m
    bn_param["running_var"] += (1 - m) * var
    inv = (var + eps) ** -0.5
    return gamma * xc * inv + beta, Norm(xc, inv, gamma)


def batchnorm_backward(dout, cache):
    # step by step through the graph
    xc, inv, gamma = cache
    n = len(xc)
    dbeta = dout.sum(0)
    dgamma = (dout * xc * inv).sum(0)
    dxhat = dout * gamma
    dinv = (dxhat * xc).sum(0)
    dxc = dxhat * inv
    dvar = -0.5 * inv**3 * dinv
    dxc += 2 / n * xc * dvar
    dmu = -dxc.sum(0)
    return dxc + dmu / n, dgamma, dbeta
