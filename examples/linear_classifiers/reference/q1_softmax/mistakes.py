"""Known mistakes of question 1, each with what a teaching assistant would say."""

import numpy as np

from grader import mistake

from .answers import softmax_loss_vectorized


def _sums(W, X, y, reg):
    n = len(X)
    loss, dW = softmax_loss_vectorized(W, X, y, 0.0)
    return n * loss + reg * np.sum(W * W), n * dW + 2 * reg * W


def _loss_is_right_but_gradient_is_summed(W, X, y, reg):
    return softmax_loss_vectorized(W, X, y, reg)[0], _sums(W, X, y, reg)[1]


def _penalty_without_gradient(W, X, y, reg):
    return softmax_loss_vectorized(W, X, y, reg)[0], softmax_loss_vectorized(W, X, y, 0.0)[1]


def _two_conventions(W, X, y, reg):
    return softmax_loss_vectorized(W, X, y, reg)[0], softmax_loss_vectorized(W, X, y, reg / 2)[1]


@mistake(of="softmax_loss_naive", credit=0.5)
def naive_sum_for_mean(W, X, y, reg):
    """Loss and gradient are sums over the rows here. Divide both by the number of rows, so that the size of
    the batch does not change how strong the penalty is beside them; the penalty itself is not divided.
    """
    return _sums(W, X, y, reg)


@mistake(of="softmax_loss_naive", credit=0.5)
def naive_gradient_is_summed(W, X, y, reg):
    """You divide the loss by the number of rows, but not the gradient: what is done to the one has to be done
    to the other.
    """
    return _loss_is_right_but_gradient_is_summed(W, X, y, reg)


@mistake(of="softmax_loss_naive", credit=0.5)
def naive_penalty_without_gradient(W, X, y, reg):
    """The penalty is in the loss, and not in the gradient: add the derivative of reg · ΣW², 2 · reg · W."""
    return _penalty_without_gradient(W, X, y, reg)


@mistake(of="softmax_loss_naive", credit=0.5)
def naive_two_conventions(W, X, y, reg):
    """The loss has reg · ΣW², the gradient reg · W: that is the derivative of half of it. Write ½ in the loss
    or 2 in the gradient; either is right, but not one without the other.
    """
    return _two_conventions(W, X, y, reg)


@mistake(of="softmax_loss_vectorized", credit=0.5)
def vectorized_sum_for_mean(W, X, y, reg):
    """Loss and gradient are sums over the rows here: divide both by the number of rows, but not the
    penalty.
    """
    return _sums(W, X, y, reg)


@mistake(of="softmax_loss_vectorized", credit=0.5)
def vectorized_gradient_is_summed(W, X, y, reg):
    """You take the mean for the loss and the sum for the gradient: divide X.T @ (p − one-hot) by the number
    of rows, too.
    """
    return _loss_is_right_but_gradient_is_summed(W, X, y, reg)


@mistake(of="softmax_loss_vectorized", credit=0.5)
def vectorized_penalty_without_gradient(W, X, y, reg):
    """The penalty is in the loss, and not in the gradient: add the derivative of reg · ΣW², 2 · reg · W."""
    return _penalty_without_gradient(W, X, y, reg)


@mistake(of="softmax_loss_vectorized", credit=0.5)
def vectorized_two_conventions(W, X, y, reg):
    """The loss has reg · ΣW², the gradient reg · W: that is the derivative of half of it. Write ½ in the loss
    or 2 in the gradient; either is right, but not one without the other.
    """
    return _two_conventions(W, X, y, reg)


@mistake(of="softmax_loss_vectorized")
def right_class_is_not_subtracted(W, X, y, reg):
    """The gradient in the scores is p here, as if no class were the right one. Subtract 1 from p at the right
    class of each row before you multiply by X.T.
    """
    scores = X @ W
    p = np.exp(scores - scores.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    return softmax_loss_vectorized(W, X, y, reg)[0], X.T @ p / len(X) + 2 * reg * W


@mistake(of="softmax_loss_vectorized", credit=0.5)
def overflows(W, X, y, reg):
    """The formula is right, but exp of a score of 1000 is infinite. Subtract from each row of the scores its
    greatest one first: a common shift changes no probability.
    """
    p = np.exp(X @ W)
    p /= p.sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(len(X)), y]).mean() + reg * np.sum(W * W)
    p[np.arange(len(X)), y] -= 1
    return loss, X.T @ p / len(X) + 2 * reg * W


@mistake(of="softmax_loss_vectorized", credit=0.5)
def overflows_in_the_logarithm(W, X, y, reg):
    """The formula is right, but exp of a score of 1000 is infinite, and so is the logarithm of the sum.
    Subtract from each row of the scores its greatest one first: a common shift changes no probability.
    """
    rows = np.arange(len(X))
    scores = X @ W
    total = np.exp(scores).sum(axis=1)
    p = np.exp(scores) / total[:, None]
    loss = (np.log(total) - scores[rows, y]).mean() + reg * np.sum(W * W)
    p[rows, y] -= 1
    return loss, X.T @ p / len(X) + 2 * reg * W


@mistake(of="softmax_loss_vectorized", credit=0.5)
def shifted_by_the_least(W, X, y, reg):
    """You subtract the least score of each row, so the others become large and exp overflows: subtract the
    greatest.
    """
    rows = np.arange(len(X))
    scores = X @ W
    p = np.exp(scores - scores.min(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    loss = -np.log(p[rows, y]).mean() + reg * np.sum(W * W)
    p[rows, y] -= 1
    return loss, X.T @ p / len(X) + 2 * reg * W


@mistake(of="softmax_loss_vectorized", credit=0.5)
def one_shift_for_all_rows(W, X, y, reg):
    """You subtract the greatest score of the whole batch. A row far below it becomes exp(−1000) = 0 in all of
    its classes, and 0 / 0 is no probability: subtract the greatest score of each row, with axis=1 and
    keepdims=True.
    """
    scores = X @ W
    p = np.exp(scores - scores.max())
    p /= p.sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(len(X)), y]).mean() + reg * np.sum(W * W)
    p[np.arange(len(X)), y] -= 1
    return loss, X.T @ p / len(X) + 2 * reg * W
