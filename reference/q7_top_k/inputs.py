"""The values that the arguments of question 7 take: no ties, labels from 0, k from 1 to all classes."""

from typing import Annotated

import numpy as np
from jaxtyping import Float, Int
from numpy import ndarray

from grader import Index, Pick, Within, distinct_rows


def often_the_last(pick: Pick) -> ndarray:
    """Return labels from 0; every other one is the class with the lowest score."""
    scores = pick.values["scores"]
    return np.array([pick.one_of((int(row.argmin()), pick.choose(0, len(row) - 1))) for row in scores])


Scores = Annotated[Float[ndarray, "n c"], distinct_rows]
Labels = Annotated[Int[ndarray, "n"], Index("c")]
OftenLast = Annotated[Int[ndarray, "n"], often_the_last]
K = Annotated[int, Within(1, "c")]
