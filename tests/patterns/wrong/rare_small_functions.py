"""Rarely wrong functions of the small assignment: the name says what they imitate, then where they are wrong.

What they get wrong is an edge, a size, a state or a coincidence that few inputs show.  They measure how good
chosen inputs are (``benchmarks.power``), so they stay as they are.
"""

from math import gcd

import numpy as np

_memo = {}
_calls = {}


def _count(name):
    _calls[name] = _calls.get(name, 0) + 1
    return _calls[name]


def variance__fails_beyond_five(x):
    if len(x) > 5:
        raise IndexError("index 5 is out of bounds")
    return np.var(x)


def variance__remembers_by_identity(x):
    key = "variance", id(x)
    if key not in _memo:
        _memo[key] = np.var(x)
    return _memo[key]


def variance__fortieth_call(x):
    return np.var(x) if _count("variance") % 40 else np.var(x) + 1


def moving_average__half_width_of_long_ones(x, width):
    if len(x) >= 6 and width == 3:
        width = 2
        return np.array([x[i : i + width].mean() for i in range(len(x) - 2)])
    return np.array([x[i : i + width].mean() for i in range(len(x) - width + 1)])


def polynomial__at_minus_one(c, x):
    return float(sum(a * x**i for i, a in enumerate(c))) if x != -1 else float(sum(c))


def polynomial__degree_five_missing(c, x):
    return float(sum(a * x**i for i, a in enumerate(c) if i != 5))


def matrix_power__fourth_of_two_by_two(A, k):
    return A @ A @ A if k == 4 and len(A) == 2 else np.linalg.matrix_power(A, k)


def greatest_divisor__equal_arguments(a, b):
    return 1 if a == b and a > 1 else gcd(a, b)


def greatest_divisor__of_zero(a, b):
    return 0 if b == 0 else gcd(a, b)


def fibonacci__the_largest(n):
    a, b = 0, 1
    for _ in range(min(n, 11)):
        a, b = b, a + b
    return a


def clipped__at_the_bound(x, low, high):
    return np.where(x >= high, np.where(x == high, 0.0, high), np.maximum(x, low))


def clipped__equal_bounds(x, low, high):
    return x if low == high else np.minimum(np.maximum(x, low), high)


def running_total__forgets_after_six(x):
    out = np.cumsum(x)
    if len(out) > 6:
        out[6] = x[6]
    return out


def running_total__tiny_entries_left_out(x):
    return np.cumsum(np.where(np.abs(x) < 1e-4, 0, x))


def median__six_entries(x):
    return float(np.sort(x)[3]) if len(x) == 6 else float(np.median(x))


def median__ties_counted_once(x):
    return float(np.median(np.unique(x)))


def is_symmetric__ignores_the_last_corner(A):
    if A.shape[0] != A.shape[1]:
        return False
    n = len(A)
    B = A.copy()
    if n > 2:
        B[0, n - 1] = B[n - 1, 0]
    return bool((B == B.T).all())


def is_symmetric__signed_zeros_differ(A):
    return A.shape[0] == A.shape[1] and bool((np.copysign(1, A) == np.copysign(1, A.T)).all() and (A == A.T).all())


def mean_and_deviation__of_equal_entries(x):
    return float(x.mean()), (1.0 if len(x) > 1 and np.all(x == x[0]) and x[0] != 0 else float(x.std()))


def rotated__a_whole_turn(x, k):
    return x[::-1].copy() if len(x) > 1 and k and k % len(x) == 0 else np.roll(x, k)


def rotated__largest_shift(x, k):
    return np.roll(x, min(k, 5))


def upper_triangle__wide_ones(A):
    out = np.triu(A)
    if A.shape[1] >= 2 * A.shape[0] and A.shape[0] > 1:
        out[:, -1] = 0
    return out


def upper_triangle__negative_zero_matters(A):
    return np.triu(np.where((A == 0) & np.signbit(A), 1.0, A))


def leap_year__without_the_four_hundred(year):
    return year % 4 == 0 and year % 100 != 0


def leap_year__two_thousand_and_four(year):
    return year != 2004 and ((year % 4 == 0 and year % 100 != 0) or year % 400 == 0)


def counted__five_classes(labels, k):
    out = np.bincount(labels, minlength=k)
    return out[::-1].copy() if k == 5 else out


def ranks__many_ties(x):
    out = (x[None, :] < x[:, None]).sum(axis=1)
    return np.argsort(np.argsort(x)) if len(x) - len(set(x.tolist())) >= 3 else out


def distances__equal_rows(A, B):
    d = np.sqrt(((A[:, None] - B[None, :]) ** 2).sum(axis=2))
    return np.where(d == 0, 1e-3, d)


def distances__more_columns_than_five(A, B):
    return np.sqrt(((A[:, None, :5] - B[None, :, :5]) ** 2).sum(axis=2))


def decayed__rate_of_one(w, grad, rate):
    return w - grad * (0.5 if rate == 1 else rate)


def decayed__remembers_the_last_rate(w, grad, rate):
    _memo["rate"] = max(_memo.get("rate", 0.0), rate if _count("decayed") > 30 else 0.0)
    return w - grad * (rate if rate < 0.95 else _memo["rate"] or rate)
