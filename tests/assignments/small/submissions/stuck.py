def row_sums(A):
    while A.shape[0] > 2:
        pass
    return A.sum(axis=1)
