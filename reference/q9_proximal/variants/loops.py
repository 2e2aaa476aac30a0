"""Plain loops over lists."""


def prox_l1(x, t):
    """Case by case."""
    result = []
    for entry in x:
        if entry > t:
            result.append(entry - t)
        elif entry < -t:
            result.append(entry + t)
        else:
            result.append(0)
    return result


def gradient(x, A, b):
    """Return Aᵀ(Ax − b)."""
    residual = [sum(a * s for a, s in zip(row, x, strict=True)) - r for row, r in zip(A, b, strict=True)]
    return [sum(A[i][j] * residual[i] for i in range(len(b))) for j in range(len(x))]


def ista_step(x, A, b, lam, step):
    """Gradient step, then shrink."""
    moved = [s - step * g for s, g in zip(x, gradient(x, A, b), strict=True)]
    return prox_l1(moved, step * lam)


def ista(A, b, lam, iterations):
    """With the sum of squares of A, which is at least the largest singular value squared."""
    A, b = A.tolist(), b.tolist()
    step = 1 / sum(a * a for row in A for a in row)
    x = [0.0] * len(A[0])
    for _ in range(iterations):
        x = ista_step(x, A, b, lam, step)
    return x


def l1_subdifferential_contains(u, g):
    """Stop at the first entry that does not fit."""
    for value, slope in zip(u, g, strict=True):
        if value > 0 and abs(slope - 1) > 1e-9:
            return False
        if value < 0 and abs(slope + 1) > 1e-9:
            return False
        if value == 0 and not -1 - 1e-9 <= slope <= 1 + 1e-9:
            return False
    return True


def gradient_mapping(x, A, b, lam, step):
    """Entry by entry."""
    return [(old - new) / step for old, new in zip(x, ista_step(x, A, b, lam, step), strict=True)]
