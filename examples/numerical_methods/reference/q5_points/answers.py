"""A class of functions: methods that raise, points for each of them, and a class that comes from another."""

from typing import Annotated

import numpy as np

from grader import Raises, Within

from .inputs import Heights, Places

Place = Annotated[float, Within(-3, 3)]


class Interpolant:
    """A function that is known at some points, with straight lines between them."""

    def __init__(self, x: Places, y: Heights) -> Raises[ValueError] | None:
        """Begin with the points (x, y). Raise a ValueError where the x do not rise."""
        if (np.diff(x) <= 0).any():
            raise ValueError("the x do not rise")
        self.x, self.y = x.copy(), y.copy()

    def __call__(self, at: Place) -> float | Raises[ValueError]:
        """The value at a place. Raise a ValueError before the first point, and behind the last one."""
        if at < self.x[0] or at > self.x[-1]:
            raise ValueError("there is no point beyond")
        return float(np.interp(at, self.x, self.y))

    def integral(self) -> float:
        """The integral from the first point to the last one."""
        return float(np.sum(np.diff(self.x) * (self.y[1:] + self.y[:-1]) / 2))


class Clamped(Interpolant):
    """An interpolant that goes on level before the first point and behind the last one."""

    def __call__(self, at: Place) -> float:
        """The value at any place."""
        return float(np.interp(at, self.x, self.y))
