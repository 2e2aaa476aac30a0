"""Question 1 with plain loops."""

import math


def collapse_linear(W1, W2):
    """Multiply W2 with W1, entry by entry."""
    h, d, k = len(W1), len(W1[0]), len(W2)
    result = [[0.0] * d for _ in range(k)]
    for i in range(k):
        for j in range(d):
            for m in range(h):
                result[i][j] += W2[i][m] * W1[m][j]
    return result


def relu_is_not_linear():
    """One unit that is on for x and off for y."""
    W1 = [[2.0, 1.0]]
    W2 = [[1.0]]
    return W1, W2, [1.0, 0.0], [0.0, -3.0]


def sigmoid(z):
    """Never take exp of a large positive number."""
    if z >= 0:
        return 1 / (1 + math.exp(-z))
    e = math.exp(z)
    return e / (1 + e)


def sparse_coding_loss(X, D, A, lam):
    """Mean over the samples."""
    total = 0.0
    for x, a in zip(X, A, strict=True):
        for j in range(len(x)):
            r = x[j]
            for m in range(len(a)):
                r -= D[j][m] * a[m]
            total += 0.5 * r * r
        total += lam * sum(abs(entry) for entry in a)
    return total / len(X)


def autoencoder_loss(X, W_enc, W_dec):
    """Mean over the samples."""
    total = 0.0
    for x in X:
        code = [sigmoid(sum(w * v for w, v in zip(row, x, strict=True))) for row in W_enc]
        for j in range(len(x)):
            rebuilt = sum(W_dec[j][m] * code[m] for m in range(len(code)))
            total += (rebuilt - x[j]) ** 2
    return total / len(X)
