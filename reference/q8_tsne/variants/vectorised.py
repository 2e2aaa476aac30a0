"""Compact numpy: distances from the Gram matrix, the gradient as a Laplacian."""

import numpy as np


def _distances(Y):
    squares = np.sum(Y * Y, axis=1)
    return np.maximum(squares[:, None] + squares[None, :] - 2 * Y @ Y.T, 0)


def _laplacian(weights, Y):
    return 4 * (np.diag(weights.sum(axis=1)) - weights) @ Y


def sne_affinities(Y):
    """Log-sum-exp over the pairs."""
    logits = -_distances(Y)
    np.fill_diagonal(logits, -np.inf)
    kernel = np.exp(logits - logits.max())
    return kernel / np.sum(kernel)


def kl_divergence(P, Q):
    """Through a masked logarithm."""
    ratio = np.divide(P, Q, out=np.ones_like(P), where=P > 0)
    return np.sum(P * np.log(ratio))


def sne_grad(P, Y):
    """Return 4 (D − A) Y with the points centred first."""
    return _laplacian(P - sne_affinities(Y), Y - Y.mean(axis=0))


def tsne_affinities(Y):
    """One over one plus the distance."""
    kernel = 1.0 / (1.0 + _distances(Y))
    kernel -= np.diag(np.diag(kernel))
    return kernel / kernel.sum()


def tsne_grad(P, Y):
    """Return 4 (D − A) Y with the points centred first."""
    return _laplacian((P - tsne_affinities(Y)) / (1 + _distances(Y)), Y - Y.mean(axis=0))
