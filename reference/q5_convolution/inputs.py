"""What the functions of question 5 are tried on."""

from typing import Annotated

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from grader import Mood, Pick, Within


def no_taller(pick: Pick) -> int:
    """A kernel's height: from 1 up to the height of the image."""
    return _up_to(pick, pick.values["image_shape"][0])


def no_wider(pick: Pick) -> int:
    """A kernel's width: from 1 up to the width of the image."""
    return _up_to(pick, pick.values["image_shape"][1])


def _up_to(pick: Pick, length: int) -> int:
    return pick.one_of((1, length)) if pick.mood is Mood.EDGE else pick.choose(1, length)


def pointer(pick: Pick) -> ndarray:
    """A matrix with a single 1."""
    values = np.zeros(pick.count)
    values[pick.choose(0, pick.count - 1)] = 1.0
    return values.reshape(pick.shape)


Length = Annotated[int, Within(1, 30)]
ImageShape = tuple[Length, Length]
KernelShape = tuple[Annotated[int, no_taller], Annotated[int, no_wider]]

Image = Float[ndarray, "h+i-1 w+j-1"]  # an i×j kernel finds room in h×w places
Kernel = Float[ndarray, "i j"]
Output = Float[ndarray, "h w"]
PointedKernel = Annotated[Kernel, pointer]
PointedOutput = Annotated[Output, pointer]
