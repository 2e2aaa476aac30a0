import numpy as np


def svm_loss_naive(W, X, y, reg):
    n, dW = len(X), 2 * reg * W
    loss = reg * np.sum(W**2)
    for i in range(n):
        for j in range(W.shape[1]):
            margin = X[i] @ W[:, j] - X[i] @ W[:, y[i]] + (j != y[i])
            if margin > 0:
                loss += margin / n
                dW[:, j] += X[i] / n
                dW[:, y[i]] -= X[i] / n
    return loss, dW


def svm_loss_vectorized(W, X, y, reg):
    n = len(X)
    s = X @ W
    delta = np.ones_like(s)
    delta[range(n), y] = 0
    m = np.maximum(s - s[range(n), y, None] + delta, 0)
    hit = (m > 0) * 1.0
    hit[range(n), y] -= hit.sum(1)
    return m.sum(1).mean() + reg * np.sum(W**2), X.T @ hit / n + 2 * reg * W
