"""What goes wrong with sums."""

from grader import mistake

from .answers import simpson as right


@mistake(of="simpson", credit=0.5)
def trapezoids(f, low, high, n=10):
    """This is the trapezoidal rule. Simpson's weights inside are 4, 2, 4, 2, …, 4."""
    right(f, low, high, n)
    h = (high - low) / n
    return h * ((f(low) + f(high)) / 2 + sum(f(low + k * h) for k in range(1, n)))


@mistake(of="simpson", credit=0.5)
def weights_the_other_way_round(f, low, high, n=10):
    """The weights begin with 2 inside. They begin and end with 4: 1, 4, 2, 4, …, 4, 1."""
    if n % 2:
        raise ValueError
    h = (high - low) / n
    return h / 3 * (f(low) + f(high) + sum((2 if k % 2 else 4) * f(low + k * h) for k in range(1, n)))


@mistake(of="simpson", credit=0.5)
def an_odd_number_is_taken(f, low, high, n=10):
    """Simpson's rule takes intervals in pairs: an odd number of them is a ValueError."""
    h = (high - low) / n
    return h / 3 * (f(low) + f(high) + sum((4 if k % 2 else 2) * f(low + k * h) for k in range(1, n)))


@mistake(of="polynomial", credit=0.5)
def highest_power_first(c, x):
    """You read the coefficients from the highest power down: c[0] is the one without x."""
    return sum(each * x**k for k, each in enumerate(c[::-1]))


@mistake(of="polynomial", credit=0.5)
def each_power_anew(c, x):
    """The value is right. But you work out each power from the beginning: that are n² / 2 multiplications. By
    Horner's scheme it takes n: (… (c[n−1] x + c[n−2]) x + …) x + c[0].
    """
    total = 0.0
    for k, each in enumerate(c):
        power = 1.0
        for _ in range(k):
            power *= x
        total += each * power
    return total
