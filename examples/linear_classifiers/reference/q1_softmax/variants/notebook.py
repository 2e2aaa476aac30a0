import numpy as np


def logsumexp(s):
    top = s.max(axis=-1, keepdims=True)
    return top + np.log(np.exp(s - top).sum(axis=-1, keepdims=True))


def softmax_loss_naive(W, X, y, reg):
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(len(X)):
        s = W.T @ X[i]
        lse = logsumexp(s)[0]
        loss += lse - s[y[i]]
        for c in range(W.shape[1]):
            dW[:, c] += np.exp(s[c] - lse) * X[i]
            if c == y[i]:
                dW[:, c] -= X[i]
    return loss / len(X) + reg * (W * W).sum(), dW / len(X) + 2 * reg * W


def softmax_loss_vectorized(W, X, y, reg):
    scores = X @ W
    lse = logsumexp(scores)
    right = np.take_along_axis(scores, y[:, None], axis=1)
    G = np.exp(scores - lse)
    np.subtract.at(G, (np.arange(len(y)), y), 1)
    return (lse - right).mean() + reg * np.square(W).sum(), X.T @ G / len(X) + 2 * reg * W
