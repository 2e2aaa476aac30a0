def below_largest(x):
    return x.mean() - x


def half_square_grad(x):
    return 2 * x


def row_sums(A):
    return A.sum(axis=0)
