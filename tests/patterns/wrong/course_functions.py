"""Wrong functions of the first assignment: the name says what they imitate, then what is wrong."""

import numpy as np


def _sigmoid(z):
    return 1 / (1 + np.exp(-z))


def _softmax(a):
    e = np.exp(a - np.max(a))
    return e / e.sum()


def collapse_linear__square_hidden_only(W1, W2):
    return W2 @ W1 if W2.shape[0] == W2.shape[1] else W2[:, :1] @ W1[:1]


def collapse_linear__last_row_forgotten(W1, W2):
    W = W2 @ W1
    W[-1] = 0
    return W


def collapse_linear__twice_for_one_unit(W1, W2):
    return 2 * W2 @ W1 if W1.shape[0] == 1 else W2 @ W1


def collapse_linear__rounded(W1, W2):
    return np.round(W2 @ W1, 1)


def collapse_linear__loops_over_the_wrong_axis(W1, W2):
    k, h = W2.shape
    out = np.zeros((k, W1.shape[1]))
    for i in range(k):
        for j in range(W1.shape[1]):
            for m in range(k):
                out[i, j] += W2[i, m] * W1[m, j]
    return out


def sparse_coding_loss__penalty_squared(X, D, A, lam):
    R = X - A @ D.T
    return np.mean(0.5 * (R**2).sum(1) + lam * (A**2).sum(1))


def sparse_coding_loss__penalty_of_the_first_code(X, D, A, lam):
    R = X - A @ D.T
    return np.mean(0.5 * (R**2).sum(1)) + lam * np.abs(A[0]).sum()


def sparse_coding_loss__no_absolute_value(X, D, A, lam):
    R = X - A @ D.T
    return np.mean(0.5 * (R**2).sum(1) + lam * A.sum(1))


def sparse_coding_loss__divided_by_dimensions(X, D, A, lam):
    R = X - A @ D.T
    return np.sum(0.5 * R**2) / X.shape[1] + lam * np.abs(A).sum() / len(X)


def sparse_coding_loss__penalty_not_averaged(X, D, A, lam):
    R = X - A @ D.T
    return np.mean(0.5 * (R**2).sum(1)) + lam * np.abs(A).sum()


def autoencoder_loss__last_sample_missing(X, W_enc, W_dec):
    X = X[:-1] if len(X) > 1 else X
    E = _sigmoid(X @ W_enc.T) @ W_dec.T - X
    return np.mean((E**2).sum(1))


def autoencoder_loss__code_rounded(X, W_enc, W_dec):
    E = np.round(_sigmoid(X @ W_enc.T), 2) @ W_dec.T - X
    return np.mean((E**2).sum(1))


def autoencoder_loss__weights_forgotten_for_one_unit(X, W_enc, W_dec):
    H = _sigmoid(X @ W_enc.T)
    E = (H @ W_dec.T if H.shape[1] > 1 else H) - X
    return np.mean((E**2).sum(1))


def softmax__nan_for_large(a):
    e = np.exp(a * 50)
    return e / e.sum()


def softmax__of_half(a):
    return _softmax(a / 2)


def softmax__clipped(a):
    return np.clip(_softmax(a), 1e-3, 1)


def softmax__largest_only(a):
    return (a == a.max()).astype(float)


def softmax__without_the_last(a):
    e = np.exp(a - a.max())
    return e / e[:-1].sum() if len(a) > 1 else np.ones(1)


def softmax__absolute(a):
    return _softmax(np.abs(a))


def softmax__shifted_wrongly(a):
    e = np.exp(a - a.max())
    return e / (e.sum() + 1)


def softmax__sorted(a):
    return np.sort(_softmax(a))


def softmax__nothing_for_ties(a):
    return _softmax(a) if len(set(a.tolist())) == len(a) else np.zeros(len(a))


def softmax__column(a):
    return _softmax(a)[:, None] * np.ones(len(a))


def cross_entropy__first_class_only(y, y_hat):
    return -y[0] * np.log(y_hat[0])


def cross_entropy__first_class_forgotten(y, y_hat):
    return -np.sum(y[1:] * np.log(y_hat[1:]))


def cross_entropy__hard_labels(y, y_hat):
    return -np.log(y_hat[np.argmax(y)])


def cross_entropy__wrong_for_soft(y, y_hat):
    return -np.log(np.sum(y * y_hat))


def cross_entropy__at_most_one(y, y_hat):
    return min(1.0, -np.sum(y * np.log(y_hat)))


