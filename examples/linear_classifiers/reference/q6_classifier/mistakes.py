"""Known mistakes of question 6, each with what a teaching assistant would say."""

import numpy as np

from grader import mistake

from .answers import LinearClassifier


class Right(LinearClassifier):
    """The right classifier, which decides ties as well."""

    def predict(self, X):
        return (X @ self.W).argmax(axis=1)


@mistake(of="LinearClassifier")
class Ascends(Right):
    """The weights go up the gradient, and the loss rises: subtract the gradient times the learning rate."""

    def train(self, X, y, learning_rate, reg, num_iters):
        return super().train(X, y, -learning_rate, reg, num_iters)


@mistake(of="LinearClassifier", credit=0.5)
class BeginsAnew(Right):
    """Every call of `train` begins with weights of 0. Go on from those that are there: who trains in two
    parts loses the first one here.
    """

    def train(self, X, y, learning_rate, reg, num_iters):
        self.W = np.zeros(self.W.shape)
        return super().train(X, y, learning_rate, reg, num_iters)


@mistake(of="LinearClassifier", credit=0.5)
class LossAfterTheStep(Right):
    """The losses that you return are those after each step; the first one has to be that before any: note
    the loss, then change the weights.
    """

    def train(self, X, y, learning_rate, reg, num_iters):
        return super().train(X, y, learning_rate, reg, num_iters)[1:] + super().train(X, y, 0.0, reg, 1) * (
            num_iters > 0
        )


@mistake(of="LinearClassifier", credit=0.5)
class PredictsTheLowest(Right):
    """`predict` returns the class with the least score: take argmax."""

    def predict(self, X):
        return (X @ self.W).argmin(axis=1)


@mistake(of="LinearClassifier", credit=0.5)
class TwoConventions(Right):
    """The loss has reg · ΣW², and each step goes down reg · W: that is the derivative of half of it. Loss
    and gradient have to follow one convention.
    """

    def train(self, X, y, learning_rate, reg, num_iters):
        losses = []
        for _ in range(num_iters):
            losses += super().train(X, y, 0.0, reg, 1)
            super().train(X, y, learning_rate, reg / 2, 1)
        return losses
