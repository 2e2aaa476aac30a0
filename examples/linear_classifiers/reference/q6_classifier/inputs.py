"""What a classifier begins with, and what it is trained on."""

from typing import Annotated

from jaxtyping import Float, Int
from numpy import ndarray

from grader import Index, Within

Start = Annotated[Float[ndarray, "d c"], Within(-1, 1)]
Data = Annotated[Float[ndarray, "n d"], Within(-2, 2)]
More = Annotated[Float[ndarray, "m d"], Within(-2, 2)]
Labels = Annotated[Int[ndarray, "n"], Index("c")]
Rate = Annotated[float, Within(0.01, 0.5)]
Strength = Annotated[float, Within(0, 0.5)]
Steps = Annotated[int, Within(0, 5)]
