"""Question 1: the softmax loss of a linear classifier, and its gradient."""

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from .inputs import Data, Labels, Strength, Weights

Loss = tuple[float, Float[ndarray, "d c"]]


def softmax_loss_naive(W: Weights, X: Data, y: Labels, reg: Strength) -> Loss:
    """The softmax loss of the scores X W and its gradient in W, with loops over rows and classes.

    It is written down row by row: what the vectorised one is compared with.
    """
    loss, dW = 0.0, np.zeros(W.shape)
    for row, right in zip(X, y, strict=True):  # equivalent: they are as long
        scores = row @ W
        powers = np.exp(scores - scores.max())  # equivalent: no score is large here
        p = powers / powers.sum()
        loss -= np.log(p[right])
        for k in range(W.shape[1]):
            dW[:, k] += (p[k] - (k == right)) * row
    return loss / len(X) + reg * np.sum(W * W), dW / len(X) + 2 * reg * W


def softmax_loss_vectorized(W: Weights, X: Data, y: Labels, reg: Strength) -> Loss:
    """The same loss and gradient without a loop: the mean over the rows of −log p of the right class, and the
    penalty reg · ΣW², or half of that; the gradient has to follow the same convention.
    """
    n = len(X)
    scores = X @ W
    scores = scores - scores.max(axis=1, keepdims=True)
    p = np.exp(scores)
    p /= p.sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(n), y]).mean() + reg * np.sum(W * W)
    p[np.arange(n), y] -= 1
    return loss, X.T @ p / n + 2 * reg * W


def softmax_loss_with_half(W: Weights, X: Data, y: Labels, reg: Strength) -> Loss:
    """The penalty is ½ · reg · ΣW²."""
    return softmax_loss_vectorized(W, X, y, reg / 2)
