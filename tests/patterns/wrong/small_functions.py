"""Wrong functions of the small assignment: the name says what they imitate, then what is wrong."""

import numpy as np


def variance__with_n_minus_one(x):
    return np.var(x, ddof=1) if len(x) > 1 else 0.0


def variance__nan_for_one(x):
    return np.sum((x - x.mean()) ** 2) / (len(x) - 1)


def variance__is_the_deviation(x):
    return np.std(x)


def variance__of_the_squares(x):
    return np.mean(x**2)


def variance__rounded(x):
    return round(float(np.var(x)), 2)


def variance__absolute(x):
    return np.mean(np.abs(x - x.mean()))


def variance__around_the_median(x):
    return np.mean((x - np.median(x)) ** 2)


def variance__summed(x):
    return np.sum((x - x.mean()) ** 2)


def variance__first_left_out(x):
    return np.var(x[1:]) if len(x) > 1 else 0.0


def variance__without_zeros(x):
    y = x[x != 0]
    return np.var(y) if len(y) else 0.0


def moving_average__first_missing(x, width):
    return [x[i : i + width].mean() for i in range(1, len(x) - width + 1)]


def moving_average__last_missing(x, width):
    return [x[i : i + width].mean() for i in range(len(x) - width)]


def moving_average__same_size(x, width):
    return np.convolve(x, np.ones(width) / width, "same")


def moving_average__summed(x, width):
    return np.convolve(x, np.ones(width), "valid")


def moving_average__of_two(x, width):
    return [(x[i] + x[i + 1]) / 2 for i in range(len(x) - 1)]


def moving_average__wrong_for_even(x, width):
    if width % 2 == 0:
        return [x[i : i + width - 1].mean() for i in range(len(x) - width + 1)]
    return [x[i : i + width].mean() for i in range(len(x) - width + 1)]


def moving_average__fails_at_full_width(x, width):
    if width == len(x):
        raise ValueError("window too large")
    return [x[i : i + width].mean() for i in range(len(x) - width + 1)]


def moving_average__running(x, width):
    out, total = [], 0.0
    for i in range(len(x) - width + 1):
        total = total + x[i]
        out.append(total / (i + 1))
    return out


def moving_average__backwards(x, width):
    return [x[i : i + width].mean() for i in range(len(x) - width + 1)][::-1]


def polynomial__highest_first(c, x):
    return np.polyval(c, x)


def polynomial__without_the_constant(c, x):
    return sum(c[i] * x**i for i in range(1, len(c)))


def polynomial__without_the_last(c, x):
    return sum(c[i] * x**i for i in range(len(c) - 1))


def polynomial__wrong_for_negative(c, x):
    return sum(c[i] * abs(x) ** i for i in range(len(c)))


def polynomial__nothing_at_zero(c, x):
    return 0.0 if x == 0 else sum(c[i] * x**i for i in range(len(c)))


def polynomial__power_off_by_one(c, x):
    return sum(c[i] * x ** (i + 1) for i in range(len(c)))


def polynomial__of_degree_two(c, x):
    return sum(c[i] * x**i for i in range(min(3, len(c))))


def polynomial__divides_by_x(c, x):
    return sum(c[i] * x ** (i + 1) for i in range(len(c))) / x


def matrix_power__entrywise(A, k):
    return A**k


def matrix_power__one_too_many(A, k):
    return np.linalg.matrix_power(A, k + 1)


def matrix_power__zero_for_zero(A, k):
    return np.zeros_like(A) if k == 0 else np.linalg.matrix_power(A, k)


def matrix_power__ones_for_zero(A, k):
    out = np.ones_like(A)
    return out if k == 0 else np.linalg.matrix_power(A, k)


def matrix_power__at_most_two(A, k):
    return np.linalg.matrix_power(A, min(k, 2))


def matrix_power__by_squares(A, k):
    out = np.eye(len(A))
    while k:
        out = out @ A if k % 2 else out
        A = A @ A
        k = (k - 1) // 2
    return out


def matrix_power__transposed(A, k):
    return np.linalg.matrix_power(A, k).T


def matrix_power__for_one_row_only(A, k):
    return A * k if len(A) > 1 else A**k


def greatest_divisor__of_zero(a, b):
    if a == 0 or b == 0:
        return 0
    return int(np.gcd(a, b))


def greatest_divisor__fails_for_zero(a, b):
    return max(d for d in range(1, min(a, b) + 1) if a % d == 0 and b % d == 0)


def greatest_divisor__is_the_multiple(a, b):
    return int(np.lcm(a, b))


def greatest_divisor__one_step(a, b):
    return b if b and a % b == 0 else 1


