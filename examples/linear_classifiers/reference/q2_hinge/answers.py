"""Question 2: the hinge loss of a linear classifier, and its gradient."""

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from .inputs import Data, Labels, Strength, Weights

Loss = tuple[float, Float[ndarray, "d c"]]


def svm_loss_naive(W: Weights, X: Data, y: Labels, reg: Strength) -> Loss:
    """The hinge loss of the scores X W and its gradient in W, with loops over rows and classes.

    The margin is 1.
    """
    loss, dW = 0.0, np.zeros(W.shape)
    for row, right in zip(X, y, strict=True):  # equivalent: they are as long
        scores = row @ W
        for k in range(W.shape[1]):
            margin = scores[k] - scores[right] + 1
            at_cost = margin > 0  # equivalent: no margin is 0
            if k != right and at_cost:
                loss += margin
                dW[:, k] += row
                dW[:, right] -= row
    return loss / len(X) + reg * np.sum(W * W), dW / len(X) + 2 * reg * W


def svm_loss_vectorized(W: Weights, X: Data, y: Labels, reg: Strength) -> Loss:
    """The same loss and gradient without a loop: the mean over the rows of the sum of max(0, s_k − s_y + 1)
    over all classes k but the right one y, and the penalty reg · ΣW², or half of that.
    """
    rows = np.arange(len(X))
    scores = X @ W
    margins = scores - scores[rows, y][:, None] + 1
    margins[margins < 0] = 0  # equivalent: no margin is 0
    margins[rows, y] = 0
    counts = (margins > 0).astype(float)
    counts[rows, y] = -counts.sum(axis=1)
    return margins.sum() / len(X) + reg * np.sum(W * W), X.T @ counts / len(X) + 2 * reg * W


def svm_loss_with_half(W: Weights, X: Data, y: Labels, reg: Strength) -> Loss:
    """The penalty is ½ · reg · ΣW²."""
    return svm_loss_vectorized(W, X, y, reg / 2)
