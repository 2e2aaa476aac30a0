"""Known mistakes in question 1: wrong functions, each with the sentence a good teacher would say."""

import numpy as np

from grader import mistake


@mistake(of="trapezoid", credit=0.5, public=True)
def height_of_the_left_end(x, y):
    """Every piece is as high as its left end here. Take the mean of the heights at both of its ends."""
    return float(np.sum(np.diff(x) * y[:-1]))


@mistake(of="trapezoid", credit=0.5)
def pieces_of_equal_width(x, y):
    """All pieces have the mean width here. The places are not evenly spaced: each piece has its own width."""
    width = (x[-1] - x[0]) / max(len(x) - 1, 1)
    return float(np.sum(width * (y[1:] + y[:-1]) / 2))


@mistake(of="trapezoid", credit=0.8)
def without_the_half(x, y):
    """This is twice the area: the mean of two heights is half of their sum."""
    return float(np.sum(np.diff(x) * (y[1:] + y[:-1])))
