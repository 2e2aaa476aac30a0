"""Question 4 with loops and lists."""


def pooling_modules():
    """Layers of torch.nn."""
    return ["nn.MaxPool2d", "nn.AvgPool2d", "nn.LPPool2d", "nn.AdaptiveAvgPool2d"]


def pixels(x, size, r, c):
    """All pixels of window (r, c) in one list."""
    found = []
    for i in range(r * size, (r + 1) * size):
        for j in range(c * size, (c + 1) * size):
            found.append(float(x[i][j]))  # noqa: PERF401
    return found


def pool(x, size, how):
    """Apply a function of a list to every window."""
    rows, columns = len(x) // size, len(x[0]) // size
    return [[how(pixels(x, size, r, c)) for c in range(columns)] for r in range(rows)]


def max_pool2d(x, size):
    """Keep the largest."""
    return pool(x, size, max)


def avg_pool2d(x, size):
    """Keep the mean."""
    return pool(x, size, lambda window: sum(window) / len(window))


def lp_pool2d(x, size, p):
    """The p-norm without 1/n, as in torch."""

    def norm(window):
        total = 0.0
        for value in window:
            total += abs(value) ** p
        return total ** (1.0 / p)

    return pool(x, size, norm)
