import numpy as np


def logsumexp(s):
    top = s.max(axis=-1, keepdims=True)
    return top + np.log(np.exp(s - top).sum(axis=-1, keepdims=True))


def softmax_loss_vectorized(W, X, y, reg):
    scores = X @ W
    lse = logsumexp(scores)
    right = np.take_along_axis(scores, y[:, None], axis=1)
    G = np.exp(scores - lse)
    np.subtract.at(G, (np.arange(len(y)), y), 1)
    return (lse - right).mean() + reg * np.square(W).sum(), X.T @ G / len(X) + 2 * reg * W


class LinearModel:
    def __init__(self, W):
        self.W, self.history = W.copy(), []

    def train(self, X, y, learning_rate, reg, num_iters):
        start = len(self.history)
        while len(self.history) < start + num_iters:
            loss, dW = self.loss(X, y, reg)
            self.history.append(loss)
            self.W -= learning_rate * dW
        return self.history[start:]

    def predict(self, X):
        return (X @ self.W).argmax(1)


class LinearClassifier(LinearModel):
    loss = staticmethod(lambda *args: None)

    def loss(self, X, y, reg):
        return softmax_loss_vectorized(self.W, X, y, reg)
