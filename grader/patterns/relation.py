"""One relation of an answer to the right one, and what two answers must have in common to be called equal."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.patterns.tried import Tried

TELLING = 8  # failures with something to see; on fewer nothing is shown
CLOSE = 1e-6  # of the largest entry
FLOOR = 1e-12

Array = np.ndarray


@dataclass(frozen=True, eq=False)
class Relation:
    """What an answer is, in words that follow "your answer is", and whether it is that in a case."""

    words: str
    holds: Callable[..., Any]  # of a Tried
    whole: bool = True  # a sentence of its own where not
    name: str = ""


def close(one: Any, other: Any, scale: float = 0.0) -> bool:
    """Whether two arrays of numbers are equal up to rounding; NaN and infinities as they are."""
    one, other = np.asarray(one, dtype=float), np.asarray(other, dtype=float)
    if one.shape != other.shape:
        return False
    finite = np.isfinite(other)
    size = max(float(np.abs(other[finite]).max(initial=0.0)), scale)
    with np.errstate(all="ignore"):
        near = np.abs(one - other) <= CLOSE * size + FLOOR
    same = (one == other) | (np.isnan(one) & np.isnan(other))
    return bool(np.where(finite, near, same).all())


def of_truths(cases: Sequence[Tried]) -> bool:
    """Whether the right answers are arrays or lists of True and False."""
    return all(_are_truths(case.right) for case in cases) and any(np.size(case.right) for case in cases)


def _are_truths(value: Any) -> bool:
    if isinstance(value, list):
        return all(isinstance(each, bool) for each in value)
    return isinstance(value, np.ndarray) and value.dtype.kind == "b"


def numeric(value: Any) -> Array | None:
    """Return an answer as an array of real numbers, or None where it is none."""
    if isinstance(value, (list, tuple)):
        try:
            value = np.asarray(value, dtype=float)
        except (OverflowError, TypeError, ValueError):
            return None
    if isinstance(value, bool) or value is None or np.iscomplexobj(value):
        return None
    if isinstance(value, (int, float, np.generic)):
        try:
            return np.asarray(float(value))
        except (OverflowError, TypeError, ValueError):
            return None
    if isinstance(value, np.ndarray) and value.dtype.kind in "iufb":
        return value.astype(float)
    return None
