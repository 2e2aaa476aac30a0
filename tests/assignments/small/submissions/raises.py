def below_largest(x):
    raise ValueError("not done")


def row_sums(A):
    return [sum(row) for row in A.tolist()]
