"""Deep Learning Assignment 3, the answer sheet as code: every formula as it is printed there."""

import numpy as np

# ---- 1 General questions

answer_1a = """
Say the first module is max(W1 X), where the W input layer is doing summation just like matrix multiplication
does, and the max function is a non-linear activation modifying the values like a neuron does before entering
the next module: W2 (max(W1 X)). If now we don't have the activation then the formula will look like
W2 (W1 X) -> W X, in which eventually all W_i can become a single module W.
"""

answer_1b = """
Dictionary learning using sparse coding is a joint minimization problem with respect to dictionary D and alpha.
Similar to dictionary learning, autoencoders are also a joint optimization problem with respect to encoder and
decoder matrix. Indeed we can make the alpha become sigma(W_en x) and this will make them very similar. However,
there are two main factors making them different: one is that the autoencoder does not have the term for the
regulator, and therefore sparsity is not encouraged. Another one is that the autoencoder uses the model to find
the code, while sparse coding is approaching it by means of optimization.
"""


def collapse_linear(W1, W2):  # eq. 3
    return W2 @ W1


def sigma(z):
    return 1 / (1 + np.exp(-z))


def sparse_coding_loss(X, D, A, lam):  # eq. 4
    n = len(X)
    return 1 / n * sum(0.5 * np.sum((X[i] - D @ A[i]) ** 2) + lam * np.sum(np.abs(A[i])) for i in range(n))


def autoencoder_loss(X, W_enc, W_dec):  # eq. 5
    n = len(X)
    return 1 / n * sum(np.sum((W_dec @ sigma(W_enc @ X[i]) - X[i]) ** 2) for i in range(n))


# ---- 2 Softmax regression gradient calculation


def softmax(a):  # eq. 7
    return np.exp(a) / np.sum(np.exp(a))


def cross_entropy(y, y_hat):  # eq. 8
    return -np.sum(y * np.log(y_hat))


def softmax_loss(W, b, x, y):  # eq. 6 in eq. 8
    return cross_entropy(y, softmax(W @ x + b))


def softmax_loss_grad_W(W, b, x, y):  # eq. 15
    y_hat = softmax(W @ x + b)
    return np.array([[-x[j] * y[i] * (1 - y_hat[i]) for j in range(len(x))] for i in range(len(y))])


def confident_mistake_loss():
    # the predict is far from the true label: this causes the log part in the loss to become negative infinity
    return -np.inf


# ---- 3 Chain rule


def a_and_b(x, y):
    return x**2 + sigma(y), 3 * x + y - sigma(x)


def f(x, y):
    a, b = a_and_b(x, y)
    return a / b


def df_dx(x, y):  # eq. 16
    a, b = a_and_b(x, y)
    da_dx = 2 * x
    db_dx = 3 - sigma(x) * (1 - sigma(x))
    return da_dx / b - a / b**2 * db_dx


def df_dy(x, y):
    a, b = a_and_b(x, y)
    da_dy = sigma(y) * (1 - sigma(y))
    db_dy = 1
    return da_dy / b - a / b**2 * db_dy


def grad_f_at_1_0():  # eq. 18
    return 0.0647, -0.1811


# ---- 4 Variants of pooling


def pooling_modules():
    return ["SpatialMaxPooling", "SpatialAveragePooling", "SpatialLPPooling"]


def pool(x, size, function):
    rows, columns = range(0, x.shape[0], size), range(0, x.shape[1], size)
    return np.array([[function(x[r : r + size, c : c + size]) for c in columns] for r in rows])


def max_pool2d(x, size):  # eq. 19
    return pool(x, size, np.max)


def avg_pool2d(x, size):  # eq. 20
    return pool(x, size, lambda window: 1 / window.size * np.sum(window))


def lp_pool2d(x, size, p):  # eq. 21
    return pool(x, size, lambda window: 1 / window.size * np.sum(window**p) ** (1 / p))


answer_4c = """
Max-pooling is very useful as it helps to eliminate non-maximal values and reduce the amount of parameters.
However, if we just do max-pooling, the performance is limited due to its rapid reduction of spatial size, and
the disjoint nature of the pooling region. Therefore LP-pooling, which is a biologically inspired method, is a
moderate method that can reduce the spatial size as well as keep the signal meaning in the pooling region.
"""

