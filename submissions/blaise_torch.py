# Assignment 3 -- I let autograd do the derivatives wherever the sheet asks for one.
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)

answer_1a = "W2 W1 is again a matrix, so without the max two layers can do no more than one. The activation breaks that."
answer_1b = ("Shared: reconstruct the input from a code, no labels, both factors learned jointly. Different: sparse coding "
             "finds the code of each x by optimisation, the autoencoder by one pass through an encoder; and only sparse "
             "coding penalises the code (L1), so only there it is sparse.")
answer_4c = "Good if we only care that a feature is there (shift invariance). It throws away where it was and all smaller values."
answer_7 = "Images show more than one object but carry one label; top-5 forgives another sensible answer, top-1 does not."
answer_8a = ("There is less room in 2-D than in high dimension for moderately distant points, so a map squeezes them together. "
             "The Student-t in the map has heavy tails, so such points can be placed far apart at little cost.")


def T(v):
    return torch.as_tensor(v).clone().double()


def grad(loss, *at):
    at = [T(v).requires_grad_() for v in at]
    return torch.autograd.grad(loss(*at), at)


# 1
def collapse_linear(W1, W2):
    return T(W2) @ T(W1)


def relu_is_not_linear():
    return torch.eye(2), torch.ones(1, 2), torch.tensor([1.0, -2.0]), torch.tensor([-1.0, 3.0])


def sparse_coding_loss(X, D, A, lam):
    X, D, A = T(X), T(D), T(A)
    return 0.5 * F.mse_loss(A @ D.T, X, reduction="sum") / len(X) + lam * A.abs().sum() / len(X)


def autoencoder_loss(X, W_enc, W_dec):
    X = T(X)
    return F.mse_loss(F.linear(F.linear(X, T(W_enc)).sigmoid(), T(W_dec)), X, reduction="sum") / len(X)


# 2
def softmax(a):
    return T(a).softmax(0)


def cross_entropy(y, y_hat):
    return -torch.special.xlogy(T(y), T(y_hat)).sum()


def _loss(W, b, x, y):
    return -(y * F.log_softmax(W @ x + b, dim=0)).sum()


def softmax_loss(W, b, x, y):
    return _loss(T(W), T(b), T(x), T(y))


def softmax_loss_grad_W(W, b, x, y):
    return grad(lambda W: _loss(W, T(b), T(x), T(y)), W)[0]


def softmax_loss_grad_b(W, b, x, y):
    return grad(lambda b: _loss(T(W), b, T(x), T(y)), b)[0]


def confident_mistake_loss():
    return float("inf")


def confident_mistake_grad():
    return grad(lambda a: -F.log_softmax(a, dim=0)[0], torch.tensor([-1e4, -1e4, 1e4]))[0]


# 3
def _f(x, y):
    return (x**2 + y.sigmoid()) / (3 * x + y - x.sigmoid())


def f(x, y):
    return _f(T(x), T(y)).item()


def df_dx(x, y):
    return grad(_f, x, y)[0].item()


def df_dy(x, y):
    return grad(_f, x, y)[1].item()


def grad_f_at_1_0():
    return df_dx(1.0, 0.0), df_dy(1.0, 0.0)


# 4
def pooling_modules():
    return ["torch.nn.MaxPool2d", "torch.nn.AvgPool2d", "torch.nn.LPPool2d", "torch.nn.AdaptiveMaxPool2d"]


def max_pool2d(x, size):
    return F.max_pool2d(T(x)[None], size)[0]


def avg_pool2d(x, size):
    return F.avg_pool2d(T(x)[None], size)[0]


def lp_pool2d(x, size, p):
    return F.avg_pool2d(T(x)[None] ** p, size)[0].mul(size**2) ** (1 / p)


# 5
image0 = [[4, 5, 2, 2, 1], [3, 3, 2, 2, 4], [4, 3, 4, 1, 1], [5, 1, 4, 1, 2], [5, 1, 3, 1, 4]]
kernel0 = [[4, 3, 3], [5, 5, 5], [2, 4, 3]]


