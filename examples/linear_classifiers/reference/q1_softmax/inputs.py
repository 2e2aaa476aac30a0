"""What weights, data, labels and the strength of the penalty may be.

Scores are at most 4: of a class that is all but certain, −log p has no digits left that rounding does not decide.
"""

from typing import Annotated

from jaxtyping import Float, Int
from numpy import ndarray

from grader import Index, Within

Weights = Annotated[Float[ndarray, "d c"], Within(-1, 1)]
Data = Annotated[Float[ndarray, "n d"], Within(-1, 1)]
Labels = Annotated[Int[ndarray, "n"], Index("c")]
Strength = Annotated[float, Within(0, 2)]
