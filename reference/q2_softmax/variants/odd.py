"""Question 2, unusual but right: column vectors, warnings, an argument that is changed and restored."""

import numpy as np


def softmax(a):
    """Odds against every class: 1 / sum_j exp(a_j - a_i), where exp may overflow to inf, and 1 / inf is 0."""
    a = a.reshape(-1, 1)
    return 1 / np.exp(a.T - a).sum(axis=1, keepdims=True)


def cross_entropy(y, y_hat):
    """The logarithm of 0 warns; where does not choose it."""
    return np.array([[-np.where(y > 0, y * np.log(y_hat), 0).sum()]])


def softmax_loss(W, b, x, y):
    """Pair by pair with logaddexp."""
    a = (W @ x.reshape(-1, 1) + b.reshape(-1, 1)).ravel()
    total = a[0]
    for score in a[1:]:
        total = np.logaddexp(total, score)
    return float((y * (total - a)).sum())


def softmax_loss_grad_W(W, b, x, y):
    """d log p_k / da_i = (i is k) - p_i, class by class; the scores are kept in b for a while."""
    before = b.copy()
    b += W @ x
    p = softmax(b)
    b[...] = before
    grad = np.zeros_like(W)
    for k in range(len(y)):
        unit = np.eye(len(y))[:, [k]]
        grad -= y[k] * (unit - p) @ x.reshape(1, -1)
    return grad


def softmax_loss_grad_b(W, b, x, y):
    """As a column, in lists."""
    return (softmax(W @ x + b) - y.reshape(-1, 1)).tolist()


def confident_mistake_loss():
    """An array with one entry."""
    return np.array([np.inf])


def confident_mistake_grad():
    """A column."""
    return np.array([[-1], [0], [1]])
