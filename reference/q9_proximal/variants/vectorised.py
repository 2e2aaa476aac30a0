"""Compact numpy: Moreau's decomposition, nearly the longest step."""

import numpy as np


def prox_l1(x, t):
    """Take the clipped part off."""
    return x - np.clip(x, -t, t)


def ista_step(x, A, b, lam, step):
    """With the normal equations."""
    return prox_l1(x - step * (A.T @ A @ x - A.T @ b), step * lam)


def ista(A, b, lam, iterations):
    """Step 1.9/L from the eigenvalues of AᵀA."""
    step = 1.9 / np.linalg.eigvalsh(A.T @ A)[-1]
    x = np.zeros(A.shape[1])
    for _ in range(iterations):
        x = ista_step(x, A, b, lam, step)
    return x


def l1_subdifferential_contains(u, g):
    """Clip to the interval that is allowed."""
    low, high = np.where(u > 0, 1, -1), np.where(u < 0, -1, 1)
    return np.allclose(g, np.clip(g, low, high), rtol=0, atol=1e-9)


def gradient_mapping(x, A, b, lam, step):
    """The gradient plus the clipped part, by Moreau's decomposition."""
    gradient = A.T @ (A @ x - b)
    return gradient + np.clip(x / step - gradient, -lam, lam)
