"""Right answers to question 2."""

import math

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from .inputs import Bias, Distribution, Features, Logits, Prediction


def softmax(a: Logits) -> Float[ndarray, "k"]:
    """The probabilities exp(a_i) / Σ_j exp(a_j), also for large |a|.

    A common shift cancels; this one prevents overflow. [answer sheet, eq. 7]
    """
    powers = np.exp(a - np.max(a))
    return powers / np.sum(powers)


def cross_entropy(y: Distribution, y_hat: Prediction) -> float:
    """The cross entropy −Σ_i y_i log ŷ_i of a distribution y and a prediction ŷ, where 0 · log 0 = 0.

    [answer sheet, eq. 8]
    """
    possible = y > 0
    return -np.sum(y[possible] * np.log(y_hat[possible]))


def softmax_loss(W: Float[ndarray, "k d"], b: Bias, x: Features, y: Distribution) -> float:
    """The cross entropy of softmax(Wx + b), finite wherever the true value is.

    With a = Wx + b: Σ_i y_i (log Σ_j e^a_j − a_i). [answer sheet, eq. 6 to 8]
    """
    a = W @ x + b
    return np.sum(y * (np.logaddexp.reduce(a) - a))


def softmax_loss_grad_W(
    W: Float[ndarray, "k d"], b: Bias, x: Features, y: Distribution
) -> Float[ndarray, "k d"]:
    """The gradient of softmax_loss in W, of the shape of W.

    ∂l/∂W_ij = (ŷ_i − y_i) x_j. [answer sheet, eq. 15, corrected: every ŷ_k depends on every a_i]
    """
    return np.outer(softmax(W @ x + b) - y, x)


def softmax_loss_grad_b(
    W: Float[ndarray, "k d"], b: Bias, x: Features, y: Distribution
) -> Float[ndarray, "k"]:
    """The gradient of softmax_loss in b, of the shape of b.

    ∂l/∂b_i = ∂l/∂a_i = ŷ_i − y_i. [answer sheet, eq. 15, corrected]
    """
    return softmax(W @ x + b) - y


def confident_mistake_loss() -> float:
    """The limit of the loss as ŷ goes to [0, 0, 1] where y = [1, 0, 0].

    −log ŷ_1 grows without bound as ŷ_1 goes to 0. [answer sheet, 2b, corrected: plus infinity]
    """
    return math.inf


def confident_mistake_grad() -> Float[ndarray, "3"]:
    """The limit of the gradient of the loss in the logits, for the same ŷ and y.

    ŷ − y at ŷ = [0, 0, 1], y = [1, 0, 0]: the loss is infinite, the gradient in the logits is not.
    """
    return np.array([-1.0, 0.0, 1.0])
