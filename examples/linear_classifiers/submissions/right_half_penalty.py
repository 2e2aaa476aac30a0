"""The penalty is 0.5 * reg * sum(W**2) here. Caches are closures and small objects."""

from collections import namedtuple
from math import exp, log

import numpy as np

Norm = namedtuple("Norm", "x_centred inv_std gamma")


def softmax_loss_naive(W, X, y, reg):
    D, C = W.shape
    dW = [[reg * W[d][c] for c in range(C)] for d in range(D)]
    loss = 0.5 * reg * sum(w * w for row in W for w in row)
    for x, t in zip(X, y):
        s = [sum(x[d] * W[d][c] for d in range(D)) for c in range(C)]
        top = max(s)
        z = sum(exp(v - top) for v in s)
        loss += (top + log(z) - s[t]) / len(X)
        for c in range(C):
            g = exp(s[c] - top) / z - (1 if c == t else 0)
            for d in range(D):
                dW[d][c] += g * x[d] / len(X)
    return loss, dW


def softmax_loss_vectorized(W, X, y, reg):
    Y = np.eye(W.shape[1])[y]
    S = X @ W
    S = S - S.max(1)[:, None]
    log_p = S - np.log(np.exp(S).sum(1))[:, None]
    loss = -(Y * log_p).sum() / len(X) + 0.5 * reg * (W**2).sum()
    return loss, X.T @ (np.exp(log_p) - Y) / len(X) + reg * W


def svm_loss_naive(W, X, y, reg):
    loss, dW = 0.5 * reg * np.linalg.norm(W) ** 2, reg * W
    for i, right in enumerate(y):
        for j in set(range(W.shape[1])) - {int(right)}:
            margin = X[i] @ (W[:, j] - W[:, right]) + 1
            if margin > 0:
                loss += margin / len(y)
                dW[:, j] += X[i] / len(y)
                dW[:, right] -= X[i] / len(y)
    return loss, dW


def svm_loss_vectorized(W, X, y, reg):
    Y = np.eye(W.shape[1], dtype=bool)[y]
    S = X @ W
    M = S - S[Y][:, None] + 1
    hit = (M > 0) & ~Y
    G = hit.astype(float) - Y * hit.sum(1, keepdims=True)
    return M[hit].sum() / len(X) + 0.5 * reg * np.vdot(W, W), np.einsum("nd,nc->dc", X, G) / len(X) + reg * W


def affine_forward(x, w, b):
    flat = x.reshape(len(x), -1)

    def back(dout):
        return (dout @ w.T).reshape(x.shape), flat.T @ dout, dout.sum(0)

    return flat @ w + b, back


def affine_backward(dout, cache):
    return cache(dout)


def relu_forward(x):
    mask = x > 0
    return x * mask, {"mask": mask}


def relu_backward(dout, cache):
    dx = dout.copy()
    dx[~cache["mask"]] = 0
    return dx


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


class LinearClassifier:
    def __init__(self, W):
        self.W = W + 0.0

    def train(self, X, y, learning_rate, reg, num_iters):
        def step():
            loss, dW = softmax_loss_vectorized(self.W, X, y, reg)
            self.W = self.W - learning_rate * dW
            return loss

        return [step() for _ in range(num_iters)]

    def predict(self, X):
        return [max(range(self.W.shape[1]), key=lambda c: row @ self.W[:, c]) for row in X]
