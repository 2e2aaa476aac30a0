"""Torch: softshrink, the gradient of the smooth part by automatic differentiation, backtracking."""

import torch
from torch.nn.functional import softshrink


def _tensor(x):
    return torch.tensor(x, dtype=torch.float64)


def _smooth(x, A, b):
    return 0.5 * (b - A @ x).pow(2).sum()


def _gradient(x, A, b):
    x = x.detach().requires_grad_()
    return torch.autograd.grad(_smooth(x, A, b), x)[0]


def prox_l1(x, t):
    """Torch has it."""
    return softshrink(_tensor(x), t)


def ista_step(x, A, b, lam, step):
    """Gradient from autograd, prox from torch."""
    x, A, b = _tensor(x), _tensor(A), _tensor(b)
    return softshrink(x - step * _gradient(x, A, b), step * lam)


def ista(A, b, lam, iterations):
    """Backtracking: halve the step until the quadratic bound holds."""
    A, b = _tensor(A), _tensor(b)
    x, step = torch.zeros(A.shape[1], dtype=torch.float64), 1.0
    for _ in range(iterations):
        g = _gradient(x, A, b)
        while True:
            new = softshrink(x - step * g, step * lam)
            move = new - x
            if (A @ move).pow(2).sum() * step <= move.pow(2).sum() * (1 + 1e-12):
                break
            step /= 2
        x = new
    return x


def l1_subdifferential_contains(u, g):
    """Distance to the set."""
    u, g = _tensor(u), _tensor(g)
    distance = torch.where(u == 0, g.abs() - 1, (g - u.sign()).abs())
    return distance.max() <= 1e-9


def gradient_mapping(x, A, b, lam, step):
    """As defined."""
    return (_tensor(x) - ista_step(x, A, b, lam, step)) / step
