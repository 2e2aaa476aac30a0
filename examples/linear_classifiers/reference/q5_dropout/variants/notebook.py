import numpy as np


def dropout_forward(x, dropout_param):
    if dropout_param["mode"] == "test":
        return x, {}
    if dropout_param.get("seed") is not None:
        np.random.seed(dropout_param["seed"])
    p = dropout_param["p"]
    keep = np.random.choice([0.0, 1 / p], size=x.shape, p=[1 - p, p])
    return keep * x, {"keep": keep}


def dropout_backward(dout, cache):
    return dout * cache.get("keep", 1.0)
