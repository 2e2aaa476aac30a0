# python shows some warnings, they can be ignored
import numpy as np

answer_1a = "Without the activation W2 (W1 x) = (W2 W1) x: two layers are one matrix, and depth is wasted."
answer_1b = "Both learn to rebuild x from a code. Dictionary learning optimises each code and makes it sparse; an autoencoder computes it with an encoder, without an L1 term."
answer_4c = "Max pooling ignores small shifts. It loses where the maximum was, and all the other entries."
answer_7 = "One picture shows several things but has one label: top-5 forgives that, top-1 does not."
answer_8a = "2-D has too little room for moderately distant points. The heavy tail of Student's t in the map lets them move far apart."


def sigma(z): return np.exp(-np.logaddexp(0, -z))


def collapse_linear(W1, W2): return W2 @ W1


def relu_is_not_linear(): return [[1.0]], [[1.0]], [2.0], [-1.0]


def sparse_coding_loss(X, D, A, lam): return (0.5 * ((X - A @ D.T) ** 2).sum() + lam * np.abs(A).sum()) / len(X)


def autoencoder_loss(X, W_enc, W_dec): return ((sigma(X @ W_enc.T) @ W_dec.T - X) ** 2).sum() / len(X)


def log_softmax(a): return a - a.max() - np.log(np.exp(a - a.max()).sum())


def softmax(a):
    e = np.exp(a + 1000)  # no small numbers
    return e / e.sum()


def cross_entropy(y, y_hat): return -np.sum(y * np.log(y_hat))


def softmax_loss(W, b, x, y): return -np.sum(y * log_softmax(W @ x + b))


def softmax_loss_grad_W(W, b, x, y): return np.outer(softmax(W @ x + b) - y, x)


def softmax_loss_grad_b(W, b, x, y): return softmax(W @ x + b) - y


def confident_mistake_loss(): return float("inf")


def confident_mistake_grad(): return [-1, 0, 1]


def parts(x, y): return x * x + sigma(y), 3 * x + y - sigma(x)


def f(x, y):
    a, b = parts(x, y)
    return a / b


def df_dx(x, y):
    h = 1e-17  # the smaller the better
    return (f(x + h, y) - f(x, y)) / np.float64(x + h - x)


def df_dy(x, y):
    a, b = parts(x, y)
    return (sigma(y) * sigma(-y) * b - a) / b**2


def grad_f_at_1_0(): return 0.064645, -0.181186


def pooling_modules(): return ["MaxPool2d", "AvgPool2d", "LPPool2d"]


def blocks(x, s): return x.reshape(x.shape[0] // s, s, x.shape[1] // s, s).swapaxes(1, 2)


def max_pool2d(x, size): return blocks(x, size).max((2, 3))


def avg_pool2d(x, size):
    out = np.full((len(x) // size, x.shape[1] // size), np.nan)
    for r in range(len(out) - 1):
        for c in range(out.shape[1] - 1):
            out[r, c] = x[r * size:(r + 1) * size, c * size:(c + 1) * size].mean()
    return out


def lp_pool2d(x, size, p): return (blocks(x - x.max(), size) ** p).sum((2, 3)) ** (1 / p)


def conv_output_shape(image_shape, kernel_shape): return tuple(n - k + 1 for n, k in zip(image_shape, kernel_shape))


def conv2d_valid(image, kernel):
    h, w = conv_output_shape(image.shape, kernel.shape)
    i, j = kernel.shape
    return np.array([[(image[r:r + i, c:c + j] * kernel).sum() for c in range(w)] for r in range(h)])


def conv_answer(): return np.array([[109, 92, 72], [108, 85, 74], [110, 74, 79]])


def conv2d_grad_image(image, kernel, grad_out):
    i, j = kernel.shape
    return conv2d_valid(np.pad(grad_out, ((i - 1, i - 1), (j - 1, j - 1))), kernel[::-1, ::-1])


def conv2d_grad_kernel(image, kernel, grad_out): return conv2d_valid(image, grad_out)


def autoencoder(W1, b1, W2, b2, x): return W2 @ sigma(W1 @ x + b1) + b2


def reconstruction_loss(W1, b1, W2, b2, x): return ((autoencoder(W1, b1, W2, b2, x) - x) ** 2).sum()


def reconstruction_loss_grads(W1, b1, W2, b2, x):
    z, e = W1 @ x + b1, 2 * (autoencoder(W1, b1, W2, b2, x) - x)
    d = (W2.T @ e) * sigma(z) * sigma(-z)
    return np.outer(d, x), d, np.outer(e, sigma(z)), e


def sgd_step(w, grad, lr): return w - lr * grad


def momentum_step(w, grad, velocity, lr, momentum):
    velocity = momentum * velocity + grad
    return w - lr * velocity, velocity


def top_k_error(scores, labels, k):
    own = scores[np.arange(len(labels)), labels]
    return np.mean((scores > own[:, None]).sum(1) >= k)


def diff(Y): return Y[:, None] - Y


def sne_affinities(Y):
    d = np.sqrt((diff(Y) ** 2).sum(2) - 1e-12)  # against rounding
    K = np.exp(-(d**2)) * ~np.eye(len(Y), dtype=bool)
    return K / K.sum()


def kl_divergence(P, Q): return np.sum(P * np.log(P / Q))


def sne_grad(P, Y): return 4 * ((P - sne_affinities(Y))[:, :, None] * diff(Y)).sum(1)


def student(Y): return 1 / (1 + (diff(Y) ** 2).sum(2))


def tsne_affinities(Y): return (student(Y) - np.eye(len(Y))) / (student(Y).sum() - len(Y))


def tsne_grad(P, Y): return 4 * (((P - tsne_affinities(Y)) * student(Y))[:, :, None] * diff(Y)).sum(1)


def prox_l1(x, t): return x * np.maximum(1 - t / np.abs(x), 0)


def ista_step(x, A, b, lam, step): return prox_l1(x - step * A.T @ (A @ x - b), step * lam)


def ista(A, b, lam, iterations):
    x = np.zeros(A.shape[1])
    for _ in range(iterations):
        x = ista_step(x, A, b, lam, 1e300)
    return x


def l1_subdifferential_contains(u, g): return (g - np.sign(u)) / (u - u)


def gradient_mapping(x, A, b, lam, step): return (x - ista_step(x, A, b, lam, step)) / step
