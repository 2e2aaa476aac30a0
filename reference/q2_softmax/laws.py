"""Laws that every right answer to question 2 obeys."""

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from grader import agree

from .inputs import (
    Bias,
    Distribution,
    ExtremePrediction,
    Features,
    HugeLogits,
    Logits,
    Prediction,
)


def odds_are_exponentials_of_differences(softmax, a: Logits) -> None:
    """The probabilities sum to 1, and any two of them stand in the ratio exp(a_i − a_j)."""
    p, powers = softmax(a), np.exp(a - a.max())
    agree(p.sum(), 1.0)
    agree(np.outer(p, powers), np.outer(powers, p), scale=1 / len(a))


def softmax_ignores_a_common_shift(softmax, a: Logits) -> None:
    """Adding one number to all logits changes nothing."""
    agree(softmax(a + 5.0), softmax(a))


def softmax_survives_huge_logits(softmax, a: HugeLogits) -> None:
    """With logits up to ±1e5 the probabilities are still right: exp never sees a large positive number."""
    agree(softmax(a), _probabilities(a), noise=_rounding(a))


def a_sure_label_costs_minus_log_of_its_probability(
    cross_entropy, y: Distribution, y_hat: Prediction
) -> None:
    """For a one-hot y the loss is −log of the true class's ŷ; for any other y, the mean of these weighted by
    y.
    """
    costs = np.array([cross_entropy(label, y_hat) for label in np.eye(len(y))])
    agree(costs, -np.log(y_hat), scale=1.0)
    agree(cross_entropy(y, y_hat), y @ costs, scale=1.0)


def impossible_classes_cost_nothing(cross_entropy, y: Distribution, y_hat: ExtremePrediction) -> None:
    """0 · log 0 counts 0, and a tiny ŷ counts in full: nothing is added to ŷ and nothing is clipped."""
    possible = y > 0
    agree(cross_entropy(y, y_hat), y[possible] @ -np.log(y_hat[possible]), scale=1.0)


def losses_of_two_labels_differ_by_their_logits(
    softmax_loss, W: Float[ndarray, "k d"], b: Bias, x: Features, y: Distribution
) -> None:
    """l(i) − l(j) = a_j − a_i for the labels i and j, Σ_i exp(−l(i)) = 1, and soft labels average these
    losses.
    """
    a = W @ x + b
    losses = np.array([softmax_loss(W, b, x, label) for label in np.eye(len(b))])
    agree(np.exp(-losses).sum(), 1.0)
    agree(losses - losses[0], a[0] - a, scale=1.0)
    agree(softmax_loss(W, b, x, y), y @ losses, scale=1.0)


def loss_stays_finite_for_huge_logits(
    softmax_loss, W: Float[ndarray, "k d"], a: HugeLogits, x: Features, y: Distribution
) -> None:
    """With scores up to ±1e5 the loss is large but finite: log ŷ is taken without computing ŷ."""
    # W is 0, so that the logits are exactly a; the loss is exact to their rounding.
    want = y @ (np.logaddexp.reduce(a) - a)
    agree(softmax_loss(0 * W, a, x, y), want, scale=1 + want, noise=_rounding(a))


def gradient_is_prediction_minus_label_times_input(
    softmax_loss_grad_W, W: Float[ndarray, "k d"], p: Prediction, x: Features, y: Distribution
) -> None:
    """Where the bias makes the prediction ŷ = p, the gradient in W is (p − y) xᵀ; at p = y it is 0."""
    bias = np.log(p) - W @ x + 1.0  # a common shift changes no probability
    agree(softmax_loss_grad_W(W, bias, x, y), np.outer(p - y, x), scale=np.abs(x).max() + 1e-9)


def class_gradients_cancel(
    softmax_loss_grad_W, W: Float[ndarray, "k d"], b: Bias, x: Features, y: Distribution
) -> None:
    """Over the classes, the gradient sums to zero: what one class gains the others lose."""
    agree(softmax_loss_grad_W(W, b, x, y).sum(axis=0), np.zeros(len(x)), scale=np.abs(x).max() + 1e-9)


def gradient_survives_huge_logits(
    softmax_loss_grad_W, W: Float[ndarray, "k d"], a: HugeLogits, x: Features, y: Distribution
) -> None:
    """With scores up to ±1e5 the gradient in W is still (ŷ − y) xᵀ, and finite."""
    want = np.outer(_probabilities(a) - y, x)
    size = np.abs(x).max() + 1e-9
    agree(softmax_loss_grad_W(0 * W, a, x, y), want, scale=size, noise=size * _rounding(a))


def bias_gradient_is_prediction_minus_label(
    softmax_loss_grad_b, W: Float[ndarray, "k d"], p: Prediction, x: Features, y: Distribution
) -> None:
    """Where the bias makes the prediction ŷ = p, the gradient in b is p − y; at p = y it is 0."""
    bias = np.log(p) - W @ x + 1.0  # a common shift changes no probability
    agree(softmax_loss_grad_b(W, bias, x, y), p - y, scale=1.0)


def bias_gradient_survives_huge_logits(
    softmax_loss_grad_b, W: Float[ndarray, "k d"], a: HugeLogits, x: Features, y: Distribution
) -> None:
    """With scores up to ±1e5 the gradient in b is still ŷ − y, and finite."""
    agree(softmax_loss_grad_b(0 * W, a, x, y), _probabilities(a) - y, scale=1.0, noise=_rounding(a))


def _rounding(a: ndarray) -> float:
    """Return what a sum of the size of the logits loses: log Σ exp a, where it is taken from a."""
    return float(1e-14 * np.abs(a).max())


def _probabilities(a: ndarray) -> ndarray:
    powers = np.exp(a - a.max())
    return powers / powers.sum()
