"""Question 6 with lists and the math module."""

import math


def sigmoid(z):
    """Safe on both sides."""
    if z >= 0:
        return 1 / (1 + math.exp(-z))
    return math.exp(z) / (1 + math.exp(z))


def layer(W, v, b):
    """W v + b, row by row."""
    return [sum(W[i][j] * v[j] for j in range(len(v))) + b[i] for i in range(len(b))]


def autoencoder(W1, b1, W2, b2, x):
    """Encode, decode."""
    hidden = [sigmoid(z) for z in layer(W1, x, b1)]
    return layer(W2, hidden, b2)


def reconstruction_loss(W1, b1, W2, b2, x):
    """Sum of squares."""
    total = 0.0
    for got, want in zip(autoencoder(W1, b1, W2, b2, x), x, strict=True):
        total += (got - want) ** 2
    return total


def reconstruction_loss_grads(W1, b1, W2, b2, x):
    """Chain rule, one index at a time."""
    hidden = [sigmoid(z) for z in layer(W1, x, b1)]
    out = layer(W2, hidden, b2)
    d, h = len(x), len(hidden)
    db2 = [2 * (out[i] - x[i]) for i in range(d)]
    dW2 = [[db2[i] * hidden[k] for k in range(h)] for i in range(d)]
    db1 = []
    for k in range(h):
        back = sum(db2[i] * W2[i][k] for i in range(d))
        db1.append(back * hidden[k] * (1 - hidden[k]))
    dW1 = [[db1[k] * x[j] for j in range(d)] for k in range(h)]
    return dW1, db1, dW2, db2


def _map(f, *values):
    """Apply f to nested lists of any depth."""
    if hasattr(values[0], "__len__"):
        return [_map(f, *items) for items in zip(*values, strict=True)]
    return f(*values)


def sgd_step(w, grad, lr):
    """One step down."""
    return _map(lambda a, g: a - lr * g, w, grad)


def momentum_step(w, grad, velocity, lr, momentum):
    """The velocity points uphill and holds lr; w goes against it."""
    velocity = _map(lambda v, g: momentum * v + lr * g, velocity, grad)
    return _map(lambda a, v: a - v, w, velocity), velocity
