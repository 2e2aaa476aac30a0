"""Right answers to question 3: f = a/b with a = x² + σ(y) and b = 3x + y − σ(x)."""

import numpy as np

from .inputs import X, Y


def sigmoid(z: float) -> float:
    """The logistic function 1 / (1 + e^−z), written so that nothing overflows."""
    return np.exp(-np.logaddexp(0, -z))


def sigmoid_slope(z: float) -> float:
    """σ'(z) = σ(z) (1 − σ(z)) = σ(z) σ(−z)."""
    return sigmoid(z) * sigmoid(-z)


def f(x: X, y: Y) -> float:
    """The function f(x, y) = (x² + σ(y)) / (3x + y − σ(x)), where σ is the logistic function.

    [answer sheet, eq. 16]
    """
    return (x**2 + sigmoid(y)) / (3 * x + y - sigmoid(x))


def df_dx(x: X, y: Y) -> float:
    """The partial derivative ∂f/∂x.

    (∂a/∂x − f ∂b/∂x) / b with ∂a/∂x = 2x, ∂b/∂x = 3 − σ'(x). [answer sheet, eq. 16]
    """
    return (2 * x - f(x, y) * (3 - sigmoid_slope(x))) / (3 * x + y - sigmoid(x))


def df_dy(x: X, y: Y) -> float:
    """The partial derivative ∂f/∂y.

    (∂a/∂y − f ∂b/∂y) / b with ∂a/∂y = σ'(y), ∂b/∂y = 1. [answer sheet, eq. 16]
    """
    return (sigmoid_slope(y) - f(x, y)) / (3 * x + y - sigmoid(x))


def grad_f_at_1_0() -> tuple[float, float]:
    """The numbers (∂f/∂x, ∂f/∂y) at (1, 0), to three significant digits.

    There a = 1.5 and b = 3 − σ(1) = 2.269: (0.0646, −0.1812). [answer sheet, eq. 17 and 18, corrected]
    """
    return df_dx(1.0, 0.0), df_dy(1.0, 0.0)
