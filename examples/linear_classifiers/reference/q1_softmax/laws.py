"""What is true of any softmax loss, whichever convention its penalty follows."""

import numpy as np

from grader import agree

from .inputs import Data, Far, Labels, Strength, Weights


def softmax_survives_large_scores(softmax_loss_vectorized, W: Weights, X: Data, y: Labels, far: Far) -> None:
    """However large scores are: without a penalty, weights added to all classes alike change nothing, and
    where the right class leads by 1000 the loss is 0; without weights it is the logarithm of the number
    of classes.
    """
    loss, dW = softmax_loss_vectorized(W, X, y, 0.0)
    moved_loss, moved_dW = softmax_loss_vectorized(W + far, X, y, 0.0)
    rounding = 1e-12 * abs(far)  # of scores of that size, of which at most 4 entries add up
    agree(moved_loss, loss, noise=rounding)
    agree(moved_dW, dW, noise=rounding)
    classes = W.shape[1]
    rows = np.eye(classes)[y]
    agree(softmax_loss_vectorized(1000 * np.eye(classes), rows, y, 0.0)[0], 0, scale=1)
    agree(softmax_loss_vectorized(np.zeros((classes, classes)), rows, y, 0.0)[0], np.log(classes))


def both_softmax_losses_are_one(
    softmax_loss_naive, softmax_loss_vectorized, W: Weights, X: Data, y: Labels, reg: Strength
) -> None:
    """With and without loops, loss and gradient are the same, in your convention."""
    for vectorized, naive in zip(
        softmax_loss_vectorized(W, X, y, reg), softmax_loss_naive(W, X, y, reg), strict=True
    ):
        agree(vectorized, naive)
