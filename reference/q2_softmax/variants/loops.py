"""Question 2 with plain loops."""

import math


def softmax(a):
    """Shift, exponentiate, normalise."""
    top = max(a)
    powers = [math.exp(v - top) for v in a]
    total = sum(powers)
    return [p / total for p in powers]


def cross_entropy(y, y_hat):
    """Skip the classes that cannot be the label."""
    loss = 0.0
    for target, p in zip(y, y_hat, strict=True):
        if target != 0:
            loss -= target * math.log(p)
    return loss


def scores(W, b, x):
    """One score a class."""
    return [sum(w * v for w, v in zip(row, x, strict=True)) + bias for row, bias in zip(W, b, strict=True)]


def softmax_loss(W, b, x, y):
    """Weighted distance of each score from the log of the normaliser."""
    a = scores(W, b, x)
    top = max(a)
    log_total = top + math.log(sum(math.exp(v - top) for v in a))
    return sum(target * (log_total - v) for target, v in zip(y, a, strict=True))


def softmax_loss_grad_b(W, b, x, y):
    """Prediction minus target."""
    return [p - target for p, target in zip(softmax(scores(W, b, x)), y, strict=True)]


def softmax_loss_grad_W(W, b, x, y):
    """Every row is x times one entry of the gradient in b."""
    return [[g * v for v in x] for g in softmax_loss_grad_b(W, b, x, y)]


def confident_mistake_loss():
    """-log(0)."""
    return float("inf")


def confident_mistake_grad():
    """Prediction minus target."""
    return [-1, 0, 1]