# ---- 5 Convolution


def conv_output_shape(image_shape, kernel_shape):  # (5-3+1) x (5-3+1)
    return image_shape[0] - kernel_shape[0] + 1, image_shape[1] - kernel_shape[1] + 1


def conv2d_valid(image, kernel):  # point-point multiplication and summation
    h, w = conv_output_shape(image.shape, kernel.shape)
    i, j = kernel.shape
    return np.array([[np.sum(image[r : r + i, c : c + j] * kernel) for c in range(w)] for r in range(h)])


def conv_answer():
    return [[109, 92, 72], [108, 85, 74], [110, 74, 79]]


# ---- 6 Optimization


def autoencoder(W1, b1, W2, b2, x):  # eq. 22
    z = W1 @ x + b1
    return W2 @ sigma(z) + b2


def reconstruction_loss(W1, b1, W2, b2, x):  # eq. 23
    return np.sum((autoencoder(W1, b1, W2, b2, x) - x) ** 2)


def reconstruction_loss_grads(W1, b1, W2, b2, x):  # eq. 24
    s = sigma(W1 @ x + b1)
    residual = 2 * (autoencoder(W1, b1, W2, b2, x) - x)
    dW1 = residual * (W2 @ x) * (s * (1 - s))
    dW2 = residual * s
    return dW1, dW2


def sgd_step(w, grad, lr):  # eq. 25
    return w - lr * grad


def momentum_step(w, grad, velocity, lr, momentum):  # eq. 26: the velocity is the last step, Delta W
    new = w - lr * grad + velocity
    return new, new - w


# ---- 7 Top-k error

answer_7 = """
Sometimes only looking at the top-1 error cannot be objective enough to evaluate the model because the image
itself contains multiple labels, and therefore evaluating the top-5 error is important too.
"""


def top_k_error(scores, labels, k):
    # the fraction of test images for which the correct label is not among the k labels considered most probable
    most_probable = np.argsort(scores, axis=1)[:, -k:]
    return np.mean([label not in best for label, best in zip(labels, most_probable)])


# ---- 8 t-SNE

answer_8a = """
The area of the two-dimensional map that is available to accommodate moderately distant datapoints will not be
nearly large enough compared with the area available to accommodate nearby datapoints. t-SNE converts distances
into probabilities by a Gaussian distribution; then, in the low-dimensional space, it uses a probability
distribution that has much heavier tails than a Gaussian. After solving the joint optimization problem, data with
small distances in the high-dimensional space can get converted to much larger distances. Moreover, it eliminates
the unwanted attractive forces between dissimilar points.
"""


def sne_affinities(Y):  # eq. 27
    n = len(Y)
    q = np.array([[np.exp(-np.sum((Y[i] - Y[j]) ** 2)) if i != j else 0.0 for j in range(n)] for i in range(n)])
    return q / q.sum()


def kl_divergence(P, Q):  # eq. 29
    return sum(p * np.log(p) - p * np.log(q) for p, q in zip(P.ravel(), Q.ravel()) if p > 0)


def sne_grad(P, Y):  # eq. 31
    Q, n = sne_affinities(Y), len(Y)
    return np.array([4 * sum((P[i, j] - Q[i, j]) * (Y[i] - Y[j]) for j in range(n)) for i in range(n)])


# ---- 9 Proximal gradient descent


def prox_l1(x, t):  # eq. 38
    return np.where(np.abs(x) <= t, 0, x - t * np.sign(x))


def ista_step(x, A, b, lam, step):  # eq. 44
    return prox_l1(x - step * A.T @ (A @ x - b), step * lam)


def ista(A, b, lam, iterations):
    x = np.zeros(A.shape[1])
    step = 1 / np.linalg.norm(A.T @ A, 2)
    for _ in range(iterations):
        x = ista_step(x, A, b, lam, step)
    return x


def l1_subdifferential_contains(u, g):  # eq. 34 and 37
    return all(abs(gi - np.sign(ui)) <= 1e-9 if ui != 0 else abs(gi) <= 1 + 1e-9 for ui, gi in zip(u, g))


def gradient_mapping(x, A, b, lam, step):  # eq. 45
    return (x - ista_step(x, A, b, lam, step)) / step
