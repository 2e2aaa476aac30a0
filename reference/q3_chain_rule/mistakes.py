"""Known mistakes of question 3, each with the sentence a good teacher would say.

Most are one wrong part of a/b or of its derivative, so they are written as the right formula with that part
changed.
"""

import math

import numpy as np

from grader import mistake

from .answers import df_dx, df_dy, f, sigmoid, sigmoid_slope


def _a(x, y):
    return x**2 + sigmoid(y)


def _b(x, y):
    return 3 * x + y - sigmoid(x)


def _quotient_rule(a, b, a_slope, b_slope):
    return (a_slope * b - a * b_slope) / b**2


def _in_x(x, y, *, a=None, b=None, a_slope=None, b_slope=None):
    """∂f/∂x with some parts replaced."""
    return _quotient_rule(
        _a(x, y) if a is None else a,
        _b(x, y) if b is None else b,
        2 * x if a_slope is None else a_slope,
        3 - sigmoid_slope(x) if b_slope is None else b_slope,
    )


def _in_y(x, y, *, a=None, b=None, a_slope=None, b_slope=None):
    """∂f/∂y with some parts replaced."""
    return _quotient_rule(
        _a(x, y) if a is None else a,
        _b(x, y) if b is None else b,
        sigmoid_slope(y) if a_slope is None else a_slope,
        1.0 if b_slope is None else b_slope,
    )


def _overflowing_sigmoid(z):
    return 1 / (1 + math.exp(-z))


def _nan_sigmoid(z):
    return np.exp(np.float64(z)) / (1 + np.exp(np.float64(z)))


# ---- f --------------------------------------------------------------------------------------------


@mistake(of="f", credit=0.5)
def f_with_plus_sigma(x, y):
    """The denominator has minus σ(x); you add it. At (1, 0) it is 3 − 0.731 = 2.269, not 3.731."""
    return _a(x, y) / (3 * x + y + sigmoid(x))


@mistake(of="f", credit=0.4)
def f_without_sigma_below(x, y):
    """σ(x) is missing in the denominator."""
    return _a(x, y) / (3 * x + y)


@mistake(of="f", credit=0.4)
def f_without_sigma_above(x, y):
    """σ(y) is missing in the numerator."""
    return x**2 / _b(x, y)


@mistake(of="f", credit=0.4)
def f_without_brackets(x, y):
    """Only σ(y) is divided: without brackets / comes before +. Write (x**2 + σ(y)) / (3*x + y − σ(x))."""
    return x**2 + sigmoid(y) / _b(x, y)


@mistake(of="f", credit=0.4)
def f_divides_by_3x_only(x, y):
    """You divide by 3x only and add the rest: the denominator needs brackets, / (3*x + y − σ(x))."""
    return _a(x, y) / (3 * x) + y - sigmoid(x) if x else math.inf


@mistake(of="f", credit=0.4)
def f_with_sigmas_exchanged(x, y):
    """The arguments of the sigmoids are exchanged: σ(y) stands above, σ(x) below."""
    return (x**2 + sigmoid(x)) / (3 * x + y - sigmoid(y))


@mistake(of="f", credit=0.4)
def f_with_arguments_exchanged(x, y):
    """You have f(y, x): the roles of x and y are exchanged."""
    b = 3 * y + x - sigmoid(y)
    return (y**2 + sigmoid(x)) / b if b else math.inf


@mistake(of="f", credit=0.3)
def f_upside_down(x, y):
    """Your fraction is upside down: x² + σ(y) is the numerator."""
    return _b(x, y) / _a(x, y)


@mistake(of="f", credit=0.4)
def f_with_tanh(x, y):
    """Your σ takes negative values: that is tanh. Here σ is the logistic 1/(1 + e^−z)."""
    return (x**2 + np.tanh(y)) / (3 * x + y - np.tanh(x))


@mistake(of="f", credit=0.4)
def f_with_mirrored_sigmoid(x, y):
    """Your σ falls where it should rise: the exponent is −z in 1/(1 + e^−z)."""
    return (x**2 + sigmoid(-y)) / (3 * x + y - sigmoid(-x))


@mistake(of="f", credit=0.4)
def f_with_2x_for_the_square(x, y):
    """You use 2x where x² stands. 2x is its derivative."""
    return (2 * x + sigmoid(y)) / _b(x, y)


