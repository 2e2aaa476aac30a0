"""Question 9: soft thresholding, one step of ISTA and many, the subdifferential, the gradient mapping."""

import numpy as np

from .inputs import (
    Blur,
    Iterations,
    MovingStep,
    Observed,
    Penalty,
    Point,
    Signal,
    Step,
    SubgradientOrNot,
    Threshold,
    WithZeros,
)

SLACK = 1e-9  # a subgradient that was calculated misses the ends of [−1, 1] by some rounding


def prox_l1(x: Signal, t: Threshold) -> Point:
    """The proximal operator of t‖·‖₁: the z with the least ½‖z − x‖² + t‖z‖₁.

    Soft thresholding: sign(x)·max(|x| − t, 0). [eq. 39]
    """
    return np.sign(x) * (np.abs(x) - t).clip(min=0)


def ista_step(x: Point, A: Blur, b: Observed, lam: Penalty, step: Step) -> Point:
    """One proximal gradient step from x for ½‖b − Ax‖² + lam‖x‖₁.

    prox(x − step·Aᵀ(Ax − b)). [eq. 41, 44]
    """
    return prox_l1(x - step * A.T @ (A @ x - b), step * lam)


def ista(A: Blur, b: Observed, lam: Penalty, iterations: Iterations) -> Point:
    """The iterate after that many proximal gradient steps from 0, none of which raises the objective.

    Steps of length 1/L, where L = ‖A‖² is how fast the gradient can change. [eq. 44]
    """
    x = np.zeros(A.shape[1])
    for _ in range(iterations):
        x = ista_step(x, A, b, lam, step=float(np.linalg.norm(A, 2)) ** -2)
    return x


def l1_subdifferential_contains(u: WithZeros, g: SubgradientOrNot) -> bool:
    """Whether g is a subgradient of ‖·‖₁ at u, with 1e-9 slack on g.

    g_i = sign(u_i) where u_i ≠ 0 and |g_i| ≤ 1 elsewhere. [eq. 43]
    """
    nearest = np.where(u == 0, g.clip(-1, 1), np.sign(u))
    return np.allclose(g, nearest, rtol=0, atol=SLACK)  # equivalent: with rtol=0 either order


def gradient_mapping(x: Point, A: Blur, b: Observed, lam: Penalty, step: MovingStep) -> Point:
    """The gradient mapping G = (x − prox(x − step·∇g(x))) / step of ½‖b − Ax‖² + lam‖x‖₁, g the smooth part.

    The step that proximal gradient descent takes, as a gradient: (x − ista_step(x))/step. [eq. 45]
    """
    return (x - ista_step(x, A, b, lam, step)) / step
