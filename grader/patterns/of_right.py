"""Conditions over the right answer: where nothing an input is tells, what is due may."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from grader.patterns.condition import Condition
from grader.values.exceptions import Due
from grader.values.frames import Frame

SIZES = (1, 9, 99)


def of_right(rights: Sequence[Any]) -> Iterator[Condition]:
    """Yield what the right answer may be; ``rights`` are all of them.

    What is said where it is not that must be true of those, too, that are of another kind: calls of several
    methods have answers of several kinds.
    """
    truths = all(isinstance(each, bool) for each in rights)
    several = all(_holds(each) for each in rights)
    tests: list[tuple[str, str, Callable[[Any], Any]]] = [
        ("an exception is due", "an answer is due", lambda r: isinstance(r, Due)),
        ("the right answer is None", "the right answer is not None", lambda r: r is None),
        (
            "the right answer is True",
            f"the right answer is {'False' if truths else 'not True'}",
            lambda r: r is True,
        ),
        ("the right answer is 0", "the right answer is not 0", lambda r: _number(r) and r == 0),
        ("the right answer is negative", "the right answer is not negative", lambda r: _number(r) and r < 0),
        ("the right answer is empty", "the right answer is not empty", _empty),
        (
            "the right answer has more than one entry",
            f"the right answer has {'at most' if several else 'not more than'} one entry",
            lambda r: _holds(r) and len(r) > 1,
        ),
        (
            "the right answer has one entry",
            "the right answer has not one entry",
            lambda r: _holds(r) and len(r) == 1,
        ),
    ]
    if not truths:
        tests.append(("the right answer is False", "the right answer is not False", lambda r: r is False))
    most = "at most" if all(map(_number, rights)) else "not above"
    for size in SIZES:
        yes, no = f"the right answer is above {size}", f"the right answer is {most} {size}"
        yield Condition(yes, no, lambda m, s=size: _number(m.right) and m.right > s, of_answer=True)
    for yes, no, test in tests:
        yield Condition(yes, no, lambda m, t=test: t(m.right), of_answer=True)


def _number(right: Any) -> bool:
    return isinstance(right, (int, float, np.generic)) and not isinstance(right, bool)


def _holds(right: Any) -> bool:
    """Whether it has entries; nobody says so of a text."""
    return hasattr(right, "__len__") and not isinstance(right, str)


def _empty(right: Any) -> bool:
    if isinstance(right, Frame):
        return right.length == 0
    return isinstance(right, (str, list, dict, set, frozenset, np.ndarray)) and len(right) == 0
