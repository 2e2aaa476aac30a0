"""Plain loops over lists and the math module."""

import math


def squared_distance(a, b):
    """Return ‖a − b‖²."""
    return sum((s - t) ** 2 for s, t in zip(a, b, strict=True))


def affinities(Y, kernel):
    """Return the normalised kernel of all pairs."""
    n = len(Y)
    q = [[0.0] * n for _ in range(n)]
    total = 0.0
    for i in range(n):
        for j in range(n):
            if i != j:
                q[i][j] = kernel(squared_distance(Y[i], Y[j]))
                total += q[i][j]
    return [[entry / total for entry in row] for row in q]


def sne_affinities(Y):
    """Gaussian kernel."""
    return affinities(Y, lambda d: math.exp(-d))


def tsne_affinities(Y):
    """Student kernel."""
    return affinities(Y, lambda d: 1 / (1 + d))


def kl_divergence(P, Q):
    """Difference of two sums, without the zeros of P."""
    total = 0.0
    for p_row, q_row in zip(P, Q, strict=True):
        for p, q in zip(p_row, q_row, strict=True):
            if p > 0:
                total += p * (math.log(p) - math.log(q))
    return total


def sne_grad(P, Y):
    """Force by force."""
    n, m = Y.shape
    Q = sne_affinities(Y)
    gradient = [[0.0] * m for _ in range(n)]
    for i in range(n):
        for j in range(n):
            for axis in range(m):
                gradient[i][axis] += 4 * (P[i][j] - Q[i][j]) * (Y[i][axis] - Y[j][axis])
    return gradient


def tsne_grad(P, Y):
    """Force by force, weaker with the distance."""
    n, m = Y.shape
    Q = tsne_affinities(Y)
    gradient = [[0.0] * m for _ in range(n)]
    for i in range(n):
        for j in range(n):
            share = 1 / (1 + squared_distance(Y[i], Y[j]))
            for axis in range(m):
                gradient[i][axis] += 4 * (P[i][j] - Q[i][j]) * share * (Y[i][axis] - Y[j][axis])
    return gradient
