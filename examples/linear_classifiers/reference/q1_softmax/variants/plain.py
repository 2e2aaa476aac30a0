import numpy as np


def softmax_loss_naive(W, X, y, reg):
    loss = 0.0
    dW = np.zeros_like(W)
    num_train, num_classes = X.shape[0], W.shape[1]
    for i in range(num_train):
        f = X[i].dot(W)
        f -= np.max(f)
        sum_exp = np.sum(np.exp(f))
        loss += -f[y[i]] + np.log(sum_exp)
        for j in range(num_classes):
            dW[:, j] += X[i] * np.exp(f[j]) / sum_exp
        dW[:, y[i]] -= X[i]
    loss = loss / num_train + reg * np.sum(W * W)
    dW = dW / num_train + 2 * reg * W
    return loss, dW


def softmax_loss_vectorized(W, X, y, reg):
    num_train = X.shape[0]
    f = X.dot(W)
    f -= f.max(axis=1, keepdims=True)
    sum_exp = np.exp(f).sum(axis=1, keepdims=True)
    loss = np.mean(np.log(sum_exp).ravel() - f[range(num_train), y]) + reg * np.sum(W * W)
    p = np.exp(f) / sum_exp
    p[range(num_train), y] -= 1
    return loss, X.T.dot(p) / num_train + 2 * reg * W
