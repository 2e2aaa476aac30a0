def simpson(f, low, high, n=10):
    assert_even(n)
    x = [low + (high - low) * k / n for k in range(n + 1)]
    y = list(map(f, x))
    return (high - low) / n * (y[0] + 4 * sum(y[1:-1:2]) + 2 * sum(y[2:-1:2]) + y[-1]) / 3


def assert_even(n):
    if n % 2 == 1:
        raise ValueError("an even number is needed")


def polynomial(c, x):
    total, power = 0, 1
    for each in c:
        total += each * power
        power *= x
    return total
