"""Question 2, compact: everything from the logarithms of the probabilities."""

import numpy as np


def log_softmax(a):
    """log p, without p."""
    a = a - a.max()
    return a - np.log(np.exp(a).sum())


def softmax(a):
    """Back from the logarithms."""
    return np.exp(log_softmax(a))


def cross_entropy(y, y_hat):
    """The ones stand where the logarithm does not matter."""
    return -y @ np.log(np.where(y == 0, 1, y_hat))


def softmax_loss(W, b, x, y):
    """Minus the mean log probability under y."""
    return -(y * log_softmax(W.dot(x) + b)).sum()


def jacobian(p):
    """dp_k/da_i."""
    return np.diag(p) - np.outer(p, p)


def softmax_loss_grad_W(W, b, x, y):
    """(sum(y) p - y) x, which is the same for any distribution y."""
    p = softmax(W.dot(x) + b)
    return np.einsum("i,j->ij", y.sum() * p - y, x)


def softmax_loss_grad_b(W, b, x, y):
    """The chain rule with the whole Jacobian of log softmax: d log p_k / da_i = delta_ki - p_i."""
    p = softmax(W @ x + b)
    return -(np.eye(len(p)) - p).T @ y


def confident_mistake_loss():
    """The cost of being sure and wrong."""
    return np.inf


def confident_mistake_grad():
    """The same formula at the limit."""
    return np.array([0, 0, 1]) - np.array([1, 0, 0])
