"""Question 6 in short; velocity without the step size, as in torch."""

import numpy as np


def _sigmoid(z):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-z))


def autoencoder(W1, b1, W2, b2, x):
    """Equation 22."""
    return W2.dot(_sigmoid(W1.dot(x) + b1)) + b2


def reconstruction_loss(W1, b1, W2, b2, x):
    """Equation 23."""
    return np.linalg.norm(autoencoder(W1, b1, W2, b2, x) - x) ** 2


def reconstruction_loss_grads(W1, b1, W2, b2, x):
    """Column vectors all the way; the slope of the sigmoid from both tails."""
    x, b1, b2 = x[:, None], b1[:, None], b2[:, None]
    z = W1 @ x + b1
    h = _sigmoid(z)
    e = 2 * (W2 @ h + b2 - x)
    delta = W2.T @ e * h * _sigmoid(-z)
    return delta @ x.T, delta, e @ h.T, e


def sgd_step(w, grad, lr):
    """Equation 25."""
    return w - lr * grad


def momentum_step(w, grad, velocity, lr, momentum):
    """The convention of torch.optim.SGD."""
    velocity = momentum * velocity + grad
    return w - lr * velocity, velocity
