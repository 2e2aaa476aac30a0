"""What every right answer to question 6 obeys."""

from typing import Annotated

import numpy as np
from jaxtyping import Int
from numpy import ndarray

from grader import Within, agree

from .inputs import (
    Decoder,
    DecoderBias,
    Encoder,
    EncoderBias,
    Error,
    Gradient,
    Gradients,
    Hidden,
    Momentum,
    Parameters,
    PositiveStepSize,
    Signal,
    SmallDecoder,
    SmallEncoder,
    SmallVector,
    StepSize,
)

Switches = Annotated[Int[ndarray, "h"], Within(0, 1)]


def _bias_for(hidden: ndarray, W1: ndarray, x: ndarray) -> ndarray:
    """Return the bias b1 with σ(W1 x + b1) = hidden."""
    return np.log(hidden / (1 - hidden)) - W1 @ x


# ---- the network and its loss ---------------------------------------------------------------------


def hidden_layer_is_decoded(
    autoencoder, W1: SmallEncoder, W2: SmallDecoder, b2: SmallVector, x: SmallVector, hidden: Hidden
) -> None:
    """With b1 = log(h/(1−h)) − W1 x the hidden layer is h, and the reconstruction W2 h + b2."""
    agree(autoencoder(W1, _bias_for(hidden, W1, x), W2, b2, x), W2 @ hidden + b2, scale=1.0)


def saturated_units_are_switches(
    autoencoder, on: Switches, W1: SmallEncoder, W2: SmallDecoder, b2: SmallVector
) -> None:
    """At pre-activations of ±10000 every hidden unit is 1 or 0; nothing may overflow on the way."""
    b1 = np.where(on == 1, 1e4, -1e4)
    agree(autoencoder(W1, b1, W2, b2, np.zeros(len(b2))), W2 @ on + b2, scale=1.0)


def loss_is_the_squared_length_of_the_error(
    reconstruction_loss,
    W1: SmallEncoder,
    W2: SmallDecoder,
    x: SmallVector,
    error: Error,
    hidden: Hidden,
) -> None:
    """If b2 is chosen so that the reconstruction is x + e, the loss is the sum of the squares of e."""
    b2 = x + error - W2 @ hidden
    loss = reconstruction_loss(W1, _bias_for(hidden, W1, x), W2, b2, x)
    agree(loss, np.sum(error**2), scale=1 + np.sum(error**2))


# ---- its gradients --------------------------------------------------------------------------------


def gradients_at_a_known_hidden_layer(
    reconstruction_loss_grads,
    W1: SmallEncoder,
    W2: SmallDecoder,
    x: SmallVector,
    error: Error,
    hidden: Hidden,
) -> None:
    """Where the error is e and the hidden layer h, ∂b2 = 2e, ∂W2 = 2e hᵀ and ∂b1 = 2W2ᵀe ⊙ h(1−h)."""
    b2 = x + error - W2 @ hidden
    _, db1, dW2, db2 = reconstruction_loss_grads(W1, _bias_for(hidden, W1, x), W2, b2, x)
    agree(db2, 2 * error, scale=1.0)
    agree(dW2, 2 * np.outer(error, hidden), scale=1.0)
    agree(db1, 2 * (W2.T @ error) * hidden * (1 - hidden), scale=1.0)


def first_weights_see_the_input(
    reconstruction_loss_grads,
    W1: Encoder,
    b1: EncoderBias,
    W2: Decoder,
    b2: DecoderBias,
    x: Signal,
) -> None:
    """Where a bias sees 1 a weight sees an input, so the gradient of W1 is that of b1 times xᵀ."""
    if not (W2 @ (0.5 + 0.5 * np.tanh((W1 @ x + b1) / 2)) + b2 - x).any():
        return  # without an error there is no gradient to see
    dW1, db1, _, db2 = reconstruction_loss_grads(W1, b1, W2, b2, x)
    terms = np.abs(W2.T) @ np.abs(db2)  # what may cancel on the way back
    agree(dW1, np.outer(db1, x), scale=0.25 * terms.max() * np.abs(x).max())


def saturated_units_learn_nothing(
    reconstruction_loss_grads,
    on: Switches,
    W1: SmallEncoder,
    W2: SmallDecoder,
    b2: SmallVector,
    x: SmallVector,
) -> None:
    """At pre-activations around ±9000 the sigmoid is flat: the gradients of W1 and b1 are 0, those of W2 and
    b2 are finite and not.
    """
    b1 = np.where(on == 1, 9e3, -9e3)
    dW1, db1, dW2, db2 = reconstruction_loss_grads(W1, b1, W2, b2, x)
    error = 2 * (W2 @ on + b2 - x)
    agree(db2, error, scale=1.0)
    agree(dW2, np.outer(error, on), scale=1.0)
    agree(db1, np.zeros(db1.shape), scale=1.0)
    agree(dW1, np.zeros(dW1.shape), scale=1.0)


# ---- the steps ------------------------------------------------------------------------------------


def sgd_in_a_bowl(sgd_step, w: Parameters, lr: StepSize) -> None:
    """Down the bowl J = ½‖w‖², whose gradient is w itself, one step leads to (1 − lr)·w."""
    agree(sgd_step(w, w, lr), (1 - lr) * w, scale=(1 + lr) * np.abs(w).max())


def momentum_repeats_a_share_of_the_last_step(
    momentum_step, w: Parameters, grads: Gradients, lr: PositiveStepSize, momentum: Momentum
) -> None:
    """From velocity 0 on, each step is −lr·gradient plus momentum times the step before."""
    velocity, step, want = np.zeros(w.shape), np.zeros(w.shape), w
    farthest = np.abs(w).max() + lr * np.abs(grads).sum()
    for grad in grads:
        w, velocity = momentum_step(w, grad, velocity, lr, momentum)
        step = momentum * step - lr * grad
        want = want + step
        agree(w, want, scale=farthest)


def first_step_with_momentum_is_plain(
    momentum_step, w: Parameters, grad: Gradient, lr: PositiveStepSize, momentum: Momentum
) -> None:
    """From velocity 0 the first step is that of gradient descent, whatever the momentum."""
    moved, _ = momentum_step(w, grad, np.zeros(w.shape), lr, momentum)
    agree(moved, w - lr * grad, scale=np.abs(w).max() + lr * np.abs(grad).max())


def momentum_coasts(
    momentum_step, w: Parameters, grad: Gradient, lr: PositiveStepSize, momentum: Momentum
) -> None:
    """Where the ground is flat (gradient 0) a step goes on as momentum times the step before."""
    first, velocity = momentum_step(w, grad, np.zeros(w.shape), lr, momentum)
    second, _ = momentum_step(first, np.zeros(w.shape), velocity, lr, momentum)
    agree(second, first + momentum * (first - w), scale=np.abs(w).max() + np.abs(first).max())
