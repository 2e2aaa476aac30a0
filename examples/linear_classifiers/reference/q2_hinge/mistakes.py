"""Known mistakes of question 2, each with what a teaching assistant would say."""

import numpy as np

from grader import mistake

from .answers import svm_loss_vectorized


def _margins(W, X, y, delta=1.0):
    rows = np.arange(len(X))
    scores = X @ W
    margins = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    margins[rows, y] = 0
    return margins


def _one_row_of_counts(W, X, y, reg, at_right):
    margins = _margins(W, X, y)
    counts = (margins > 0).astype(float)
    counts[np.arange(len(X)), y] = at_right(counts)
    return svm_loss_vectorized(W, X, y, reg)[0], X.T @ counts / len(X) + 2 * reg * W


def _right_class_is_counted(W, X, y, reg):
    loss, dW = svm_loss_vectorized(W, X, y, reg)
    return loss + 1, dW


def _right_class_has_no_gradient(W, X, y, reg):
    return _one_row_of_counts(W, X, y, reg, lambda counts: 0.0)


def _two_conventions(W, X, y, reg):
    return svm_loss_vectorized(W, X, y, reg)[0], svm_loss_vectorized(W, X, y, reg / 2)[1]


@mistake(of="svm_loss_naive", credit=0.5)
def naive_right_class_is_counted(W, X, y, reg):
    """The loss is too large by 1 for each row: the loop over the classes also takes the right one, whose
    margin is always 1. Leave it out.
    """
    return _right_class_is_counted(W, X, y, reg)


@mistake(of="svm_loss_naive", credit=0.5)
def naive_right_class_has_no_gradient(W, X, y, reg):
    """Only the classes that are too near get a gradient here. The score of the right class stands in every
    margin, too, with a minus sign: each of these takes the row once from its column.
    """
    return _right_class_has_no_gradient(W, X, y, reg)


@mistake(of="svm_loss_naive", credit=0.5)
def naive_two_conventions(W, X, y, reg):
    """The loss has reg · ΣW², the gradient reg · W: that is the derivative of half of it. Write ½ in the loss
    or 2 in the gradient; either is right, but not one without the other.
    """
    return _two_conventions(W, X, y, reg)


@mistake(of="svm_loss_vectorized", credit=0.5)
def vectorized_right_class_is_counted(W, X, y, reg):
    """The loss is too large by 1: the margin of the right class with itself is 1 in every row. Set these
    margins to 0 before you add them up.
    """
    return _right_class_is_counted(W, X, y, reg)


@mistake(of="svm_loss_vectorized", credit=0.5)
def vectorized_right_class_has_no_gradient(W, X, y, reg):
    """Only the classes that are too near get a gradient here. The score of the right class stands in every
    margin, too, with a minus sign.
    """
    return _right_class_has_no_gradient(W, X, y, reg)


@mistake(of="svm_loss_vectorized", credit=0.5)
def right_class_is_subtracted_once(W, X, y, reg):
    """You take the row from the column of the right class once. It stands in as many margins as there are
    classes that are too near, so take it that often: minus the sum of the row of ones.
    """
    return _one_row_of_counts(W, X, y, reg, lambda counts: -np.sign(counts.sum(axis=1)))


@mistake(of="svm_loss_vectorized", credit=0.5)
def vectorized_two_conventions(W, X, y, reg):
    """The loss has reg · ΣW², the gradient reg · W: that is the derivative of half of it. Write ½ in the loss
    or 2 in the gradient; either is right, but not one without the other.
    """
    return _two_conventions(W, X, y, reg)


@mistake(of="svm_loss_vectorized")
def no_margin(W, X, y, reg):
    """There is no margin here: max(0, s_k − s_y). The right class has to lead by 1, so add 1 before you
    take the maximum.
    """
    margins = _margins(W, X, y, 0.0)
    counts = (margins > 0).astype(float)
    counts[np.arange(len(X)), y] = -counts.sum(axis=1)
    return margins.sum() / len(X) + reg * np.sum(W * W), X.T @ counts / len(X) + 2 * reg * W
