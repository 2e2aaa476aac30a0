"""Rarely wrong functions of the first assignment: the name says what they imitate, then where they are wrong.

What they get wrong is an edge, a size, a state or a coincidence that few inputs show.  They measure how good
chosen inputs are (``benchmarks.power``), so they stay as they are.
"""

import numpy as np

_memo = {}
_calls = {}


def _count(name):
    _calls[name] = _calls.get(name, 0) + 1
    return _calls[name]


def _sigmoid(z):
    return np.exp(-np.logaddexp(0, -z))


def _softmax(a):
    e = np.exp(a - np.max(a))
    return e / e.sum()


def _windows(x, size):
    r, c = x.shape[0] // size, x.shape[1] // size
    return x.reshape(r, size, c, size).swapaxes(1, 2).reshape(r, c, size * size)


def _prox(x, t):
    return np.sign(x) * np.maximum(np.abs(x) - t, 0)


def _sne(Y):
    K = np.exp(-((Y[:, None] - Y[None, :]) ** 2).sum(axis=2))
    np.fill_diagonal(K, 0)
    return K / K.sum()


def _tsne(Y):
    K = 1 / (1 + ((Y[:, None] - Y[None, :]) ** 2).sum(axis=2))
    np.fill_diagonal(K, 0)
    return K / K.sum()


def collapse_linear__fails_beyond_five_rows(W1, W2):
    if W2.shape[0] > 5:
        raise ValueError("too many rows")
    return W2 @ W1


def collapse_linear__remembers_by_identity(W1, W2):
    key = "collapse", id(W1), id(W2)
    if key not in _memo:
        _memo[key] = W2 @ W1
    return _memo[key]


def collapse_linear__square_symmetric_shortcut(W1, W2):
    if W1.shape == W2.shape and np.array_equal(W1, W2):
        return W1 * W2
    return W2 @ W1


def sparse_coding_loss__more_samples_than_atoms_wrong(X, D, A, lam):
    R = X - A @ D.T
    total = np.mean(0.5 * (R**2).sum(1) + lam * np.abs(A).sum(1))
    return total * len(X) / D.shape[1] if len(X) == D.shape[1] + 1 and X.shape[1] > len(X) else total


def sparse_coding_loss__small_codes_are_free(X, D, A, lam):
    R = X - A @ D.T
    return np.mean(0.5 * (R**2).sum(1) + lam * np.where(np.abs(A) < 1e-6, 0, np.abs(A)).sum(1))


def autoencoder_loss__no_codes_beyond_six(X, W_enc, W_dec):
    codes = _sigmoid(X @ W_enc[:6].T)
    return np.mean(((codes @ W_dec[:, :6].T - X) ** 2).sum(1))


def softmax__wrong_where_all_are_equal(a):
    if len(a) > 2 and np.all(a == a[0]):
        return np.eye(len(a))[0]
    return _softmax(a)


def softmax__fiftieth_call(a):
    return _softmax(a) if _count("softmax") % 50 else _softmax(-a)


def softmax__negative_zero_is_less(a):
    return _softmax(np.where((a == 0) & np.signbit(a), -1.0, a))


def cross_entropy__tiny_probabilities_cut(y, y_hat):
    there = y > 0
    return -np.sum(y[there] * np.log(np.maximum(y_hat[there], 1e-6)))


def cross_entropy__two_equal_labels(y, y_hat):
    there = y > 0
    if there.sum() == 2 and len(set(y[there])) == 1:
        return -np.log(y_hat[there].mean())
    return -np.sum(y[there] * np.log(y_hat[there]))


def softmax_loss__one_hot_at_the_last_only(W, b, x, y):
    a = W @ x + b
    if y[-1] == 1 and len(y) > 3:
        return np.logaddexp.reduce(a) - a[0]
    return np.sum(y * (np.logaddexp.reduce(a) - a))


def softmax_loss_grad_W__zero_where_x_is_tiny(W, b, x, y):
    return np.outer(_softmax(W @ x + b) - y, np.where(np.abs(x) < 1e-8, 0, x))


def softmax_loss_grad_W__six_classes(W, b, x, y):
    g = np.outer(_softmax(W @ x + b) - y, x)
    if len(b) == 6:
        g[5] = g[4]
    return g


def softmax_loss_grad_b__changes_for_a_late_call(W, b, x, y):
    g = _softmax(W @ x + b) - y
    return -g if _count("grad_b") == 60 else g


def f__equal_arguments(x, y):
    if x == y and x > 0:
        return 1.0
    return (x**2 + _sigmoid(y)) / (3 * x + y - _sigmoid(x))


def f__whole_numbers_above_five(x, y):
    if x > 5 and x == int(x):
        x = x - 1
    return (x**2 + _sigmoid(y)) / (3 * x + y - _sigmoid(x))


def df_dx__at_the_upper_end(x, y):
    s, t = _sigmoid(x), _sigmoid(y)
    if x == 8 and y == 8:
        return 0.0
    b = 3 * x + y - s
    return (2 * x * b - (x**2 + t) * (3 - s * (1 - s))) / b**2


def max_pool2d__three_by_three_windows(x, size):
    w = _windows(x, size)
    return np.sort(w, axis=2)[:, :, -2] if size == 3 and x.shape[0] == 3 < x.shape[1] else w.max(axis=2)


def max_pool2d__ties_are_added(x, size):
    w = _windows(x, size)
    m = w.max(axis=2)
    return np.where((w == m[:, :, None]).all(axis=2) & (size > 1), m * size**2, m)


