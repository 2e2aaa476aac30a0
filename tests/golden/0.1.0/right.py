import numpy as np


def below_largest(x):
    return np.max(x) - x


def half_square(x):
    return 0.5 * x @ x


def half_square_grad(x):
    return 1.0 * x


def row_sums(A):
    return np.einsum("ij->i", A)


answer_1b = "It points uphill."
