"""An answer is not right: the sentence for the student, and words for what came."""

from collections.abc import Callable
from typing import Any

import numpy as np

from grader.model import Draws
from grader.values.leaves import named

CONTAINERS = (list, tuple, dict, set, frozenset)


class Wrong(Exception):
    """An answer is not right: the sentence for the student, and what differs where."""

    def __init__(self, message: str, got: Any = None, expected: Any = None, where: str = "") -> None:
        super().__init__(message)
        self.message, self.got, self.expected, self.where = message, got, expected, where
        self.written: Callable[[], str] | None = None  # the program on which it shows, as code, if it is one
        self.step: int | None = None  # of that program
        self.plot: Draws | None = None  # of what was drawn at random


def shape_words(shape: tuple[int, ...]) -> str:
    """Return a few words for the shape of an array."""
    return f"an array of shape {shape}" if shape else "a number"


def describe(value: Any) -> str:
    """Return a few words for what a value is: "None", "the text 'abc'", "a dict"."""
    if value is None:
        return "None"
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, bool | int | float | complex):
        return f"{value!r}" if not is_whole(value) or abs(value) < 10**40 else "a very large whole number"
    if isinstance(value, str):
        return f"the text {value[:40]!r}"
    if isinstance(value, np.ndarray):
        return "an object array" if value.dtype.kind == "O" else shape_words(value.shape)
    if isinstance(value, CONTAINERS):
        return f"a {next(each for each in CONTAINERS if isinstance(value, each)).__name__} of {len(value)}"
    return str(getattr(value, "described", named(type(value))))


def is_whole(value: Any) -> bool:
    """Whether this is a whole number by its type, or an array of them."""
    return (isinstance(value, (int, np.integer)) and not isinstance(value, bool)) or (
        isinstance(value, np.ndarray) and value.dtype.kind in "iu"
    )


def said_of_none(given: Any, right: Any) -> str:
    """Return what a page cannot show beside another value: that nothing is there, or should be."""
    if given is not None:
        return f"{describe(given)} was returned where None was expected"
    wanted = f"{right.described} was expected" if hasattr(right, "described") else "there is an answer"
    return f"None was returned where {wanted}"
