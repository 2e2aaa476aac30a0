"""What weights, data, labels and the strength of the penalty may be.

Scores are at most 4: of a class that is all but certain, −log p has no digits left that rounding does not
decide.
"""

from typing import Annotated

from jaxtyping import Float, Int
from numpy import ndarray

from grader import Index, Pick, Within


def far(pick: Pick) -> float:
    """A number that makes exp overflow, or be 0, on any row that is not small."""
    return float(pick.one_of([1000, -1000, 300]))


Weights = Annotated[Float[ndarray, "d c"], Within(-1, 1)]
Data = Annotated[Float[ndarray, "n d"], Within(-1, 1)]
Labels = Annotated[Int[ndarray, "n"], Index("c")]
Strength = Annotated[float, Within(0, 2)]
Far = Annotated[float, far]