def cross_entropy__log1p(y, y_hat):
    return -np.sum(y * np.log1p(y_hat))


def softmax_loss__no_bias_for_one_class(W, b, x, y):
    p = _softmax(W @ x + b) if len(b) > 1 else _softmax(W @ x) * 0.5
    return -np.sum(y * np.log(p + 1e-300))


def softmax_loss__of_the_argmax(W, b, x, y):
    p = _softmax(W @ x + b)
    return -np.log(p[np.argmax(y)] + 1e-300)


def softmax_loss__clipped_at_ten(W, b, x, y):
    p = _softmax(W @ x + b)
    return min(10.0, -np.sum(y * np.log(p + 1e-300)))


def softmax_loss__bias_subtracted(W, b, x, y):
    p = _softmax(W @ x - b)
    return -np.sum(y * np.log(p + 1e-300))


def softmax_loss_grad_W__only_first_column(W, b, x, y):
    G = np.outer(_softmax(W @ x + b) - y, x)
    G[:, 1:] = 0
    return G


def softmax_loss_grad_W__with_weight_decay(W, b, x, y):
    return np.outer(_softmax(W @ x + b) - y, x) + 0.1 * W


def softmax_loss_grad_W__last_row_zero(W, b, x, y):
    G = np.outer(_softmax(W @ x + b) - y, x)
    G[-1] = 0
    return G


def softmax_loss_grad_W__label_of_the_first(W, b, x, y):
    d = _softmax(W @ x + b)
    d[0] -= 1
    return np.outer(d, x)


def softmax_loss_grad_W__input_normalised(W, b, x, y):
    n = np.linalg.norm(x)
    return np.outer(_softmax(W @ x + b) - y, x / n if n else x)


def softmax_loss_grad_W__flat(W, b, x, y):
    return np.outer(_softmax(W @ x + b) - y, x).ravel()


def softmax_loss_grad_b__mean_removed(W, b, x, y):
    g = _softmax(W @ x + b) - y
    return g * (len(b) > 2)


def softmax_loss_grad_b__absolute(W, b, x, y):
    return np.abs(_softmax(W @ x + b) - y)


def softmax_loss_grad_b__without_bias(W, b, x, y):
    return _softmax(W @ x) - y


def f__wrong_for_negative_x(x, y):
    return (x * abs(x) + _sigmoid(y)) / (3 * x + y - _sigmoid(x))


def f__rounded(x, y):
    return round((x**2 + _sigmoid(y)) / (3 * x + y - _sigmoid(x)), 4)


def f__zero_where_x_is_zero(x, y):
    return x and (x**2 + _sigmoid(y)) / (3 * x + y - _sigmoid(x))


def f__sigmas_exchanged(x, y):
    return (x**2 + _sigmoid(x)) / (3 * x + y - _sigmoid(y))


def f__absolute(x, y):
    return abs((x**2 + _sigmoid(y)) / (3 * x + y - _sigmoid(x)))


def df_dx__forward_difference(x, y):
    g = lambda x: (x**2 + _sigmoid(y)) / (3 * x + y - _sigmoid(x))
    return (g(x + 1e-3) - g(x)) / 1e-3


def df_dx__slope_of_the_numerator(x, y):
    return 2 * x / (3 * x + y - _sigmoid(x))


def df_dx__numbers_swapped(x, y):
    return _df_dy(x, y)


def _df_dy(x, y):
    s = _sigmoid(y)
    f = (x**2 + s) / (3 * x + y - _sigmoid(x))
    return (s * (1 - s) - f) / (3 * x + y - _sigmoid(x))


def df_dy__times_three(x, y):
    return 3 * _df_dy(x, y)


def df_dy__nothing_for_negative_y(x, y):
    return _df_dy(x, y) if y >= 0 else 0.0


def max_pool2d__starts_at_zero(x, size):
    r, c = x.shape[0] // size, x.shape[1] // size
    out = np.zeros((r, c))
    for i in range(r):
        for j in range(c):
            for v in x[i * size : (i + 1) * size, j * size : (j + 1) * size].ravel():
                out[i, j] = max(out[i, j], v)
    return out


def max_pool2d__last_column_of_windows(x, size):
    r, c = x.shape[0] // size, x.shape[1] // size
    w = max(1, size - 1)
    return [[x[i * size : (i + 1) * size, j * size : j * size + w].max() for j in range(c)] for i in range(r)]


