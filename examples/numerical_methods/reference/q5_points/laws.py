"""What is true of any right class: it is asked for what it is, too."""

from typing import Annotated

import numpy as np

from grader import Within, agree

Height = Annotated[float, Within(-3, 3)]


def a_clamped_one_is_an_interpolant(Clamped, Interpolant, left: Height, right: Height) -> None:
    """`Clamped` comes from `Interpolant`: between the points both say the same."""
    assert issubclass(Clamped, Interpolant), "Clamped does not come from Interpolant"
    x, y = np.array([0.0, 1.0]), np.array([left, right])
    clamped, plain = Clamped(x, y), Interpolant(x, y)
    agree(clamped(0.25), plain(0.25), scale=abs(left) + abs(right))
    agree(clamped(7.0), right)


def nobody_is_asked_beyond(Interpolant, left: Height, right: Height) -> None:
    """Beyond the points there is a ValueError, and between them the object goes on as before."""
    f = Interpolant(np.array([0.0, 1.0]), np.array([left, right]))
    for beyond in (-0.5, 1.5):
        try:
            f(beyond)
        except ValueError:
            agree(f(0.5), (left + right) / 2, scale=abs(left) + abs(right))
        else:
            raise AssertionError
