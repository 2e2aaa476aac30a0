"""What is true of any right root: it need not be the reference's."""

from collections.abc import Callable
from typing import Annotated

from grader import Beside, Formulas, Within, agree

from .answers import Curve, Nonzero, Number


def the_root_is_no_further_than_tol_away(bisect, f: Curve, tol: Annotated[float, Within(1e-6, 0.1)]) -> None:
    """Between tol to the left of the root and tol to the right f changes its sign."""
    root, just = bisect(f, -1.0, 3.5, tol), 1.001 * tol
    assert f(root - just) * f(root + just) <= 0


def a_line_is_solved_in_one_step(
    newton,
    f: Annotated[
        Callable[[float], float],
        Formulas(("lambda x: b * (x - a)", "lambda x: b"), a=Within(-2, 2), b=Within(1, 3)),
    ],
    df: Annotated[Callable[[float], float], Beside("f")],
    x: Annotated[float, Within(-2, 2)],
) -> None:
    """One step leads to the root of a straight line, from wherever it begins."""
    agree(f(newton(f, df, x, 1)), 0.0, scale=1 + abs(f(x)))


def a_linear_equation_takes_one_step(newton_step, a: Nonzero, b: Number, z: Number) -> None:
    """Wherever it begins, a step for b + a z leads to −b / a."""
    agree(newton_step([b, a], z), -b / a, scale=abs(b / a) + abs(z))


def the_roots_add_up_to_minus_b_over_a(quadratic, a: Nonzero, b: Number, c: Number) -> None:
    """The sum of the roots is −b / a."""
    one, other = quadratic(a, b, c)
    agree(one + other, -b / a, scale=_size(a, b, c))


def the_roots_multiply_to_c_over_a(quadratic, a: Nonzero, b: Number, c: Number) -> None:
    """The product of the roots is c / a."""
    one, other = quadratic(a, b, c)
    agree(one * other, c / a, scale=_size(a, b, c) ** 2)


def _size(a: float, b: float, c: float) -> float:
    """Return what no root exceeds: a scale made of the answers would let huge ones pass."""
    return (abs(b) + 2 * abs(a * c) ** 0.5) / abs(a)