@mistake(of="f", credit=0.4)
def f_with_threefold_y(x, y):
    """You multiply y by 3 as well: the denominator is 3x + y − σ(x), not 3(x + y) − σ(x)."""
    return _a(x, y) / (3 * (x + y) - sigmoid(x))


@mistake(of="f")
def f_overflows_in_math_exp(x, y):
    """math.exp raises OverflowError above 709, so a strongly negative argument stops your σ. np.exp gives inf
    there, and 1/(1 + inf) is the right 0; or use exp(z)/(1 + exp(z)) for negative z.
    """
    return (x**2 + _overflowing_sigmoid(y)) / (3 * x + y - _overflowing_sigmoid(x))


@mistake(of="f")
def f_is_nan_far_out(x, y):
    """For large z your σ is inf/inf = nan: exp(z)/(1 + exp(z)) overflows. Write 1/(1 + exp(−z)), or pick by
    the sign of z.
    """
    return (x**2 + _nan_sigmoid(y)) / (3 * x + y - _nan_sigmoid(x))


# ---- df_dx ----------------------------------------------------------------------------------------


@mistake(of="df_dx", credit=0.6)
def df_dx_with_plus_sigma(x, y):
    """The denominator of f has minus σ(x); you add it, and your result has 3x + y + σ(x) where b should
    be.
    """
    return _in_x(x, y, b=3 * x + y + sigmoid(x))


@mistake(of="df_dx", credit=0.5)
def df_dx_with_sigma_for_its_slope(x, y):
    """You use σ(x) for σ'(x). The derivative of the sigmoid is σ(1 − σ)."""
    return _in_x(x, y, b_slope=3 - sigmoid(x))


@mistake(of="df_dx", credit=0.6)
def df_dx_with_one_minus_sigma(x, y):
    """You use 1 − σ(x) for σ'(x). One factor σ is missing: σ' = σ(1 − σ)."""
    return _in_x(x, y, b_slope=3 - (1 - sigmoid(x)))


@mistake(of="df_dx", credit=0.6)
def df_dx_with_one_plus_sigma(x, y):
    """The sign in the bracket is wrong: σ' = σ(1 − σ), you have σ(1 + σ)."""
    return _in_x(x, y, b_slope=3 - sigmoid(x) * (1 + sigmoid(x)))


@mistake(of="df_dx", credit=0.6)
def df_dx_with_plus_sigma_slope(x, y):
    """You have ∂b/∂x = 3 + σ'(x). b contains −σ(x), and that contributes −σ'(x)."""
    return _in_x(x, y, b_slope=3 + sigmoid_slope(x))


@mistake(of="df_dx", credit=0.6)
def df_dx_with_constant_slope_below(x, y):
    """You have ∂b/∂x = 3. σ(x) in the denominator depends on x too."""
    return _in_x(x, y, b_slope=3)


@mistake(of="df_dx", credit=0.4)
def df_dx_with_plus_in_the_quotient_rule(x, y):
    """The quotient rule has a minus: (a/b)' = (a'b − ab')/b²."""
    return _in_x(x, y, b_slope=sigmoid_slope(x) - 3)


@mistake(of="df_dx", credit=0.7)
def df_dx_sign_reversed(x, y):
    """The sign is reversed. In the quotient rule a'b comes first: (a'b − ab')/b²."""
    return -df_dx(x, y)


@mistake(of="df_dx", credit=0.5)
def df_dx_denominator_not_squared(x, y):
    """You divide by b once. The quotient rule divides by b²."""
    return df_dx(x, y) * _b(x, y)


@mistake(of="df_dx")
def df_dx_as_quotient_of_derivatives(x, y):
    """You have a'/b'. The derivative of a quotient is not the quotient of the derivatives: (a'b − ab')/b²."""
    return 2 * x / (3 - sigmoid_slope(x))


@mistake(of="df_dx", credit=0.3)
def df_dx_of_the_numerator_only(x, y):
    """You have a'/b. The denominator depends on x too, which brings in −a b'/b²."""
    return _in_x(x, y, b_slope=0)


@mistake(of="df_dx", credit=0.3)
def df_dx_of_the_denominator_only(x, y):
    """You have −a b'/b². The numerator depends on x too, which brings in a'/b."""
    return _in_x(x, y, a_slope=0)


