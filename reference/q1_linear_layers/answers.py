"""Right answers to question 1."""

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from .inputs import Encoder, Penalty


def sigmoid(z: Float[ndarray, "..."]) -> Float[ndarray, "..."]:
    """The logistic function 1 / (1 + e^−z), written so that nothing overflows."""
    return np.exp(-np.logaddexp(0, -z))


def collapse_linear(W1: Float[ndarray, "h d"], W2: Float[ndarray, "k h"]) -> Float[ndarray, "k d"]:
    """The one matrix that does what two linear layers without activation do: W1 first, then W2.

    W2 (W1 x) = (W2 W1) x. [answer sheet, eq. 3]
    """
    return W2 @ W1


def relu_is_not_linear() -> tuple[
    Float[ndarray, "h d"], Float[ndarray, "k h"], Float[ndarray, "d"], Float[ndarray, "d"]
]:
    """Weights and inputs (W1, W2, x, y) where W2·max(0, W1(x + y)) is not the sum of the outputs for x and y.

    The ReLU passes x = 1, stops y = −1, and x + y = 0 gives 0: 0 ≠ 1 + 0. [answer sheet, eq. 2]
    """
    return np.eye(1), np.eye(1), np.array([1.0]), np.array([-1.0])  # equivalent: any other size does as well


def sparse_coding_loss(
    X: Float[ndarray, "n d"], D: Float[ndarray, "d k"], A: Float[ndarray, "n k"], lam: Penalty
) -> float:
    """The loss of dictionary learning: (1/n) Σ_i (½‖x_i − D a_i‖² + λ‖a_i‖₁), samples and codes in rows.

    [answer sheet, eq. 4]
    """
    residuals = X - A @ D.T  # equivalent: the residuals are squared
    return np.mean(0.5 * np.sum(residuals**2, axis=1) + lam * np.sum(np.abs(A), axis=1))


def autoencoder_loss(X: Float[ndarray, "n d"], W_enc: Encoder, W_dec: Float[ndarray, "d k"]) -> float:
    """The loss of an autoencoder without biases: (1/n) Σ_i ‖W_dec σ(W_enc x_i) − x_i‖², samples in rows.

    [answer sheet, eq. 5]
    """
    codes = sigmoid(X @ W_enc.T)
    errors = codes @ W_dec.T - X  # equivalent: the errors are squared
    return np.mean(np.sum(errors**2, axis=1))
