"""What weights, data, labels and the strength of the penalty may be."""

from typing import Annotated

from jaxtyping import Float, Int
from numpy import ndarray

from grader import Index, Within

Weights = Annotated[Float[ndarray, "d c"], Within(-2, 2)]
Data = Annotated[Float[ndarray, "n d"], Within(-2, 2)]
Labels = Annotated[Int[ndarray, "n"], Index("c")]
Strength = Annotated[float, Within(0, 2)]
