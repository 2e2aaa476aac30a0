"""Unusual and right: column vectors, division by zero on the way, a step that changes, 0 and 1 for bools."""

import numpy as np


def prox_l1(x, t):
    """Scale every entry by max(1 − t/|x|, 0); 1/0 is infinite and warns."""
    return (
        x * np.maximum(1 - t / np.abs(x), 0) if np.all(x) else [float(prox_l1(s, t)) if s else 0 for s in x]
    )


def ista_step(x, A, b, lam, step):
    """With columns instead of vectors."""
    x, b = x.reshape(-1, 1), b.reshape(-1, 1)
    v = x + step * A.T @ (b - A @ x)
    return np.maximum(v - step * lam, 0) - np.maximum(-v - step * lam, 0)


def ista(A, b, lam, iterations):
    """Steps between 1/L and 1.5/L in turn."""
    L = np.linalg.svd(A, compute_uv=False).max() ** 2
    x = np.zeros((A.shape[1], 1))
    for iteration in range(iterations):
        x = ista_step(x, A, b, lam, (1 + (iteration % 2) / 2) / L)
    return x


def l1_subdifferential_contains(u, g):
    """Directional derivatives along the axes bound g from both sides."""
    right = np.where(u >= 0, 1, -1)
    left = np.where(u > 0, 1, -1)
    return int(((g <= right + 1e-9) & (g >= left - 1e-9)).all())


def gradient_mapping(x, A, b, lam, step):
    """Row vector."""
    return np.array([(x - ista_step(x, A, b, lam, step).ravel()) / step])
