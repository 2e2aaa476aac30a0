"""Laws that every right answer to question 3 obeys."""

import numpy as np

from grader import agree

from .inputs import FarX, FarY, X, Y


def quotient_times_denominator_is_numerator(f, x: X, y: Y) -> None:
    """f times 3x + y − σ(x) is x² + σ(y)."""
    a, b = _parts(x, y)
    agree(f(x, y) * b, a)


def product_rule_in_x(df_dx, x: X, y: Y) -> None:
    """f b = a, so b ∂f/∂x = ∂a/∂x − f ∂b/∂x, where ∂a/∂x = 2x and ∂b/∂x = 3 − σ'(x)."""
    a, b = _parts(x, y)
    slope = 3 - _sigmoid(x) * _sigmoid(-x)
    agree(df_dx(x, y) * b, 2 * x - a / b * slope, scale=abs(2 * x) + abs(a / b) * slope)


def product_rule_in_y(df_dy, x: X, y: Y) -> None:
    """f b = a, so b ∂f/∂y = ∂a/∂y − f ∂b/∂y, where ∂a/∂y = σ'(y) and ∂b/∂y = 1."""
    a, b = _parts(x, y)
    slope = _sigmoid(y) * _sigmoid(-y)
    agree(df_dy(x, y) * b, slope - a / b, scale=slope + abs(a / b))


def far_out_f_is_a_rational_function(f, x: FarX, y: FarY) -> None:
    """For |x| or |y| from 50 to 2000 that σ is simply 0 or 1, and no exp overflows."""
    a, b = _far_parts(x, y)
    agree(f(x, y), a / b)


def far_out_the_slope_in_x_is_rational(df_dx, x: FarX, y: FarY) -> None:
    """For |x| from 50 to 2000 σ(x) is simply 0 or 1, so ∂f/∂x = (2x b − 3a) / b²; no exp overflows."""
    a, b = _far_parts(x, y)
    slope = 3 - _sigmoid(x) * _sigmoid(-x)  # 3, but where x is the one that stays near 0
    agree(df_dx(x, y), (2 * x * b - slope * a) / b**2, scale=(abs(2 * x * b) + slope * a) / b**2)


def far_out_the_slope_in_y_is_rational(df_dy, x: FarX, y: FarY) -> None:
    """For |y| from 50 to 2000 σ(y) is simply 0 or 1, so ∂f/∂y = −a / b²; no exp overflows."""
    a, b = _far_parts(x, y)
    slope = _sigmoid(y) * _sigmoid(-y)  # 0, but where y is the one that stays near 0
    agree(df_dy(x, y), (slope * b - a) / b**2, scale=(slope * abs(b) + a) / b**2)


def _sigmoid(z: float) -> float:
    return 0.5 + 0.5 * np.tanh(z / 2)


def _parts(x: float, y: float) -> tuple[float, float]:
    """Return numerator and denominator."""
    return x**2 + _sigmoid(y), 3 * x + y - _sigmoid(x)


def _far_parts(x: float, y: float) -> tuple[float, float]:
    """Return numerator and denominator, far from 0 too, where σ is a step."""
    return x**2 + _sigmoid(y), 3 * x + y - _sigmoid(x)
