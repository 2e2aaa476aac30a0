"""Question 6 with torch: functional layers and autograd."""

import torch


def _tensors(*arrays, grad=False):
    return [torch.tensor(a, dtype=torch.float64, requires_grad=grad) for a in arrays]


def _network(W1, b1, W2, b2, x):
    hidden = torch.sigmoid(torch.nn.functional.linear(x, W1, b1))
    return torch.nn.functional.linear(hidden, W2, b2)


def autoencoder(W1, b1, W2, b2, x):
    """Two linear layers."""
    return _network(*_tensors(W1, b1, W2, b2, x))


def reconstruction_loss(W1, b1, W2, b2, x):
    """Summed, not averaged."""
    (target,) = _tensors(x)
    return torch.nn.functional.mse_loss(autoencoder(W1, b1, W2, b2, x), target, reduction="sum")


def reconstruction_loss_grads(W1, b1, W2, b2, x):
    """Autograd."""
    parameters = _tensors(W1, b1, W2, b2, grad=True)
    (target,) = _tensors(x)
    loss = ((_network(*parameters, target) - target) ** 2).sum()
    return torch.autograd.grad(loss, parameters)


def sgd_step(w, grad, lr):
    """What torch's optimizer does with one parameter."""
    w, grad = _tensors(w, grad)
    w.requires_grad_()
    w.grad = grad
    with torch.no_grad():
        w -= lr * w.grad
    return w


def momentum_step(w, grad, velocity, lr, momentum):
    """In place on copies."""
    w, grad, velocity = _tensors(w, grad, velocity)
    velocity.mul_(momentum).add_(grad)
    return w.sub_(velocity, alpha=lr), velocity
