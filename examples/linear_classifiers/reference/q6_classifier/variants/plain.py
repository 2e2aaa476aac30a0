import numpy as np


def softmax_loss_vectorized(W, X, y, reg):
    num_train = X.shape[0]
    f = X.dot(W)
    f -= f.max(axis=1, keepdims=True)
    sum_exp = np.exp(f).sum(axis=1, keepdims=True)
    loss = np.mean(np.log(sum_exp).ravel() - f[range(num_train), y]) + reg * np.sum(W * W)
    p = np.exp(f) / sum_exp
    p[range(num_train), y] -= 1
    return loss, X.T.dot(p) / num_train + 2 * reg * W


class LinearClassifier(object):
    def __init__(self, W):
        self.W = np.array(W)

    def train(self, X, y, learning_rate, reg, num_iters):
        loss_history = []
        for it in range(num_iters):
            loss, grad = self.loss(X, y, reg)
            loss_history.append(loss)
            self.W -= learning_rate * grad
        return loss_history

    def predict(self, X):
        return np.argmax(X.dot(self.W), axis=1)

    def loss(self, X_batch, y_batch, reg):
        return softmax_loss_vectorized(self.W, X_batch, y_batch, reg)
