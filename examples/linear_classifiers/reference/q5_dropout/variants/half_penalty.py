import numpy as np


class Mask:
    def __init__(self, kept, p):
        self.kept, self.p = kept, p

    def __mul__(self, other):
        return np.where(self.kept, other / self.p, 0.0)


def dropout_forward(x, dropout_param):
    if dropout_param["mode"] == "test":
        return x.copy(), None
    rng = np.random.RandomState(dropout_param.get("seed"))
    mask = Mask(rng.binomial(1, dropout_param["p"], size=x.shape).astype(bool), dropout_param["p"])
    return mask * x, mask


def dropout_backward(dout, cache):
    return dout if cache is None else cache * dout