@mistake(of="df_dx", credit=0.5)
def df_dx_with_2_for_2x(x, y):
    """You have ∂a/∂x = 2. The derivative of x² is 2x; at x = 1 the two cannot be told apart."""
    return _in_x(x, y, a_slope=2)


@mistake(of="df_dx", credit=0.5)
def df_dx_differentiates_sigma_of_y(x, y):
    """You have ∂a/∂x = 2x + σ'(y). While x moves, σ(y) is constant."""
    return _in_x(x, y, a_slope=2 * x + sigmoid_slope(y))


@mistake(of="df_dx", credit=0.5)
def df_dx_with_sigma_slope_at_y(x, y):
    """You take σ' at y. In the denominator it is σ(x), so its slope is σ'(x)."""
    return _in_x(x, y, b_slope=3 - sigmoid_slope(y))


@mistake(of="df_dx", credit=0.6)
def df_dx_exchanged_with_df_dy(x, y):
    """This is ∂f/∂y. You have the two derivatives exchanged."""
    return df_dy(x, y)


@mistake(of="df_dx", credit=0.4)
def df_dx_with_tanh(x, y):
    """Your σ takes negative values: that is tanh. Here σ is the logistic 1/(1 + e^−z)."""
    return _in_x(
        x,
        y,
        a=x**2 + np.tanh(y),
        b=3 * x + y - np.tanh(x),
        b_slope=3 - (1 - np.tanh(x) ** 2),
    )


@mistake(of="df_dx", credit=0.5)
def df_dx_by_a_coarse_difference(x, y):
    """You divide a difference of f by a step of 0.01: good for a check, too coarse for an answer.
    Differentiate by hand, or take a central difference with a step of about 1e-5.
    """
    return (f(x + 0.01, y) - f(x, y)) / 0.01


@mistake(of="df_dx")
def df_dx_overflows_in_math_exp(x, y):
    """math.exp raises OverflowError above 709, so a strongly negative argument stops your σ. np.exp gives inf
    there, and 1/(1 + inf) is the right 0; or use exp(z)/(1 + exp(z)) for negative z.
    """
    s, t = _overflowing_sigmoid(x), _overflowing_sigmoid(y)
    return _quotient_rule(x**2 + t, 3 * x + y - s, 2 * x, 3 - s * (1 - s))


@mistake(of="df_dx")
def df_dx_is_nan_far_out(x, y):
    """For large z your σ or its slope is inf/inf = nan. Write σ as 1/(1 + exp(−z)) and its slope as σ(1 − σ):
    then nothing is divided by an overflow.
    """
    s, t = _nan_sigmoid(x), _nan_sigmoid(y)
    return _quotient_rule(x**2 + t, 3 * x + y - s, 2 * x, 3 - s * (1 - s))


# ---- df_dy ----------------------------------------------------------------------------------------


@mistake(of="df_dy", credit=0.6)
def df_dy_with_plus_sigma(x, y):
    """The denominator of f has minus σ(x); you add it, and your result has 3x + y + σ(x) where b should
    be.
    """
    return _in_y(x, y, b=3 * x + y + sigmoid(x))


@mistake(of="df_dy", credit=0.5)
def df_dy_with_sigma_for_its_slope(x, y):
    """You use σ(y) for σ'(y). The derivative of the sigmoid is σ(1 − σ)."""
    return _in_y(x, y, a_slope=sigmoid(y))


@mistake(of="df_dy", credit=0.6)
def df_dy_with_one_minus_sigma(x, y):
    """You use 1 − σ(y) for σ'(y). One factor σ is missing: σ' = σ(1 − σ)."""
    return _in_y(x, y, a_slope=1 - sigmoid(y))


@mistake(of="df_dy", credit=0.6)
def df_dy_with_one_plus_sigma(x, y):
    """The sign in the bracket is wrong: σ' = σ(1 − σ), you have σ(1 + σ)."""
    return _in_y(x, y, a_slope=sigmoid(y) * (1 + sigmoid(y)))


@mistake(of="df_dy", credit=0.4)
def df_dy_with_plus_in_the_quotient_rule(x, y):
    """The quotient rule has a minus: (a/b)' = (a'b − ab')/b²."""
    return _in_y(x, y, b_slope=-1)