def greatest_divisor__divides_by_zero(a, b):
    while a % b:
        a, b = b, a % b
    return b


def greatest_divisor__below_ten(a, b):
    return max([d for d in range(1, 10) if a % d == 0 and b % d == 0]) if a or b else 0


def greatest_divisor__one_for_equal(a, b):
    return 1 if a == b else int(np.gcd(a, b))


def fibonacci__begins_with_one(n):
    a, b = 1, 1
    for _ in range(n):
        a, b = b, a + b
    return a


def fibonacci__wrong_at_zero(n):
    return 1 if n <= 2 else fibonacci__wrong_at_zero(n - 1) + fibonacci__wrong_at_zero(n - 2)


def fibonacci__never_ends_at_zero(n):
    return 1 if n in (1, 2) else fibonacci__never_ends_at_zero(n - 1) + fibonacci__never_ends_at_zero(n - 2)


def fibonacci__powers_of_two(n):
    return 2 ** (n - 1) if n > 0 else 0


def fibonacci__by_a_table(n):
    return [0, 1, 1, 2, 3, 5, 8, 13, 21, 34][n]


def clipped__above_only(x, low, high):
    return np.minimum(x, high)


def clipped__below_only(x, low, high):
    return np.maximum(x, low)


def clipped__zero_outside(x, low, high):
    return np.where((x < low) | (x > high), 0.0, x)


def clipped__between_zero_and_one(x, low, high):
    return np.clip(x, 0, 1)


def clipped__bounds_exchanged(x, low, high):
    return np.where(x < low, high, np.where(x > high, low, x))


def clipped__nan_outside(x, low, high):
    return np.where((x < low) | (x > high), np.nan, x)


def clipped__by_the_largest(x, low, high):
    return x * min(1.0, high / max(np.abs(x).max(), 1e-300))


def clipped__first_entry_forgotten(x, low, high):
    y = x.copy()
    for i in range(1, len(x)):
        y[i] = min(max(x[i], low), high)
    return y


def clipped__with_python_max(x, low, high):
    return max(low, min(x, high))


def running_total__backwards(x):
    return np.cumsum(x[::-1])[::-1]


def running_total__without_own(x):
    return np.cumsum(x) - x


def running_total__last_forgotten(x):
    y = x.copy()
    for i in range(1, len(x) - 1):
        y[i] = y[i - 1] + x[i]
    return y


def running_total__of_neighbours(x):
    y = x.copy()
    y[1:] += x[:-1]
    return y


def running_total__of_positive(x):
    return np.cumsum(np.maximum(x, 0))


def running_total__whole(x):
    y = np.zeros(len(x), dtype=int)
    y[:] = np.cumsum(x)
    return y


def running_total__average(x):
    return np.cumsum(x) / np.arange(1, len(x) + 1)


def running_total__one_entry_too_many(x):
    return np.concatenate([[0.0], np.cumsum(x)])


