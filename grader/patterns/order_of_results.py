"""Several results that are right, but come in another order."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import permutations
from typing import Any

import numpy as np

from grader.patterns.relation import TELLING, Relation
from grader.patterns.tried import Tried
from grader.values.compare import agree
from grader.values.numbers import axes
from grader.values.wrong import Wrong

MOST = 4  # results: of more there are too many orders


def reordered(cases: Sequence[Tried]) -> Iterator[Relation]:
    """Yield the order in which the right results come in all of these failures."""
    right = cases[0].right
    if len(cases) < TELLING or not isinstance(right, tuple) or not 1 < len(right) <= MOST:
        return
    for order in [*permutations(range(len(right)))][1:]:  # but the right one
        if all(_is_in_order(order, case) for case in cases):
            said = "the two results of {0} are the right ones, exchanged"
            if len(right) > 2:
                places = ", ".join(str(place + 1) for place in order)
                said = f"the results of {{0}} are the right ones in another order: {places}"
            yield Relation(said, partial(_is_in_order, order), whole=False)
            return


def _is_in_order(order: Sequence[int], case: Tried) -> bool:
    """Whether what came are the right results in this order."""
    came = case.got if case.got is not None else case.raw
    if not isinstance(came, (tuple, list)) or not isinstance(case.right, tuple) or len(came) != len(order):
        return False
    return all(_same(one, case.right[place]) for one, place in zip(came, order, strict=True))


def _same(one: Any, other: Any) -> bool:
    try:
        with np.errstate(all="ignore"):
            agree(one, other, nan=True)
            return not isinstance(other, np.ndarray) or axes(np.shape(one)) == axes(other.shape)
    except (Wrong, TypeError, ValueError):  # of another kind, as a rule
        return False
