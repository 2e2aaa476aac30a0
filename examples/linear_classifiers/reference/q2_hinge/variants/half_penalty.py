import numpy as np


def svm_loss_naive(W, X, y, reg):
    loss, dW = 0.5 * reg * np.linalg.norm(W) ** 2, reg * W
    for i, right in enumerate(y):
        for j in set(range(W.shape[1])) - {int(right)}:
            margin = X[i] @ (W[:, j] - W[:, right]) + 1
            if margin > 0:
                loss += margin / len(y)
                dW[:, j] += X[i] / len(y)
                dW[:, right] -= X[i] / len(y)
    return loss, dW


def svm_loss_vectorized(W, X, y, reg):
    Y = np.eye(W.shape[1], dtype=bool)[y]
    S = X @ W
    M = S - S[Y][:, None] + 1
    hit = (M > 0) & ~Y
    G = hit.astype(float) - Y * hit.sum(1, keepdims=True)
    return M[hit].sum() / len(X) + 0.5 * reg * np.vdot(W, W), np.einsum("nd,nc->dc", X, G) / len(X) + reg * W
