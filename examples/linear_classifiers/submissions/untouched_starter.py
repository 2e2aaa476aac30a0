import numpy as np


def softmax_loss_naive(W, X, y, reg):
    loss = 0.0
    dW = np.zeros_like(W)
    # TODO
    return loss, dW


def softmax_loss_vectorized(W, X, y, reg):
    loss = 0.0
    dW = np.zeros_like(W)
    # TODO
    return loss, dW


def svm_loss_naive(W, X, y, reg):
    dW = np.zeros(W.shape)
    loss = 0.0
    # TODO
    return loss, dW


def svm_loss_vectorized(W, X, y, reg):
    loss = 0.0
    dW = np.zeros(W.shape)
    # TODO
    return loss, dW


def affine_forward(x, w, b):
    out = None
    # TODO
    cache = (x, w, b)
    return out, cache


def affine_backward(dout, cache):
    x, w, b = cache
    dx, dw, db = None, None, None
    # TODO
    return dx, dw, db


def relu_forward(x):
    out = None
    # TODO
    return out, x


def relu_backward(dout, cache):
    dx, x = None, cache
    # TODO
    return dx


def batchnorm_forward(x, gamma, beta, bn_param):
    out, cache = None, None
    # TODO
    return out, cache


def batchnorm_backward(dout, cache):
    dx, dgamma, dbeta = None, None, None
    # TODO
    return dx, dgamma, dbeta


def dropout_forward(x, dropout_param):
    out, mask = None, None
    # TODO
    return out, (dropout_param, mask)


def dropout_backward(dout, cache):
    dx = None
    # TODO
    return dx


class LinearClassifier(object):
    def __init__(self, W):
        self.W = W

    def train(self, X, y, learning_rate, reg, num_iters):
        loss_history = []
        # TODO
        return loss_history

    def predict(self, X):
        y_pred = np.zeros(X.shape[0])
        # TODO
        return y_pred