def max_pool2d__square_only(x, size):
    n = x.shape[0] // size
    return [
        [x[i * size : (i + 1) * size, j * size : (j + 1) * size].max() for j in range(n)] for i in range(n)
    ]


def max_pool2d__of_absolute(x, size):
    return _max_pool(np.abs(x), size)


def _max_pool(x, size):
    r, c = x.shape[0] // size, x.shape[1] // size
    return x.reshape(r, size, c, size).max(axis=(1, 3))


def avg_pool2d__whole_division(x, size):
    r, c = x.shape[0] // size, x.shape[1] // size
    return x.reshape(r, size, c, size).sum(axis=(1, 3)) // size**2


def avg_pool2d__of_twos(x, size):
    r, c = x.shape[0] // size, x.shape[1] // size
    return x.reshape(r, size, c, size).sum(axis=(1, 3)) / (2 * size)


def avg_pool2d__first_row_of_windows(x, size):
    r, c = x.shape[0] // size, x.shape[1] // size
    return x.reshape(r, size, c, size)[:, 0].mean(axis=2)


def lp_pool2d__rounds_p(x, size, p):
    r, c = x.shape[0] // size, x.shape[1] // size
    q = int(p)
    return (x.reshape(r, size, c, size) ** q).sum(axis=(1, 3)) ** (1 / q)


def lp_pool2d__is_the_sum_at_one(x, size, p):
    r, c = x.shape[0] // size, x.shape[1] // size
    w = x.reshape(r, size, c, size)
    return w.max(axis=(1, 3)) if p == 1 else (w**p).sum(axis=(1, 3)) ** (1 / p)


def lp_pool2d__no_root(x, size, p):
    r, c = x.shape[0] // size, x.shape[1] // size
    return (x.reshape(r, size, c, size) ** p).sum(axis=(1, 3))


