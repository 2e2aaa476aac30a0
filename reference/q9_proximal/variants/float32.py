"""Right: single precision throughout, but where 1e-9 is to be seen."""

import numpy as np


def single(*arguments):
    return [np.asarray(each, dtype=np.float32) for each in arguments]


def prox_l1(x, t):
    x, t = single(x, t)
    return np.sign(x) * np.maximum(np.abs(x) - t, 0)


def ista_step(x, A, b, lam, step):
    x, A, b, lam, step = single(x, A, b, lam, step)
    return prox_l1(x - step * (A.T @ (A @ x - b)), lam * step)


def ista(A, b, lam, iterations):
    x = np.zeros(A.shape[1], dtype=np.float32)
    for k in range(iterations):  # steps may change, and become shorter
        x = ista_step(x, A, b, lam, 1 / ((k + 1) * np.linalg.norm(A, 2) ** 2))
    return x


def gradient_mapping(x, A, b, lam, step):
    return (single(x)[0] - ista_step(x, A, b, lam, step)) / np.float32(step)
