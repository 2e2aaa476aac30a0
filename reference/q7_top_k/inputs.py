"""The values that the arguments of question 7 take: no ties, labels from 0, k from 1 to all classes."""

from typing import Annotated

from jaxtyping import Float, Int
from numpy import ndarray

from grader import Index, Within, distinct_rows

Scores = Annotated[Float[ndarray, "n c"], distinct_rows]
Labels = Annotated[Int[ndarray, "n"], Index("c")]
K = Annotated[int, Within(1, "c")]
