"""What the functions of question 4 are tried on."""

from typing import Annotated

from jaxtyping import Float
from numpy import ndarray

from grader import NonNegative, Within

Window = Annotated[int, Within(1, 3)]
Image = Float[ndarray, "r*size c*size"]  # whole windows only: no ragged border
Activations = Annotated[Image, NonNegative()]
Pooled = Float[ndarray, "r c"]
Power = Annotated[float, Within(1, 8)]
