"""Conditions over the right answer: where nothing an input is tells, what is due may."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from grader.patterns.condition import Condition
from grader.values.exceptions import Due
from grader.values.frames import Frame

SIZES = (1, 9, 99)


def of_right() -> Iterator[Condition]:
    """Yield what the right answer may be."""
    tests: Sequence[tuple[str, str, Callable[[Any], Any]]] = (
        ("an exception is due", "an answer is due", lambda r: isinstance(r, Due)),
        ("the right answer is None", "the right answer is not None", lambda r: r is None),
        ("the right answer is True", "the right answer is False", lambda r: r is True),
        ("the right answer is 0", "the right answer is not 0", lambda r: _number(r) and r == 0),
        ("the right answer is negative", "the right answer is not negative", lambda r: _number(r) and r < 0),
        ("the right answer is empty", "the right answer is not empty", _empty),
        (
            "the right answer has more than one entry",
            "the right answer has at most one entry",
            lambda r: len(r) > 1,
        ),
        ("the right answer has one entry", "the right answer has not one entry", lambda r: len(r) == 1),
    )
    for size in SIZES:
        yes, no = f"the right answer is above {size}", f"the right answer is at most {size}"
        yield Condition(yes, no, lambda m, s=size: _number(m.right) and m.right > s, of_answer=True)
    for yes, no, test in tests:
        yield Condition(yes, no, lambda m, t=test: t(m.right), of_answer=True)


def _number(right: Any) -> bool:
    return isinstance(right, (int, float, np.generic)) and not isinstance(right, bool)


def _empty(right: Any) -> bool:
    if isinstance(right, Frame):
        return right.length == 0
    return isinstance(right, (str, list, dict, set, frozenset, np.ndarray)) and len(right) == 0