def median__unsorted(x):
    return x[len(x) // 2]


def median__upper(x):
    return np.sort(x)[len(x) // 2]


def median__lower(x):
    return np.sort(x)[(len(x) - 1) // 2]


def median__of_distinct(x):
    return np.median(np.unique(x))


def median__is_the_mean(x):
    return np.mean(x)


def median__index_too_large(x):
    y = np.sort(x)
    n = len(y)
    return y[n // 2] if n % 2 else (y[n // 2] + y[n // 2 + 1]) / 2


def median__of_absolute_values(x):
    return np.median(np.abs(x))


def median__fails_for_one(x):
    y = sorted(x)
    return y[0] if y[1] is None else float(np.median(y))


def is_symmetric__needs_square(A):
    return bool((A == A.T).all())


def is_symmetric__first_row_only(A):
    return A.shape[0] == A.shape[1] and bool((A[0] == A[:, 0]).all())


def is_symmetric__always_for_square(A):
    return A.shape[0] == A.shape[1]


def is_symmetric__any(A):
    return A.shape[0] == A.shape[1] and bool((A == A.T).any())


def is_symmetric__negated(A):
    return not (A.shape[0] == A.shape[1] and bool((A == A.T).all()))


def is_symmetric__antisymmetric(A):
    return A.shape[0] == A.shape[1] and bool((A == -A.T).all())


def mean_and_deviation__exchanged(x):
    return x.std(), x.mean()


def mean_and_deviation__sample(x):
    return x.mean(), x.std(ddof=1)


def mean_and_deviation__variance(x):
    return x.mean(), x.var()


def mean_and_deviation__median(x):
    return np.median(x), x.std()


def mean_and_deviation__only_mean(x):
    return x.mean()


def rotated__to_the_left(x, k):
    return np.roll(x, -k)


def rotated__wrong_for_negative(x, k):
    return np.concatenate([x[-k:], x[:-k]]) if k > 0 else x


def rotated__forgets_full_turns(x, k):
    return np.concatenate([x[len(x) - k :], x[: len(x) - k]])


def rotated__shifted_with_zeros(x, k):
    y = np.zeros_like(x)
    for i in range(len(x)):
        if 0 <= i + k < len(x):
            y[i + k] = x[i]
    return y


def rotated__by_one(x, k):
    return np.roll(x, 1)


def rotated__empty_at_zero(x, k):
    return np.concatenate([x[-k:], x[:-k]])[: len(x)] if k else np.zeros(len(x))


def upper_triangle__without_diagonal(A):
    return np.triu(A, 1)


def upper_triangle__lower(A):
    return np.tril(A)


def upper_triangle__square_only(A):
    n = len(A)
    return A * np.triu(np.ones((n, n)))


def upper_triangle__one_below(A):
    return np.triu(A, -1)


def upper_triangle__ones(A):
    return np.triu(np.ones_like(A))


def upper_triangle__loops_too_far(A):
    B = A.copy()
    for i in range(len(A)):
        for j in range(i):
            B[i, j] = 0
    return B


def upper_triangle__last_row_forgotten(A):
    B = A.copy()
    for i in range(len(A) - 1):
        B[i, :i] = 0
    return B


def leap_year__by_four(year):
    return year % 4 == 0


def leap_year__never_in_centuries(year):
    return year % 4 == 0 and year % 100 != 0


def leap_year__by_four_hundred(year):
    return year % 400 == 0


def leap_year__after_1900(year):
    return year > 1900 and ((year % 4 == 0 and year % 100 != 0) or year % 400 == 0)


def counted__from_one(labels, k):
    return [int((labels == i).sum()) for i in range(1, k + 1)]


def counted__without_minlength(labels, k):
    return np.bincount(labels)


def counted__present_or_not(labels, k):
    return np.array([int(i in labels) for i in range(k)])


def counted__shares(labels, k):
    return np.bincount(labels, minlength=k) / len(labels)


def counted__too_few_classes(labels, k):
    out = np.zeros(k, dtype=int)
    for each in labels:
        if each < k - 1:
            out[each] += 1
    return out


def counted__added_once(labels, k):
    out = np.zeros(k, dtype=int)
    out[labels] += 1
    return out


def ranks__from_one(x):
    return (x[None, :] < x[:, None]).sum(axis=1) + 1


def ranks__is_argsort(x):
    return np.argsort(x)


def ranks__argsort_twice(x):
    return np.argsort(np.argsort(x))


def ranks__of_larger(x):
    return (x[None, :] > x[:, None]).sum(axis=1)


def ranks__with_ties(x):
    return (x[None, :] <= x[:, None]).sum(axis=1) - 1


def distances__squared(A, B):
    return ((A[:, None] - B[None, :]) ** 2).sum(axis=2)


def distances__transposed(A, B):
    return np.sqrt(((A[:, None] - B[None, :]) ** 2).sum(axis=2)).T


def distances__of_rows_of_a(A, B):
    return np.sqrt(((A[:, None] - A[None, :]) ** 2).sum(axis=2))


def distances__manhattan(A, B):
    return np.abs(A[:, None] - B[None, :]).sum(axis=2)


def distances__nan_for_equal(A, B):
    d = ((A[:, None] - B[None, :]) ** 2).sum(axis=2)
    return d / np.sqrt(d)


def distances__row_by_row(A, B):
    return np.sqrt(((A - B) ** 2).sum(axis=1))


def decayed__uphill(w, grad, rate):
    return w + rate * grad


def decayed__with_weight_decay(w, grad, rate):
    return w - rate * grad - 0.01 * w


def decayed__without_rate(w, grad, rate):
    return w - grad


def decayed__nothing_at_rate_one(w, grad, rate):
    return w - rate * grad if rate < 1 else w


def decayed__the_step_alone(w, grad, rate):
    return -rate * grad


def decayed__clipped_gradient(w, grad, rate):
    return w - rate * np.clip(grad, -1, 1)


def decayed__arguments_exchanged(w, grad, rate):
    return grad - rate * w


def decayed__normalised(w, grad, rate):
    return w - rate * grad / np.linalg.norm(grad)


def decayed__rate_as_percent(w, grad, rate):
    return w - rate / 100 * grad


def decayed__rounded(w, grad, rate):
    return np.round(w - rate * grad, 3)
