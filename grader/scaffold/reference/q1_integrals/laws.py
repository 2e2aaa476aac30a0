"""Laws that every right answer to question 1 obeys; arguments without annotation are student functions."""

from typing import Annotated

from grader import Within, agree

from .inputs import Increasing

Coefficient = Annotated[float, Within(-3, 3)]


def area_under_a_straight_line(trapezoid, x: Increasing, a: Coefficient, b: Coefficient) -> None:
    """For points on the line a + b·x the rule is exact: the width times the height in the middle."""
    width, middle = x[-1] - x[0], (x[0] + x[-1]) / 2
    agree(trapezoid(x, a + b * x), width * (a + b * middle), scale=width * (abs(a) + abs(b) * x[-1]))
