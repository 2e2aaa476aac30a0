"""Points, most of which rise."""

from typing import Annotated

from jaxtyping import Float
from numpy import ndarray

from grader import Within


def rising(pick):
    """Places that rise; of eight one has a place twice, or one out of order."""
    (n,) = pick.shape
    places, last = [], -2.0
    for _ in range(n):
        places.append(last)
        last += pick.choose(1, 8) / 4
    match pick.choose(0, 15):
        case 14:
            places[-1] = places[-2]
        case 15:
            places[0], places[-1] = places[-1], places[0]
    return places


Places = Annotated[Float[ndarray, "n"], rising]
Heights = Annotated[Float[ndarray, "n"], Within(-3, 3)]