@mistake(of="df_dy", credit=0.7)
def df_dy_sign_reversed(x, y):
    """The sign is reversed. In the quotient rule a'b comes first: (a'b − ab')/b²."""
    return -df_dy(x, y)


@mistake(of="df_dy", credit=0.5)
def df_dy_denominator_not_squared(x, y):
    """You divide by b once. The quotient rule divides by b²."""
    return df_dy(x, y) * _b(x, y)


@mistake(of="df_dy")
def df_dy_as_quotient_of_derivatives(x, y):
    """You have a'/b'. The derivative of a quotient is not the quotient of the derivatives: (a'b − ab')/b²."""
    return sigmoid_slope(y)


@mistake(of="df_dy", credit=0.3)
def df_dy_of_the_numerator_only(x, y):
    """You have a'/b. The denominator contains y too: ∂b/∂y = 1 brings in −a/b²."""
    return _in_y(x, y, b_slope=0)


@mistake(of="df_dy", credit=0.3)
def df_dy_of_the_denominator_only(x, y):
    """You have −a/b². The numerator contains y too: ∂a/∂y = σ'(y) brings in σ'(y)/b."""
    return _in_y(x, y, a_slope=0)


@mistake(of="df_dy", credit=0.5)
def df_dy_with_sigma_slope_at_x(x, y):
    """You take σ' at x. In the numerator it is σ(y), so its slope is σ'(y)."""
    return _in_y(x, y, a_slope=sigmoid_slope(x))


@mistake(of="df_dy", credit=0.5)
def df_dy_differentiates_the_square(x, y):
    """You have ∂a/∂y = 2x + σ'(y). While y moves, x² is constant."""
    return _in_y(x, y, a_slope=2 * x + sigmoid_slope(y))


@mistake(of="df_dy", credit=0.5)
def df_dy_differentiates_sigma_of_x(x, y):
    """You have ∂b/∂y = 1 − σ'(x). While y moves, σ(x) is constant."""
    return _in_y(x, y, b_slope=1 - sigmoid_slope(x))


@mistake(of="df_dy", credit=0.6)
def df_dy_exchanged_with_df_dx(x, y):
    """This is ∂f/∂x. You have the two derivatives exchanged."""
    return df_dx(x, y)


@mistake(of="df_dy", credit=0.4)
def df_dy_with_tanh(x, y):
    """Your σ takes negative values: that is tanh. Here σ is the logistic 1/(1 + e^−z)."""
    return _in_y(x, y, a=x**2 + np.tanh(y), b=3 * x + y - np.tanh(x), a_slope=1 - np.tanh(y) ** 2)


@mistake(of="df_dy", credit=0.5)
def df_dy_by_a_coarse_difference(x, y):
    """You divide a difference of f by a step of 0.01: good for a check, too coarse for an answer.
    Differentiate by hand, or take a central difference with a step of about 1e-5.
    """
    return (f(x, y + 0.01) - f(x, y)) / 0.01


@mistake(of="df_dy")
def df_dy_overflows_in_math_exp(x, y):
    """math.exp raises OverflowError above 709, so a strongly negative argument stops your σ. np.exp gives inf
    there, and 1/(1 + inf) is the right 0; or use exp(z)/(1 + exp(z)) for negative z.
    """
    s, t = _overflowing_sigmoid(x), _overflowing_sigmoid(y)
    return _quotient_rule(x**2 + t, 3 * x + y - s, t * (1 - t), 1)


@mistake(of="df_dy")
def df_dy_is_nan_far_out(x, y):
    """For large z your σ or its slope is inf/inf = nan. Write σ as 1/(1 + exp(−z)) and its slope as σ(1 − σ):
    then nothing is divided by an overflow.
    """
    s, t = _nan_sigmoid(x), _nan_sigmoid(y)
    return _quotient_rule(x**2 + t, 3 * x + y - s, t * (1 - t), 1)


# ---- grad_f_at_1_0 --------------------------------------------------------------------------------


@mistake(of="grad_f_at_1_0", credit=0.6)
def grad_at_1_0_with_plus_sigma():
    """You computed with b = 3 + σ(1) = 3.731. The denominator has minus σ(x): b = 3 − 0.731 = 2.269."""
    return df_dx_with_plus_sigma(1.0, 0.0), df_dy_with_plus_sigma(1.0, 0.0)


