"""Question 8: what is true of any right affinities, divergence and gradient."""

import numpy as np
from numpy import ndarray

from grader import agree

from .inputs import Joint, NearbyPoints, Points, Side, Similarities


def _squared_distances(Y: ndarray) -> ndarray:
    """Squared distances, one pair at a time."""
    return np.array([[np.sum((one - other) ** 2) for other in Y] for one in Y])


def _pull(weights: ndarray, Y: ndarray) -> ndarray:
    """Return Σ_j w_ij (y_i − y_j), one point at a time."""
    return np.array([weight @ (point - Y) for weight, point in zip(weights, Y, strict=True)])


# ---- affinities ----------------------------------------------------------------------------------


def affinities_follow_the_gaussian_kernel(sne_affinities, Y: NearbyPoints) -> None:
    """Every affinity is its share of the kernel: q_ij times the sum of all exp(−d_kl) is exp(−d_ij)."""
    kernel = np.exp(-_squared_distances(Y))
    np.fill_diagonal(kernel, 0)
    agree(sne_affinities(Y) * kernel.sum(), kernel)


def affinities_are_one_distribution(sne_affinities, Y: Points) -> None:
    """The affinities of all pairs together sum to 1, are symmetric, and no point is paired with itself."""
    _one_distribution(sne_affinities(Y))


def t_affinities_follow_the_student_kernel(tsne_affinities, Y: NearbyPoints) -> None:
    """Every affinity is the same share of its kernel: q_ij · (1 + d_ij) is one number for all pairs."""
    Q = tsne_affinities(Y)
    shares = (Q * (1 + _squared_distances(Y)))[~np.eye(len(Y), dtype=bool)]
    agree(shares, np.full(len(shares), shares[0]))
    agree(Q.sum(), 1.0)
    agree(np.diag(Q), np.zeros(len(Y)), scale=1)


def t_affinities_are_one_distribution(tsne_affinities, Y: Points) -> None:
    """The affinities of all pairs together sum to 1, are symmetric, and no point is paired with itself."""
    _one_distribution(tsne_affinities(Y))


def _one_distribution(Q: ndarray) -> None:
    agree(Q.sum(), 1.0)
    agree(Q, Q.T)
    agree(np.diag(Q), np.zeros(len(Q)), scale=1)


# ---- divergence ----------------------------------------------------------------------------------


def divergence_from_the_uniform_is_missing_entropy(kl_divergence, P: Joint) -> None:
    """From the uniform distribution over the n(n − 1) pairs, P diverges by log n(n − 1) minus its entropy."""
    n = len(P)
    uniform = (1 - np.eye(n)) / (n * (n - 1))
    entropy = -sum(p * np.log(p) for p in P.ravel() if p > 0)
    most = np.log(n * (n - 1))
    agree(kl_divergence(P, uniform), float(most - entropy), scale=most)


def divergence_from_itself_is_zero(kl_divergence, P: Joint) -> None:
    """A distribution does not diverge from itself."""
    agree(kl_divergence(P, P.copy()), 0.0, scale=1)


# ---- gradients -----------------------------------------------------------------------------------


def sne_gradient_at_the_corners_of_a_simplex(sne_grad, P: Joint, side: Side) -> None:
    """At n points with equal distances every q_ij is 1/(n(n − 1)), so the gradient is known for any P."""
    Y, uniform = _simplex(len(P), side)
    agree(sne_grad(P, Y), 4 * _pull(P - uniform, Y), scale=side)


def sne_gradient_is_affine_in_P(sne_grad, P: Similarities, Y: Points) -> None:
    """Another P changes the gradient by 4 Σ_j (change of p_ij)(y_i − y_j)."""
    other = _other(P)
    change = 4 * _pull(P - other, Y)
    agree(sne_grad(P, Y) - sne_grad(other, Y), change, scale=np.abs(Y).max())


def sne_gradient_vanishes_where_P_is_Q(sne_grad, Y: NearbyPoints) -> None:
    """Where P already is the affinity of the map, nothing pulls."""
    Q = np.exp(-_squared_distances(Y))
    np.fill_diagonal(Q, 0)
    agree(sne_grad(Q / Q.sum(), Y), np.zeros(Y.shape), scale=np.abs(Y).max())


def tsne_gradient_at_the_corners_of_a_simplex(tsne_grad, P: Joint, side: Side) -> None:
    """At n points with equal distances every q_ij is 1/(n(n − 1)), so the gradient is known for any P."""
    Y, uniform = _simplex(len(P), side)
    agree(tsne_grad(P, Y), 4 * _pull(P - uniform, Y) / (1 + 2 * side**2), scale=side)


def tsne_gradient_is_affine_in_P(tsne_grad, P: Joint, Y: Points) -> None:
    """Another P changes the gradient by 4 Σ_j (change of p_ij)(y_i − y_j)/(1 + ‖y_i − y_j‖²)."""
    other = _other(P)
    change = 4 * _pull((P - other) / (1 + _squared_distances(Y)), Y)
    agree(tsne_grad(P, Y) - tsne_grad(other, Y), change, scale=np.abs(Y).max())


def tsne_gradient_vanishes_where_P_is_Q(tsne_grad, Y: NearbyPoints) -> None:
    """Where P already is the affinity of the map, nothing pulls."""
    Q = 1 / (1 + _squared_distances(Y))
    np.fill_diagonal(Q, 0)
    agree(tsne_grad(Q / Q.sum(), Y), np.zeros(Y.shape), scale=np.abs(Y).max())


def _simplex(n: int, side: float) -> tuple[ndarray, ndarray]:
    """Return n points with equal distances, and the uniform distribution over their pairs."""
    return side * np.eye(n), (1 - np.eye(n)) / (n * (n - 1))


def _other(P: ndarray) -> ndarray:
    """Return another symmetric P that is 0 where P is: its pairs have the weights 1, 2, 3 …"""
    other = np.zeros(P.shape)
    rows, columns = np.nonzero(np.tril(P))
    other[rows, columns] = other[columns, rows] = np.arange(1, len(rows) + 1)
    return other / other.sum()
