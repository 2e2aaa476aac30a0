# the rest is on my other laptop, will send it tonight
import numpy as np

answer_1a = "Without the activation W2 (W1 x) = (W2 W1) x: two layers are one matrix, and depth is wasted."
answer_1b = "Both learn to rebuild x from a code. Dictionary learning optimises each code and makes it sparse; an autoencoder computes it with an encoder, without an L1 term."
answer_7 = "One picture shows several things but has one label: top-5 forgives that, top-1 does not."


def sigma(z): return np.exp(-np.logaddexp(0, -z))


def collapse_linear(W1, W2): return W2 @ W1


def sparse_coding_loss(X, D, A, lam): return (0.5 * ((X - A @ D.T) ** 2).sum() + lam * np.abs(A).sum()) / len(X)


def log_softmax(a): return a - a.max() - np.log(np.exp(a - a.max()).sum())


def softmax(a): return np.exp(log_softmax(a))


def cross_entropy(y, y_hat): return -np.sum(y[y > 0] * np.log(y_hat[y > 0]))


def softmax_loss(W, b, x, y): return -np.sum(y * log_softmax(W @ x + b))


def softmax_loss_grad_W(W, b, x, y): return np.outer(softmax(W @ x + b) - y, x)


def confident_mistake_loss(): return float("inf")


def parts(x, y): return x * x + sigma(y), 3 * x + y - sigma(x)


def f(x, y):
    a, b = parts(x, y)
    return a / b


def df_dx(x, y):
    a, b = parts(x, y)
    return (2 * x * b - a * (3 - sigma(x) * sigma(-x))) / b**2


def grad_f_at_1_0(): return 0.064645, -0.181186


def pooling_modules(): return ["MaxPool2d", "AvgPool2d", "LPPool2d"]


def blocks(x, s): return x.reshape(x.shape[0] // s, s, x.shape[1] // s, s).swapaxes(1, 2)


def max_pool2d(x, size): return blocks(x, size).max((2, 3))


def avg_pool2d(x, size): return blocks(x, size).mean((2, 3))


def conv_output_shape(image_shape, kernel_shape): return tuple(n - k + 1 for n, k in zip(image_shape, kernel_shape))


def conv2d_valid(image, kernel):
    h, w = conv_output_shape(image.shape, kernel.shape)
    i, j = kernel.shape
    return np.array([[(image[r:r + i, c:c + j] * kernel).sum() for c in range(w)] for r in range(h)])


def conv_answer(): return np.array([[109, 92, 72], [108, 85, 74], [110, 74, 79]])


def autoencoder(W1, b1, W2, b2, x): return W2 @ sigma(W1 @ x + b1) + b2


def reconstruction_loss(W1, b1, W2, b2, x): return ((autoencoder(W1, b1, W2, b2, x) - x) ** 2).sum()


def sgd_step(w, grad, lr): return w - lr * grad


def top_k_error(scores, labels, k):
    own = scores[np.arange(len(labels)), labels]
    return np.mean((scores > own[:, None]).sum(1) >= k)


def diff(Y): return Y[:, None] - Y


def sne_affinities(Y):
    K = np.exp(-(diff(Y) ** 2).sum(2)) * ~np.eye(len(Y), dtype=bool)
    return K / K.sum()


def kl_divergence(P, Q): return np.sum(P[P > 0] * np.log(P[P > 0] / Q[P > 0]))


def prox_l1(x, t): return np.maximum(x - t, 0) + np.minimum(x + t, 0)


def ista_step(x, A, b, lam, step): return prox_l1(x - step * A.T @ (A @ x - b), step * lam)


def l1_subdifferential_contains(u, g): return bool((np.abs(g - np.where(u == 0, np.clip(g, -1, 1), np.sign(u))) <= 1e-9).all())
