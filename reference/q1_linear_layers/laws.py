"""Laws that every right answer to question 1 obeys."""

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from grader import agree

from .inputs import Encoder, Penalty, SaturatingEncoder


def one_layer_gives_the_output_of_two(
    collapse_linear, W1: Float[ndarray, "h d"], W2: Float[ndarray, "k h"], X: Float[ndarray, "d n"]
) -> None:
    """The one matrix maps every input to what the two layers make of it, one after the other."""
    # Where products cancel, what counts is the size of the terms that were added.
    scale = np.max(np.abs(W2) @ np.abs(W1) @ np.abs(X))
    agree(collapse_linear(W1, W2) @ X, W2 @ (W1 @ X), scale=scale)


def breaks_additivity(
    W1: Float[ndarray, "h d"], W2: Float[ndarray, "k h"], x: Float[ndarray, "d"], y: Float[ndarray, "d"]
) -> bool:
    """W2·max(0, W1(x+y)) differs from W2·max(0, W1x) + W2·max(0, W1y) by more than rounding."""

    def layers(v: ndarray) -> ndarray:
        return W2 @ np.maximum(0, W1 @ v)

    assert all(np.isfinite(part).all() for part in (W1, W2, x, y)), "it has to be made of finite numbers."
    rounding = 1e-12 * (np.abs(W2) @ np.abs(W1) @ (np.abs(x) + np.abs(y)))
    together, apart = layers(x + y), layers(x) + layers(y)
    if np.any(np.abs(together - apart) > rounding):
        return True
    both = f"both sides are {np.array2string(together, precision=4, separator=', ')}."
    raise AssertionError(f"{both} {_why_both_agree(W1, W2, x, y)}".rstrip())


def _why_both_agree(W1: ndarray, W2: ndarray, x: ndarray, y: ndarray) -> str:
    """Return why the ReLU changes nothing in an example, if there is one reason."""
    at_x, at_y = W1 @ x, W1 @ y
    if not x.any() or not y.any():
        return "One of your vectors is 0, so both sides are the same sum: take two that are not 0."
    if not W2.any():
        return "The second layer is 0: give W2 a weight on a hidden unit that changes its sign."
    if np.all(at_x <= 0) and np.all(at_y <= 0):
        return "All your hidden units are off: one has to be on for one of x and y and off for the other."
    if np.all(at_x >= 0) and np.all(at_y >= 0):
        return "All your hidden units are on, and then the ReLU changes nothing: let one change sides."
    if not np.any(at_x * at_y < 0):
        return (
            "No hidden unit is positive for one of x and y and negative for the other: let one change sides."
        )
    return (
        "Hidden units change sides, but what the ReLU cuts off cancels: max(0, z) − max(0, −z) = z is linear."
    )


def a_known_residual_gives_a_known_loss(
    sparse_coding_loss,
    D: Float[ndarray, "d k"],
    A: Float[ndarray, "n k"],
    lam: Penalty,
    R: Float[ndarray, "n d"],
) -> None:
    """Where each x_i is D a_i plus a known r_i, the loss is the mean of ½‖r_i‖² + λ‖a_i‖₁."""
    X = A @ D.T + R
    penalty = lam * np.mean(np.sum(np.abs(A), axis=1))
    want = 0.5 * np.mean(np.sum(R**2, axis=1)) + penalty
    # Written out as ‖x‖² − 2x·Da + ‖Da‖², the loss is exact only to the size of these terms.
    agree(sparse_coding_loss(X, D, A, lam), want, scale=np.mean(np.sum(X**2, axis=1)) + want)


def a_unit_and_its_mirror_image_add_up_to_one(
    autoencoder_loss, X: Float[ndarray, "n d"], W_enc: Encoder, W_dec: Float[ndarray, "d k"]
) -> None:
    """σ(z) + σ(−z) = 1: with every unit mirrored, each x_i is rebuilt as the sum of the columns of W_dec."""
    mirrored = autoencoder_loss(X, np.vstack([W_enc, -W_enc]), np.hstack([W_dec, W_dec]))
    agree(mirrored, np.mean(np.sum((W_dec.sum(axis=1) - X) ** 2, axis=1)), scale=_sizes(X, W_dec))


def saturated_units_are_on_or_off(
    autoencoder_loss, X: Float[ndarray, "n d"], W_enc: SaturatingEncoder, W_dec: Float[ndarray, "d k"]
) -> None:
    """Units driven as far as ±1e4 are simply on or off: the loss stays finite, and no exp overflows."""
    codes = 0.5 + 0.5 * np.tanh(X @ W_enc.T / 2)
    want = np.mean(np.sum((codes @ W_dec.T - X) ** 2, axis=1))
    agree(autoencoder_loss(X, W_enc, W_dec), want, scale=_sizes(X, W_dec))


def _sizes(X: ndarray, W_dec: ndarray) -> float:
    """The size of the loss where nothing cancels."""
    return np.mean(np.sum((np.abs(W_dec).sum(axis=1) + np.abs(X)) ** 2, axis=1))
