from math import ceil


def euler(f, y, h, end):
    path = [(0.0, y)]
    for k in range(ceil(end / h)):
        t, y = path[-1]
        later = min((k + 1) * h, end)
        path.append((later, y + (later - t) * f(t, y)))
    return tuple(zip(*path))


def adaptive(f, y, end, tol):
    """Heun's method with Euler's inside it, which says how far off it is."""
    t, h, path = 0.0, tol**0.5, [(0.0, y)]
    while end - t > 1e-12:
        h = min(h, end - t)
        a = f(t, y)
        b = f(t + h, y + h * a)
        error = h * abs(b - a) / 2
        if error <= tol * h * max(abs(y), 1) ** 0.5:
            t, y = t + h, y + h * (a + b) / 2
            path.append((t, y))
        h *= min(2.0, max(0.3, 0.9 * (tol * h / (error + 1e-300)) ** 1.0))
    return [t for t, _ in path], [y for _, y in path]
