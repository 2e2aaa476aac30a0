import numpy as np


def affine_forward(x, w, b):
    out = np.tensordot(x, w.reshape(*x.shape[1:], -1), axes=x.ndim - 1) + b
    cache = (x, w, b)
    return out, cache


def affine_backward(dout, cache):
    x, w, b = cache
    dx = np.tensordot(dout, w.reshape(*x.shape[1:], -1), axes=(1, x.ndim - 1))
    dw = np.tensordot(x, dout, axes=(0, 0)).reshape(w.shape)
    return dx, dw, np.ones(len(dout)) @ dout


def relu_forward(x):
    return (x + np.abs(x)) / 2, np.sign(x)


def relu_backward(dout, cache):
    return dout * (1 + cache) / 2
