"""Question 2 in single precision, which is what torch makes of a tensor unless told otherwise."""

import torch


def softmax(a):
    """torch's own."""
    return torch.softmax(torch.Tensor(a), 0)


def cross_entropy(y, y_hat):
    """Only where y is not 0."""
    y, y_hat = torch.Tensor(y), torch.Tensor(y_hat)
    return -(y[y > 0] * y_hat[y > 0].log()).sum()


def softmax_loss(W, b, x, y):
    """logsumexp minus the expected score."""
    a = torch.Tensor(W) @ torch.Tensor(x) + torch.Tensor(b)
    return torch.logsumexp(a, 0) - torch.Tensor(y) @ a


def softmax_loss_grad_W(W, b, x, y):
    """Outer product."""
    return torch.outer(softmax_loss_grad_b(W, b, x, y), torch.Tensor(x))


def softmax_loss_grad_b(W, b, x, y):
    """Prediction minus target."""
    return torch.softmax(torch.Tensor(W) @ torch.Tensor(x) + torch.Tensor(b), 0) - torch.Tensor(y)


def confident_mistake_loss():
    """-log(0)."""
    return torch.tensor(float("inf"))


def confident_mistake_grad():
    """Prediction minus target."""
    return torch.tensor([-1.0, 0.0, 1.0])
