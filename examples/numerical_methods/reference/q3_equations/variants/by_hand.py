from math import ceil


def euler(f, y, h, end):
    path = [(0.0, y)]
    for k in range(ceil(end / h)):
        t, y = path[-1]
        later = min((k + 1) * h, end)
        path.append((later, y + (later - t) * f(t, y)))
    return tuple(zip(*path))


def adaptive(f, y, end, tol):
    """A step of the rule of Runge and Kutta is taken if two halves of it agree; h follows the fifth root."""

    def slope_step(t, y, h):
        a = f(t, y)
        b = f(t + h / 2, y + a * h / 2)
        c = f(t + h / 2, y + b * h / 2)
        return y + h * (a + 2 * b + 2 * c + f(t + h, y + c * h)) / 6

    t, h, path = 0.0, 0.1, [(0.0, y)]
    while end - t > 1e-12:
        h = min(h, end - t)
        better = slope_step(t + h / 2, slope_step(t, y, h / 2), h / 2)
        error = abs(better - slope_step(t, y, h)) / tol
        if error <= h:
            t, y = t + h, better
            path.append((t, y))
        h *= min(4.0, max(0.2, 0.9 * (h / (error + 1e-30)) ** 0.2))
    return [t for t, _ in path], [y for _, y in path]
