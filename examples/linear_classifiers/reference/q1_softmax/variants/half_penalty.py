from math import exp, log

import numpy as np


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
