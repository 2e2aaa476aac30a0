"""What a function gave to an example, in whatever form, and whether two functions gave the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.values.compare import Wrong, agree
from grader.values.exceptions import Due
from grader.values.frames import Frame
from grader.values.stored import storable


@storable("raises")
@dataclass(frozen=True)
class Raising:
    """What a function gives on an example on which it raises."""


RAISES = Raising()


@storable("misshapen")
@dataclass(frozen=True)
class Misshapen:
    """An answer of another shape than it should have."""

    value: Any


def same(given: Sequence[Any], wrong: Sequence[Any], noises: Sequence[Any]) -> bool:
    """Whether two functions give the same answers on all examples, at the precision that is set."""
    return all(map(_agree, given, wrong, noises))


def _agree(one: Any, other: Any, noise: Any) -> bool:
    if isinstance(one, Raising) or isinstance(other, Raising):
        return isinstance(one, Raising) and isinstance(other, Raising)
    if isinstance(one, Misshapen) or isinstance(other, Misshapen):
        both = isinstance(one, Misshapen) and isinstance(other, Misshapen)
        return both and equal_raw(one.value, other.value)
    if isinstance(one, Due) or isinstance(other, Due):
        return bool(one == other)
    try:
        agree(one, other, noise=noise, nan=True)
    except Wrong:
        return False
    return True


def equal_raw(one: Any, other: Any) -> bool:
    """Whether two answers are the same as they came, of whatever form."""
    if isinstance(one, (str, Frame)) and type(one) is type(other):
        return same_words_or_table(one, other)
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(map(equal_raw, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(equal_raw(one[key], other[key]) for key in one)
    try:
        a, b = np.asarray(one, dtype=complex), np.asarray(other, dtype=complex)
    except (TypeError, ValueError):
        return False
    return a.shape == b.shape and np.allclose(a, b, rtol=1e-5, atol=1e-12, equal_nan=True)


def same_words_or_table(one: Any, other: Any) -> bool:
    """Whether two texts, or two tables, are the same; columns of other types are not."""
    if isinstance(one, Frame) and [c.family for c in one.columns] != [c.family for c in other.columns]:
        return False
    try:
        agree(one, other, nan=True)
    except Wrong:
        return False
    return True