def conv_output_shape__halves_even_kernels(image_shape, kernel_shape):
    (h, w), (i, j) = image_shape, kernel_shape
    return h - 2 * (i // 2), w - 2 * (j // 2)


def conv_output_shape__heights_only(image_shape, kernel_shape):
    h = image_shape[0] - kernel_shape[0] + 1
    return h, h


def conv_output_shape__first_kernel_length_twice(image_shape, kernel_shape):
    return image_shape[0] - kernel_shape[0] + 1, image_shape[1] - kernel_shape[0] + 1


def conv2d_valid__square_kernels(image, kernel):
    k = kernel.shape[0]
    h, w = image.shape[0] - k + 1, image.shape[1] - kernel.shape[1] + 1
    out = np.zeros((h, w))
    for r in range(h):
        for c in range(w):
            for a in range(k):
                for b in range(min(k, kernel.shape[1])):
                    out[r, c] += image[r + a, c + b] * kernel[a, b]
    return out


def conv2d_valid__odd_kernels(image, kernel):
    from numpy.lib.stride_tricks import sliding_window_view

    out = np.einsum("rcij,ij->rc", sliding_window_view(image, kernel.shape), kernel)
    return out if kernel.shape[0] % 2 and kernel.shape[1] % 2 else np.roll(out, 1, axis=0) * 0.5


def conv2d_valid__last_kernel_row(image, kernel):
    from numpy.lib.stride_tricks import sliding_window_view

    k = kernel.copy()
    k[-1] = 0
    return np.einsum("rcij,ij->rc", sliding_window_view(image, kernel.shape), k)


def conv2d_valid__relu(image, kernel):
    from numpy.lib.stride_tricks import sliding_window_view

    return np.maximum(np.einsum("rcij,ij->rc", sliding_window_view(image, kernel.shape), kernel), 0)


def conv2d_grad_image__inside_only(image, kernel, grad_out):
    from numpy.lib.stride_tricks import sliding_window_view

    i, j = kernel.shape
    p = np.pad(grad_out, ((i - 1, i - 1), (j - 1, j - 1)))
    g = np.einsum("rcij,ij->rc", sliding_window_view(p, kernel.shape), kernel[::-1, ::-1])
    g[0] = 0
    return g


def conv2d_grad_kernel__transposed_if_square(image, kernel, grad_out):
    from numpy.lib.stride_tricks import sliding_window_view

    g = np.einsum("rcij,ij->rc", sliding_window_view(image, grad_out.shape), grad_out)
    return g.T if g.shape[0] == g.shape[1] else g


def autoencoder__bias_scaled(W1, b1, W2, b2, x):
    return W2 @ _sigmoid(W1 @ x + b1) + 0.5 * b2


def autoencoder__one_hidden_unit(W1, b1, W2, b2, x):
    return W2[:, 0] * _sigmoid(W1[0] @ x + b1[0]) + b2


def autoencoder__adds_the_input(W1, b1, W2, b2, x):
    return W2 @ _sigmoid(W1 @ x + b1) + b2 + x


def reconstruction_loss__mean(W1, b1, W2, b2, x):
    return np.mean((W2 @ _sigmoid(W1 @ x + b1) + b2 - x) ** 2)


def reconstruction_loss__huber(W1, b1, W2, b2, x):
    e = np.abs(W2 @ _sigmoid(W1 @ x + b1) + b2 - x)
    return np.sum(np.where(e < 1, e**2, 2 * e - 1))


def reconstruction_loss_grads__without_two_in_the_biases(W1, b1, W2, b2, x):
    h = _sigmoid(W1 @ x + b1)
    e = 2 * (W2 @ h + b2 - x)
    d = (W2.T @ e) * h * (1 - h)
    return np.outer(d, x), d / 2, np.outer(e, h), e / 2


def reconstruction_loss_grads__other_order(W1, b1, W2, b2, x):
    h = _sigmoid(W1 @ x + b1)
    e = 2 * (W2 @ h + b2 - x)
    d = (W2.T @ e) * h * (1 - h)
    return np.outer(d, x), np.outer(e, h), d, e


def sgd_step__with_decay(w, grad, lr):
    return w - lr * (grad + 0.01 * w)


def sgd_step__nothing_for_zero_lr(w, grad, lr):
    return w - lr * grad if lr else grad


def sgd_step__clips(w, grad, lr):
    return w - lr * np.clip(grad, -5, 5)


def sgd_step__lr_squared(w, grad, lr):
    return w - lr**2 * grad


def sgd_step__at_most_one(w, grad, lr):
    return w - min(lr, 1) * grad


def sgd_step__sign_of_gradient(w, grad, lr):
    return w - lr * np.sign(grad)


def sgd_step__flattens(w, grad, lr):
    return (w - lr * grad).ravel()


def top_k_error__strictly_less(scores, labels, k):
    best = np.argsort(scores, axis=1)[:, -k:]
    return np.mean([label not in row for label, row in zip(labels, best)]) if k > 1 else 1.0


def top_k_error__one_more(scores, labels, k):
    best = np.argsort(-scores, axis=1)[:, : k + 1]
    return np.mean([label not in row for label, row in zip(labels, best)])


def top_k_error__counts(scores, labels, k):
    best = np.argsort(-scores, axis=1)[:, :k]
    return float(sum(label not in row for label, row in zip(labels, best)))


def top_k_error__first_rows(scores, labels, k):
    best = np.argsort(-scores, axis=1)[:, :k]
    return np.mean([label not in row for label, row in list(zip(labels, best))[:3]])


def sne_affinities__over_rows(Y):
    d = ((Y[:, None] - Y[None]) ** 2).sum(2)
    k = np.exp(-d)
    np.fill_diagonal(k, 0)
    return k / k.sum(axis=1, keepdims=True)


def sne_affinities__diagonal_kept(Y):
    k = np.exp(-((Y[:, None] - Y[None]) ** 2).sum(2))
    return k / (k.sum() - len(Y))


def sne_affinities__first_coordinate(Y):
    k = np.exp(-((Y[:, None, 0] - Y[None, :, 0]) ** 2))
    np.fill_diagonal(k, 0)
    return k / k.sum()


def kl_divergence__nan_at_zero(P, Q):
    return np.sum(P * np.log(P / Q))


def kl_divergence__of_half(P, Q):
    i, j = np.triu_indices(len(P), 1)
    p, q = P[i, j], Q[i, j]
    return np.sum(p[p > 0] * np.log(p[p > 0] / q[p > 0]))


def sne_grad__last_point_fixed(P, Y):
    d = ((Y[:, None] - Y[None]) ** 2).sum(2)
    k = np.exp(-d)
    np.fill_diagonal(k, 0)
    g = 4 * ((P - k / k.sum())[:, :, None] * (Y[:, None] - Y[None])).sum(1)
    g[-1] = 0
    return g


def sne_grad__centred(P, Y):
    d = ((Y[:, None] - Y[None]) ** 2).sum(2)
    k = np.exp(-d)
    np.fill_diagonal(k, 0)
    g = 4 * ((P - k / k.sum())[:, :, None] * (Y[:, None] - Y[None])).sum(1)
    return g + 0.1 * Y


def tsne_affinities__squared_kernel(Y):
    k = (1 + ((Y[:, None] - Y[None]) ** 2).sum(2)) ** -2.0
    np.fill_diagonal(k, 0)
    return k / k.sum()


def tsne_grad__in_one_dimension(P, Y):
    d = ((Y[:, None] - Y[None]) ** 2).sum(2)
    k = 1 / (1 + d)
    np.fill_diagonal(k, 0)
    w = (P - k / k.sum()) * k
    g = 4 * (w[:, :, None] * (Y[:, None] - Y[None])).sum(1)
    return g if Y.shape[1] > 1 else g / 4


def prox_l1__negative_entries_kept(x, t):
    return np.where(x > t, x - t, np.where(x < 0, x, 0))


def prox_l1__no_sign(x, t):
    return np.maximum(np.abs(x) - t, 0)


def prox_l1__hard_above_two(x, t):
    return np.sign(x) * np.maximum(np.abs(x) - min(t, 2), 0)


def prox_l1__one_sided(x, t):
    return np.maximum(x - t, 0) - np.maximum(-x - t, 0) * (x.min() >= 0)


def prox_l1__scalar_rule(x, t):
    return np.zeros_like(x) if np.abs(x).max() <= t else x - t * np.sign(x)


def ista_step__without_transpose(x, A, b, lam, step):
    v = x - step * A @ (A @ x - b)
    return np.sign(v) * np.maximum(np.abs(v) - step * lam, 0)


def ista_step__threshold_lam(x, A, b, lam, step):
    v = x - step * A.T @ (A @ x - b)
    return np.sign(v) * np.maximum(np.abs(v) - lam, 0)


def ista_step__nan_at_rest(x, A, b, lam, step):
    v = x - step * A.T @ (A @ x - b)
    n = np.abs(v)
    return v / n * np.maximum(n - step * lam, 0)


def ista_step__no_penalty_for_one(x, A, b, lam, step):
    v = x - step * A.T @ (A @ x - b)
    return v if len(x) == 1 else np.sign(v) * np.maximum(np.abs(v) - step * lam, 0)


def l1_subdifferential_contains__ignores_zeros(u, g):
    return bool(np.all(np.abs(g[u != 0] - np.sign(u[u != 0])) <= 1e-9))


def l1_subdifferential_contains__zero_only_at_zero(u, g):
    return bool(np.all(np.abs(g - np.sign(u)) <= 1e-9))


def l1_subdifferential_contains__any_entry(u, g):
    return bool(np.any(np.where(u == 0, np.abs(g) <= 1, np.abs(g - np.sign(u)) <= 1e-9)))


def gradient_mapping__not_divided(x, A, b, lam, step):
    v = x - step * A.T @ (A @ x - b)
    return x - np.sign(v) * np.maximum(np.abs(v) - step * lam, 0)


def gradient_mapping__sign(x, A, b, lam, step):
    v = x - step * A.T @ (A @ x - b)
    return (np.sign(v) * np.maximum(np.abs(v) - step * lam, 0) - x) / step


def gradient_mapping__only_where_moved(x, A, b, lam, step):
    v = x - step * A.T @ (A @ x - b)
    z = np.sign(v) * np.maximum(np.abs(v) - step * lam, 0)
    return np.where(z != 0, (x - z) / step, 0)


def momentum_step__plain(w, grad, velocity, lr, momentum):
    return w - lr * grad, velocity


def momentum_step__forgets_velocity(w, grad, velocity, lr, momentum):
    v = -lr * grad
    return w + v, v


def momentum_step__momentum_on_the_gradient(w, grad, velocity, lr, momentum):
    v = velocity - lr * momentum * grad
    return w + v, v


def ista__one_too_few(A, b, lam, iterations):
    x = np.zeros(A.shape[1])
    s = np.linalg.norm(A, 2) ** -2
    for _ in range(iterations - 1):
        v = x - s * A.T @ (A @ x - b)
        x = np.sign(v) * np.maximum(np.abs(v) - s * lam, 0)
    return x


def ista__step_one(A, b, lam, iterations):
    x = np.zeros(A.shape[1])
    for _ in range(iterations):
        v = x - A.T @ (A @ x - b)
        x = np.sign(v) * np.maximum(np.abs(v) - lam, 0)
    return x