def conv_output_shape(image_shape, kernel_shape):
    return [a - b + 1 for a, b in zip(image_shape, kernel_shape)]


def conv2d_valid(image, kernel):
    return F.conv2d(T(image)[None, None], T(kernel)[None, None])[0, 0]


def conv_answer():
    return conv2d_valid(image0, kernel0)


def conv2d_grad_image(image, kernel, grad_out):
    return grad(lambda im: (conv2d_valid_(im, T(kernel)) * T(grad_out)).sum(), image)[0]


def conv2d_grad_kernel(image, kernel, grad_out):
    return grad(lambda k: (conv2d_valid_(T(image), k) * T(grad_out)).sum(), kernel)[0]


def conv2d_valid_(image, kernel):
    return F.conv2d(image[None, None], kernel[None, None])[0, 0]


# 6
def _net(W1, b1, W2, b2, x):
    return W2 @ (W1 @ x + b1).sigmoid() + b2


def autoencoder(W1, b1, W2, b2, x):
    return _net(*map(T, (W1, b1, W2, b2, x)))


def reconstruction_loss(W1, b1, W2, b2, x):
    return (autoencoder(W1, b1, W2, b2, x) - T(x)).pow(2).sum()


def reconstruction_loss_grads(W1, b1, W2, b2, x):
    return grad(lambda *w: (_net(*w, T(x)) - T(x)).pow(2).sum(), W1, b1, W2, b2)


def sgd_step(w, grad, lr):
    return T(w) - lr * T(grad)


def momentum_step(w, grad, velocity, lr, momentum):  # as in torch.optim.SGD
    velocity = momentum * T(velocity) + T(grad)
    return T(w) - lr * velocity, velocity


# 7
def top_k_error(scores, labels, k):
    hits = T(scores).topk(int(k), dim=1).indices == torch.as_tensor(labels).clone()[:, None]
    return 1 - hits.any(dim=1).double().mean()


# 8
def _log_q(log_kernel):
    pairs = ~torch.eye(len(log_kernel), dtype=torch.bool)
    return pairs, log_kernel[pairs].log_softmax(0)


def _d2(Y):
    return (Y[:, None] - Y[None]).square().sum(2)


def _q(log_kernel):
    pairs, logs = _log_q(log_kernel)
    Q = torch.zeros_like(log_kernel)
    Q[pairs] = logs.exp()
    return Q


def _kl(P, log_kernel):
    pairs, logs = _log_q(log_kernel)
    return (torch.xlogy(P[pairs], P[pairs]) - P[pairs] * logs).sum()


def sne_affinities(Y):
    return _q(-_d2(T(Y)))


def tsne_affinities(Y):
    return _q(-_d2(T(Y)).log1p())


def kl_divergence(P, Q):
    P, Q = T(P), T(Q)
    return F.kl_div(Q[P > 0].log(), P[P > 0], reduction="sum")


def sne_grad(P, Y):
    return grad(lambda Y: _kl(T(P), -_d2(Y)), Y)[0]


def tsne_grad(P, Y):
    return grad(lambda Y: _kl(T(P), -_d2(Y).log1p()), Y)[0]


# 9
def prox_l1(x, t):
    return F.softshrink(T(x), t)


def ista_step(x, A, b, lam, step):
    g = grad(lambda x: 0.5 * (T(b) - T(A) @ x).square().sum(), x)[0]
    return prox_l1(T(x) - step * g, step * lam)


def ista(A, b, lam, iterations):
    A, b = T(A), T(b)
    step, x = 1 / torch.linalg.matrix_norm(A, 2).item() ** 2, torch.zeros(A.shape[1])
    for _ in range(iterations):
        x = F.softshrink(x - step * (A.T @ (A @ x - b)), step * lam)
    return x


def l1_subdifferential_contains(u, g):
    u, g = T(u), T(g)
    return ((g.clamp(-1, 1) - g).abs().max() <= 1e-9 and (g - u.sign())[u != 0].abs().le(1e-9).all()).item()


def gradient_mapping(x, A, b, lam, step):
    return (T(x) - ista_step(x, A, b, lam, step)) / step
