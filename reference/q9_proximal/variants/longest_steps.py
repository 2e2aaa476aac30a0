"""Right: constant steps just short of 2/L, at which the objective would begin to rise."""

import numpy as np


def prox_l1(x, t):
    return np.maximum(x - t, 0) - np.maximum(-x - t, 0)


def ista(A, b, lam, iterations):
    step = 1.999 / np.linalg.eigvalsh(A.T @ A)[-1]
    x = np.zeros(A.shape[1])
    for _ in range(iterations):
        x = prox_l1(x + step * A.T @ (b - A @ x), step * lam)
    return x
