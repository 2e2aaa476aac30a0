"""What goes wrong with points."""

import numpy as np

from grader import mistake

from .answers import Clamped, Interpolant


@mistake(of="Interpolant", credit=0.5)
class AnyOrder(Interpolant):
    """Points in any order are taken here: raise a ValueError where the x do not rise."""

    def __init__(self, x, y):
        self.x, self.y = x, y


@mistake(of="Interpolant", credit=0.5)
class ThatMayStandStill(Interpolant):
    """Two points at the same place are taken here: a function has one value there."""

    def __init__(self, x, y):
        if (np.diff(x) < 0).any():
            raise ValueError
        self.x, self.y = x, y


@mistake(of="Interpolant")
class Steps(Interpolant):
    """This is the value at the point to the left: go on along the line to the point on the right."""

    def __call__(self, at):
        super().__call__(at)
        return float(self.y[np.searchsorted(self.x, at, side="right") - 1])


@mistake(of="Interpolant", credit=0.5)
class LevelBeyond(Interpolant):
    """Beyond the points nothing is known: raise a ValueError there. `np.interp` goes on level."""

    def __call__(self, at):
        return float(np.interp(at, self.x, self.y))


@mistake(of="Interpolant")
class OpenEnds(Interpolant):
    """The first and the last point are refused here: they are points like the others."""

    def __call__(self, at):
        if not self.x[0] < at < self.x[-1]:
            raise ValueError
        return super().__call__(at)


@mistake(of="Interpolant")
class LeftRectangles(Interpolant):
    """Each piece is as high as its left end here: take the mean of both ends."""

    def integral(self):
        return float(np.diff(self.x) @ self.y[:-1])


@mistake(of="Clamped", credit=0.5)
class StandsAlone:
    """This class has nothing to do with `Interpolant`: write `class Clamped(Interpolant)`, and what both
    do alike once.
    """

    def __init__(self, x, y):
        self.inside = Clamped(x, y)

    def __call__(self, at):
        return self.inside(at)

    def integral(self):
        return self.inside.integral()


@mistake(of="Clamped")
class NothingBeyond(Interpolant):
    """Beyond the points this is 0: a clamped one keeps the value of the nearest point."""

    def __call__(self, at):
        return float(np.interp(at, self.x, self.y, left=0.0, right=0.0))
