"""Torch: the loss as it is defined, its gradient by automatic differentiation."""

import torch


def _log_affinities(log_kernel):
    """Log of the normalised kernel off the diagonal, in a row."""
    pairs = ~torch.eye(len(log_kernel), dtype=torch.bool)
    return pairs, log_kernel[pairs] - torch.logsumexp(log_kernel[pairs], dim=0)


def _squared(Y):
    return (Y.unsqueeze(0) - Y.unsqueeze(1)).pow(2).sum(-1)


def _matrix(log_kernel):
    pairs, logs = _log_affinities(log_kernel)
    Q = torch.zeros_like(log_kernel)
    Q[pairs] = logs.exp()
    return Q


def _grad(P, Y, log_kernel):
    Y = torch.tensor(Y, dtype=torch.float64, requires_grad=True)
    pairs, logs = _log_affinities(log_kernel(_squared(Y)))
    p = torch.tensor(P, dtype=torch.float64)[pairs]
    loss = (torch.xlogy(p, p) - p * logs).sum()
    loss.backward()
    return Y.grad


def sne_affinities(Y):
    """Softmax over the pairs."""
    return _matrix(-_squared(torch.tensor(Y, dtype=torch.float64)))


def kl_divergence(P, Q):
    """Sum where P is positive."""
    P, Q = torch.tensor(P), torch.tensor(Q)
    return torch.nn.functional.kl_div(Q[P > 0].log(), P[P > 0], reduction="sum")


def sne_grad(P, Y):
    """Backward through the Gaussian loss."""
    return _grad(P, Y, torch.neg)


def tsne_affinities(Y):
    """Softmax of −log(1 + d)."""
    return _matrix(-torch.log1p(_squared(torch.tensor(Y, dtype=torch.float64))))


def tsne_grad(P, Y):
    """Backward through the Student loss."""
    return _grad(P, Y, lambda d: -torch.log1p(d))
