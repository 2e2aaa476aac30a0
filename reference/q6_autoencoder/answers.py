"""Right answers to question 6."""

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from .inputs import (
    Decoder,
    DecoderBias,
    Encoder,
    EncoderBias,
    Gradient,
    Momentum,
    Parameters,
    PositiveStepSize,
    Signal,
    StepSize,
)


def autoencoder(W1: Encoder, b1: EncoderBias, W2: Decoder, b2: DecoderBias, x: Signal) -> Float[ndarray, "d"]:
    """The reconstruction W2 σ(W1 x + b1) + b2 of x.

    [answer sheet, eq. 22]
    """
    return W2 @ sigmoid(W1 @ x + b1) + b2


def reconstruction_loss(W1: Encoder, b1: EncoderBias, W2: Decoder, b2: DecoderBias, x: Signal) -> float:
    """The squared length of the error, ‖autoencoder(…) − x‖², summed over the components.

    [answer sheet, eq. 23]
    """
    error = autoencoder(W1, b1, W2, b2, x) - x  # equivalent: its sign is squared away
    return float(error @ error)


def reconstruction_loss_grads(
    W1: Encoder, b1: EncoderBias, W2: Decoder, b2: DecoderBias, x: Signal
) -> tuple[Float[ndarray, "h d"], Float[ndarray, "h"], Float[ndarray, "d h"], Float[ndarray, "d"]]:
    """The gradients of reconstruction_loss in W1, b1, W2 and b2, a tuple in this order.

    With e = 2(x̃ − x) and δ = W2ᵀe ⊙ h(1 − h): (δxᵀ, δ, ehᵀ, e). [answer sheet, eq. 24, corrected]
    """
    h = sigmoid(W1 @ x + b1)
    e = 2 * (W2 @ h + b2 - x)
    delta = (W2.T @ e) * h * (1 - h)
    return np.outer(delta, x), delta, np.outer(e, h), e


def sgd_step(w: Parameters, grad: Gradient, lr: StepSize) -> Parameters:
    """The parameters after one step of gradient descent with step size lr.

    w − lr·∂J/∂w. [answer sheet, eq. 25]
    """
    return w - lr * grad


def momentum_step(
    w: Parameters, grad: Gradient, velocity: Parameters, lr: PositiveStepSize, momentum: Momentum
) -> tuple[Parameters, Parameters]:
    """Parameters and velocity after one step with momentum; either usual form will do.

    The velocity keeps a share of itself: v' = momentum·v − lr·∂J/∂w, w' = w + v'. [eq. 26, corrected]
    """
    velocity = momentum * velocity - lr * grad
    return w + velocity, velocity


def sigmoid(z: ndarray) -> ndarray:
    """σ(z) = 1/(1 + exp(−z)) = exp(−log(exp(0) + exp(−z))), which never overflows."""
    return np.exp(-np.logaddexp(0, -z))
