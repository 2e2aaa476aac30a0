"""Right: a step so short that it suits every matrix of the question, though it takes its time."""

import numpy as np

STEP = 1e-5


def prox_l1(x, t):
    return x - np.clip(x, -t, t)


def ista(A, b, lam, iterations):
    x = np.zeros(A.shape[1])
    for _ in range(iterations):
        x = prox_l1(x - STEP * A.T @ (A @ x - b), STEP * lam)
    return x
