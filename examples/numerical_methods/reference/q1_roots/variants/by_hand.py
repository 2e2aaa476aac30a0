class NoBracket(ValueError):
    pass


def bisect(f, low, high, tol=1e-10):
    ends = {low: f(low), high: f(high)}
    for x, y in ends.items():
        if y == 0:
            return x
    if ends[low] < 0 < ends[high]:
        below, above = low, high
    elif ends[high] < 0 < ends[low]:
        below, above = high, low
    else:
        raise NoBracket("no change of sign")
    while abs(above - below) > tol:
        x = below + (above - below) / 2
        y = f(x)
        if y < 0:
            below = x
        else:
            above = x
    return above


def newton_step(c, z):
    value, slope = 0j, 0j
    for each in reversed(list(c)):
        slope = slope * z + value
        value = value * z + complex(each)
    return z - value / slope


def quadratic(a, b, c):
    root = (b**2 - 4 * a * c) ** 0.5
    if (b.conjugate() * root).real < 0:
        root = -root
    q = -(b + root) / 2
    return q / a, (c / q if q else 0)
