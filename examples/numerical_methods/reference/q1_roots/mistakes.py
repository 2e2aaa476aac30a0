"""What goes wrong with roots."""

import cmath

from grader import mistake

from .answers import bisect as right
from .answers import quadratic as both


@mistake(of="bisect", credit=0.5)
def ten_halvings(f, low, high, tol=1e-10):
    """Ten halvings make the interval a thousandth of what it was. Go on until it is shorter than tol."""
    right(f, low, high, tol)
    at_low = f(low)
    for _ in range(10):
        middle = (low + high) / 2
        low, high = (middle, high) if (f(middle) > 0) == (at_low > 0) else (low, middle)
    return (low + high) / 2


@mistake(of="bisect", credit=0.5)
def no_exception(f, low, high, tol=1e-10):
    """With the same sign at both ends there need not be a root between them: raise a ValueError."""
    at_low = f(low)
    while at_low and high - low > tol:
        middle = (low + high) / 2
        low, high = (middle, high) if f(middle) * at_low > 0 else (low, middle)
    return (low + high) / 2 if at_low else low


@mistake(of="bisect", credit=0.5)
def a_root_at_an_end_is_refused(f, low, high, tol=1e-10):
    """Where f is 0 at an end, the end is the root: only signs that are the same are an error."""
    if f(low) * f(high) >= 0:
        raise ValueError
    return right(f, low, high, tol)


@mistake(of="newton", credit=0.5)
def one_slope_for_all_steps(f, df, x, steps=3):
    """The derivative is taken once, where you begin: take it anew before each step."""
    slope = df(x)
    for _ in range(steps):
        if slope == 0:
            raise ZeroDivisionError
        x = x - f(x) / slope
    return x


@mistake(of="newton", credit=0.5)
def to_the_other_side(f, df, x, steps=3):
    """The steps go the wrong way: x − f(x) / f′(x)."""
    for _ in range(steps):
        if df(x) == 0:
            raise ZeroDivisionError
        x = x + f(x) / df(x)
    return x


@mistake(of="newton_step", credit=0.5)
def uphill(c, z):
    """The step goes the wrong way: z − p(z) / p′(z)."""
    value = sum(each * z**k for k, each in enumerate(c))
    return z + value / sum(k * each * z ** (k - 1) for k, each in enumerate(c) if k)


@mistake(of="newton_step")
def highest_first(c, z):
    """You read the coefficients from the highest power down: c[0] is the one without z."""
    value = sum(each * z**k for k, each in enumerate(c[::-1]))
    return z - value / sum(k * each * z ** (k - 1) for k, each in enumerate(c[::-1]) if k)


@mistake(of="quadratic", credit=0.5)
def divides_the_root_only(a, b, c):
    """Divide −b by 2a, too: there are brackets around −b ± √(b² − 4ac)."""
    root = cmath.sqrt(b * b - 4 * a * c) / (2 * a)
    return -b + root, -b - root


@mistake(of="quadratic", credit=0.5)
def one_root_twice(a, b, c):
    """This is the same root twice: once with + and once with −."""
    return (both(a, b, c)[0],) * 2


@mistake(of="quadratic")
def real_part_of_the_root(a, b, c):
    """You drop what is imaginary in √(b² − 4ac): use `cmath.sqrt`, and keep the result complex."""
    root = cmath.sqrt(b * b - 4 * a * c).real
    return (-b + root) / (2 * a), (-b - root) / (2 * a)
