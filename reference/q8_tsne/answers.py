"""Question 8: affinities of a map, their divergence from given ones, and its gradient."""

import numpy as np

from .inputs import Affinities, Gradient, Joint, Model, Points, Similarities


def _squared_distances(Y: Points) -> Affinities:
    """Squared distances between all points: d_ij = ‖y_i − y_j‖²."""
    return ((Y[:, None] - Y[None, :]) ** 2).sum(axis=2)


def sne_affinities(Y: Points) -> Affinities:
    """Gaussian affinities of points: q_ij = exp(−‖y_i−y_j‖²) / Σ_{k≠l} exp(−‖y_k−y_l‖²), zero diagonal.

    A distribution over the pairs. [eq. 27]
    """
    kernel = np.exp(-_squared_distances(Y))
    np.fill_diagonal(kernel, 0)
    return kernel / kernel.sum()


def kl_divergence(P: Joint, Q: Model) -> float:
    """The divergence Σ_ij p_ij log(p_ij / q_ij), where terms with p_ij = 0 count 0.

    [eq. 29]
    """
    pairs = P > 0
    return float(np.sum(P[pairs] * np.log(P[pairs] / Q[pairs])))


def sne_grad(P: Similarities, Y: Points) -> Gradient:
    """The gradient in the points Y of the divergence of their Gaussian affinities from P.

    4 Σ_j (p_ij − q_ij)(y_i − y_j). [eq. 31]
    """
    weights = P - sne_affinities(Y)
    return 4 * (weights[:, :, None] * (Y[:, None] - Y[None, :])).sum(axis=1)


def tsne_affinities(Y: Points) -> Affinities:
    """The affinities of points with the Student-t kernel 1 / (1 + ‖y_i−y_j‖²), zero diagonal.

    q_ij = (1 + d_ij)⁻¹ / Σ_{k≠l} (1 + d_kl)⁻¹. [not on the answer sheet]
    """
    kernel = (1 + _squared_distances(Y)) ** -1
    np.fill_diagonal(kernel, 0)
    return kernel / kernel.sum()


def tsne_grad(P: Joint, Y: Points) -> Gradient:
    """The gradient in the points Y of the divergence of their Student-t affinities from P.

    4 Σ_j (p_ij − q_ij)(1 + d_ij)⁻¹(y_i − y_j). [not on the answer sheet]
    """
    weights = (P - tsne_affinities(Y)) / (1 + _squared_distances(Y))
    return 4 * (weights[:, :, None] * (Y[:, None] - Y[None, :])).sum(axis=1)


def sne_loss(P: Similarities, Y: Points) -> float:
    """Divergence of the Gaussian affinities of the map from P: what ``sne_grad`` differentiates."""
    return kl_divergence(P, sne_affinities(Y))


def tsne_loss(P: Joint, Y: Points) -> float:
    """Divergence of the Student-t affinities of the map from P: what ``tsne_grad`` differentiates."""
    return kl_divergence(P, tsne_affinities(Y))