@mistake(of="grad_f_at_1_0", credit=0.7)
def grad_at_1_0_exchanged():
    """You have the two derivatives exchanged: ∂f/∂x comes first."""
    return df_dy(1.0, 0.0), df_dx(1.0, 0.0)


@mistake(of="grad_f_at_1_0", credit=0.6)
def grad_at_1_0_sign_reversed():
    """Both signs are reversed. In the quotient rule a'b comes first: (a'b − ab')/b²."""
    return -df_dx(1.0, 0.0), -df_dy(1.0, 0.0)


@mistake(of="grad_f_at_1_0", credit=0.4)
def grad_at_1_0_with_plus_in_the_quotient_rule():
    """The quotient rule has a minus: (a/b)' = (a'b − ab')/b²."""
    return df_dx_with_plus_in_the_quotient_rule(1.0, 0.0), df_dy_with_plus_in_the_quotient_rule(1.0, 0.0)


@mistake(of="grad_f_at_1_0", credit=0.5)
def grad_at_1_0_denominator_not_squared():
    """You divide by b once. The quotient rule divides by b²."""
    return df_dx_denominator_not_squared(1.0, 0.0), df_dy_denominator_not_squared(1.0, 0.0)


@mistake(of="grad_f_at_1_0")
def grad_at_1_0_as_quotient_of_derivatives():
    """You have a'/b'. The derivative of a quotient is not the quotient of the derivatives: (a'b − ab')/b²."""
    return df_dx_as_quotient_of_derivatives(1.0, 0.0), df_dy_as_quotient_of_derivatives(1.0, 0.0)


@mistake(of="grad_f_at_1_0", credit=0.5)
def grad_at_1_0_with_sigma_for_its_slope():
    """You use σ for its derivative σ(1 − σ): at 0 that is 0.25, not 0.5; at 1 it is 0.197, not 0.731."""
    return df_dx_with_sigma_for_its_slope(1.0, 0.0), df_dy_with_sigma_for_its_slope(1.0, 0.0)


@mistake(of="grad_f_at_1_0", credit=0.6)
def grad_at_1_0_with_constant_slope_below():
    """You have ∂b/∂x = 3. σ(x) in the denominator depends on x too: ∂b/∂x = 3 − σ'(1) = 2.803."""
    return df_dx_with_constant_slope_below(1.0, 0.0), df_dy(1.0, 0.0)


@mistake(of="grad_f_at_1_0", credit=0.6)
def grad_at_1_0_with_plus_sigma_slope():
    """You have ∂b/∂x = 3 + σ'(1) = 3.197. b contains −σ(x), so it is 3 − σ'(1) = 2.803."""
    return df_dx_with_plus_sigma_slope(1.0, 0.0), df_dy(1.0, 0.0)


@mistake(of="grad_f_at_1_0", credit=0.4)
def grad_at_1_0_with_sigma_0_zero():
    """You computed with σ(0) = 0. The sigmoid is ½ at 0, so a = 1.5 there."""
    b = _b(1.0, 0.0)
    return _in_x(1.0, 0.0, a=1.0), (0.0 - 1.0 / b) / b


@mistake(of="grad_f_at_1_0", credit=0.4)
def grad_at_1_0_with_tanh():
    """You computed with tanh. Here σ is the logistic 1/(1 + e^−z): σ(0) = 0.5, σ(1) = 0.731."""
    return df_dx_with_tanh(1.0, 0.0), df_dy_with_tanh(1.0, 0.0)


@mistake(of="grad_f_at_1_0", credit=0.3)
def grad_at_0_1():
    """These are the derivatives at (0, 1). The point is x = 1, y = 0."""
    return df_dx(0.0, 1.0), df_dy(0.0, 1.0)


@mistake(of="grad_f_at_1_0", credit=0.8)
def grad_at_1_0_rounded_too_early():
    """Nearly: you rounded σ(1) to 0.7 on the way. Keep all digits until the end."""
    b, b_slope = 3 - 0.7, 3 - 0.7 * 0.3
    return _quotient_rule(1.5, b, 2, b_slope), _quotient_rule(1.5, b, 0.25, 1)
