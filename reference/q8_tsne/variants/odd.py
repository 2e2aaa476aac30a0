"""Unusual and right: warnings on the way, bits turned into nats, float32, extra axes, arguments restored."""

import numpy as np

LN2 = np.log(2.0)


def sne_affinities(Y):
    """Upper triangle first, then mirrored; powers of two for exp."""
    n = len(Y)
    Q = np.zeros((n, n))
    for i, j in zip(*np.triu_indices(n, 1), strict=True):
        Q[i, j] = 2.0 ** (-(np.linalg.norm(Y[i] - Y[j]) ** 2) / LN2)
    return ((Q + Q.T) / (2 * Q.sum()))[None]


def kl_divergence(P, Q):
    """Entry by entry with nan for 0·log 0, which nansum leaves out; a 1 × 1 array is returned."""
    terms = P * (np.log2(P) - np.log2(Q)) * LN2
    return np.array([[np.nansum(terms)]])


def sne_grad(P, Y):
    """Centre the argument in place, use it, put it back."""
    kept = Y.copy()
    if Y.flags.writeable:
        Y -= Y.mean(axis=0)
    try:
        S = P - sne_affinities(Y)[0]
        return [4 * sum(S[i, j] * (Y[i] - Y[j]) for j in range(len(Y))) for i in range(len(Y))]
    finally:
        if Y.flags.writeable:
            Y[...] = kept


def tsne_affinities(Y):
    """In float32."""
    Y = np.asarray(Y, dtype=np.float32)
    kernel = 1 / (1 + ((Y[:, None] - Y[None]) ** 2).sum(-1)) - np.eye(len(Y), dtype=np.float32)
    return kernel / kernel.sum()


def tsne_grad(P, Y):
    """With a helper inside and einsum."""

    def weights():
        d = np.einsum("ijk,ijk->ij", Y[:, None] - Y, Y[:, None] - Y)
        kernel = 1 / (1 + d)
        return (P - (kernel - np.eye(len(Y))) / (kernel.sum() - len(Y))) * kernel

    return 4 * np.einsum("ij,ijk->ik", weights(), Y[:, None] - Y)
