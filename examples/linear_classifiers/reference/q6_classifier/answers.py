"""Question 6: a linear classifier that learns by gradient descent."""

import numpy as np
from jaxtyping import Float, Int
from numpy import ndarray

from ..q1_softmax.answers import softmax_loss_vectorized
from .inputs import Data, Labels, More, Rate, Start, Steps, Strength

CLOSE = 1e-6


class LinearClassifier:
    """A softmax classifier: made with the weights that it begins with, trained step by step."""

    W: Float[ndarray, "d c"]

    def __init__(self, W: Start) -> None:
        self.W = W.copy()

    def train(self, X: Data, y: Labels, learning_rate: Rate, reg: Strength, num_iters: Steps) -> list[float]:
        """Take num_iters steps of gradient descent on the softmax loss of the whole of X, with the penalty
        reg · ΣW² or half of it, on from the weights that are there. Return the loss before each step.
        """
        losses = []
        for _ in range(num_iters):
            loss, dW = softmax_loss_vectorized(self.W, X, y, reg)
            losses.append(loss)
            self.W = self.W - learning_rate * dW
        return losses

    def predict(self, X: More) -> Int[ndarray, "m"]:
        """Return the class with the greatest score for each row.

        Where two scores are as good as equal, rounding decides: this raises, so that nobody is asked.
        """
        scores = X @ self.W
        best = np.sort(scores, axis=1)
        near = CLOSE * np.abs(scores).max()  # equivalent: how near are the close ones, which nobody is asked
        if np.any(best[:, -1] - best[:, -2] <= near):  # equivalent: as above
            raise ValueError("two classes are as good as each other")
        return scores.argmax(axis=1)


class LinearClassifierWithHalf(LinearClassifier):
    """The penalty is ½ · reg · ΣW²."""

    def train(self, X: Data, y: Labels, learning_rate: Rate, reg: Strength, num_iters: Steps) -> list[float]:
        """Take the same steps with half of the penalty."""
        return super().train(X, y, learning_rate, reg / 2, num_iters)