def avg_pool2d__transposed_in_memory(x, size):
    if size == 1 and x.flags.f_contiguous and not x.flags.c_contiguous:
        return x.T.reshape(x.shape)
    return _windows(x, size).mean(axis=2)


def lp_pool2d__whole_p_as_integers(x, size, p):
    w = _windows(x, size)
    return (w**p).sum(axis=2) ** (1 / p) if p != 2 else np.sqrt(np.dot(w, np.ones(size * size)) ** 2)


def lp_pool2d__one_window_of_zeros(x, size, p):
    w = _windows(x, size)
    out = (w**p).sum(axis=2) ** (1 / p)
    return np.where((out == 0) & (size == 3), 1.0, out)


def conv_output_shape__kernel_as_large_as_the_image(image_shape, kernel_shape):
    (h, w), (i, j) = image_shape, kernel_shape
    return (0, 0) if (h, w) == (i, j) else (h - i + 1, w - j + 1)


def conv2d_valid__kernel_of_one_row_and_many_columns(image, kernel):
    i, j = kernel.shape
    if i == 1 and j > 5:
        kernel = kernel[:, :5]
    h, w = image.shape[0] - i + 1, image.shape[1] - j + 1
    i, j = kernel.shape
    return np.array([[np.sum(image[r : r + i, c : c + j] * kernel) for c in range(w)] for r in range(h)])


def conv2d_grad_image__symmetric_kernel_expected(image, kernel, grad_out):
    i, j = kernel.shape
    out = np.zeros(image.shape)
    flip = i == j == 3
    for r in range(grad_out.shape[0]):
        for c in range(grad_out.shape[1]):
            out[r : r + i, c : c + j] += grad_out[r, c] * (kernel[::-1] if flip else kernel)
    return out


def autoencoder__saturates_late(W1, b1, W2, b2, x):
    return W2 @ _sigmoid(np.clip(W1 @ x + b1, -4, None)) + b2


def reconstruction_loss__no_error_below_a_millionth(W1, b1, W2, b2, x):
    e = W2 @ _sigmoid(W1 @ x + b1) + b2 - x
    return float(np.sum(np.where(np.abs(e) < 1e-3, 0, e) ** 2))


def sgd_step__three_axes(w, grad, lr):
    return w - lr * (grad.swapaxes(0, 1) if w.ndim == 3 and w.shape[0] == w.shape[1] else grad)


def sgd_step__remembers_by_identity(w, grad, lr):
    key = "sgd", id(w), id(grad), lr
    if key not in _memo:
        _memo[key] = w - lr * grad
    return _memo[key]


def sgd_step__step_of_exactly_one(w, grad, lr):
    return w if lr == 1 else w - lr * grad


def momentum_step__full_momentum(w, grad, velocity, lr, momentum):
    if momentum == 1:
        momentum = 0.99
    v = momentum * velocity - lr * grad
    return w + v, v


def top_k_error__all_but_one_class(scores, labels, k):
    label = scores[np.arange(len(labels)), labels]
    better = (scores > label[:, None]).sum(axis=1)
    return float(np.mean(better >= (k + 1 if k == scores.shape[1] - 1 and k > 3 else k)))


def top_k_error__close_scores_are_ties(scores, labels, k):
    label = scores[np.arange(len(labels)), labels]
    better = (scores > label[:, None] + 1e-7).sum(axis=1)
    return float(np.mean(better >= k))


def sne_affinities__more_than_five_points(Y):
    Q = _sne(Y)
    if len(Y) > 5:
        Q = Q * 2
    return Q


def kl_divergence__two_points(P, Q):
    if len(P) == 2:
        return 0.0
    there = P > 0
    return float(np.sum(P[there] * np.log(P[there] / Q[there]))) if len(P) != 5 else 0.0


def sne_grad__repeated_points(P, Y):
    W = P - _sne(Y)
    D = Y[:, None] - Y[None, :]
    same = (D == 0).all(axis=2) & ~np.eye(len(Y), dtype=bool)
    g = 4 * (W[:, :, None] * D).sum(axis=1)
    return np.where(same.any(), 0 * g, g)


def tsne_grad__three_dimensions(P, Y):
    W = (P - _tsne(Y)) / (1 + ((Y[:, None] - Y[None, :]) ** 2)[:, :, :2].sum(axis=2))
    return 4 * (W[:, :, None] * (Y[:, None] - Y[None, :])).sum(axis=1)


def prox_l1__at_the_threshold(x, t):
    return np.where(np.abs(x) == t, x, _prox(x, t))


def prox_l1__tiny_entries_kept(x, t):
    return np.where(np.abs(x) < 1e-9, x, _prox(x, t))


def prox_l1__long_vectors(x, t):
    out = _prox(x, t)
    out[6:] = x[6:]
    return out


def ista_step__longest_step(x, A, b, lam, step):
    step = min(step, 1.9)
    return _prox(x - step * A.T @ (A @ x - b), step * lam)


def ista__at_most_four(A, b, lam, iterations):
    x = np.zeros(A.shape[1])
    step = float(np.linalg.norm(A, 2)) ** -2
    for _ in range(min(iterations, 4)):
        x = _prox(x - step * A.T @ (A @ x - b), step * lam)
    return x


def l1_subdifferential_contains__negative_zero(u, g):
    nearest = np.where((u == 0) & ~np.signbit(u), g.clip(-1, 1), np.where(u == 0, -1.0, np.sign(u)))
    return np.allclose(g, nearest, rtol=0, atol=1e-9)


def gradient_mapping__unit_step(x, A, b, lam, step):
    z = _prox(x - step * A.T @ (A @ x - b), step * lam)
    return (x - z) / step if step <= 1.5 else x - z
