"""Question 1 with torch."""

import torch
from torch import nn


def collapse_linear(W1, W2):
    """Push the unit vectors through two linear layers; the rows of the result are the columns we want."""
    h, d = W1.shape
    k = W2.shape[0]
    first = nn.Linear(d, h, bias=False, dtype=torch.float64)
    second = nn.Linear(h, k, bias=False, dtype=torch.float64)
    with torch.no_grad():
        first.weight.copy_(torch.tensor(W1))
        second.weight.copy_(torch.tensor(W2))
        return second(first(torch.eye(d, dtype=torch.float64))).T


def relu_is_not_linear():
    """Random layers, searched until one example works."""
    generator = torch.Generator().manual_seed(0)
    while True:
        W1, W2 = torch.randn(3, 2, generator=generator), torch.randn(1, 3, generator=generator)
        x, y = torch.randn(2, generator=generator), torch.randn(2, generator=generator)
        left = W2 @ torch.relu(W1 @ (x + y))
        right = W2 @ torch.relu(W1 @ x) + W2 @ torch.relu(W1 @ y)
        if (left - right).abs().max() > 0.1:
            return W1, W2, x, y


def sparse_coding_loss(X, D, A, lam):
    """Half the squared error plus the l1 norm, per sample."""
    X, D, A = torch.tensor(X), torch.tensor(D), torch.tensor(A)
    error = nn.functional.mse_loss(A @ D.T, X, reduction="sum") / 2
    return (error + lam * A.abs().sum()) / X.shape[0]


def autoencoder_loss(X, W_enc, W_dec):
    """Encoder and decoder as linear functions."""
    X = torch.tensor(X)
    codes = torch.sigmoid(nn.functional.linear(X, torch.tensor(W_enc)))
    rebuilt = nn.functional.linear(codes, torch.tensor(W_dec))
    return (rebuilt - X).pow(2).sum(dim=1).mean()
