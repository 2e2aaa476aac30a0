"""Question 6: a linear classifier that learns by gradient descent."""

import numpy as np
from jaxtyping import Float, Int
from numpy import ndarray

from .inputs import Data, Labels, More, Rate, Start, Steps, Strength

CLOSE = 1e-6


class LinearClassifier:
    """A softmax classifier: made with the weights that it begins with, trained step by step."""

    W: Float[ndarray, "d c"]
    half = 1.0

    def __init__(self, W: Start) -> None:
        self.W = W.copy()

    def train(self, X: Data, y: Labels, learning_rate: Rate, reg: Strength, num_iters: Steps) -> list[float]:
        """Take num_iters steps of gradient descent on the softmax loss of the whole of X, with the penalty
        reg · ΣW² or half of it, on from the weights that are there. Return the loss before each step.
        """
        losses = []
        for _ in range(num_iters):
            scores = X @ self.W
            p = np.exp(scores - scores.max(axis=1, keepdims=True))
            p /= p.sum(axis=1, keepdims=True)
            rows = np.arange(len(X))
            losses.append(-np.log(p[rows, y]).mean() + self.half * reg * np.sum(self.W**2))
            p[rows, y] -= 1
            self.W = self.W - learning_rate * (X.T @ p / len(X) + 2 * self.half * reg * self.W)
        return losses

    def predict(self, X: More) -> Int[ndarray, "m"]:
        """Return the class with the greatest score for each row.

        Where two scores are as good as equal, rounding decides: this raises, so that nobody is asked.
        """
        scores = X @ self.W
        best = np.sort(scores, axis=1)
        if (best[:, -1] - best[:, -2] < CLOSE).any():
            raise ValueError("two classes are as good as each other")
        return scores.argmax(axis=1)


class LinearClassifierWithHalf(LinearClassifier):
    """The penalty is ½ · reg · ΣW²."""

    half = 0.5
