"""One value is picked: by which choices, in which mood, and what may be looked at.

Every example is drawn in one of a few *moods*, so that the edges (ones, zeros, ties, ends of ranges, tiny and
large scales) are among the examples and never left to luck.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import prod
from random import Random
from typing import Any, Protocol, TypeVar

import numpy as np

T = TypeVar("T")


class Mood(StrEnum):
    """What kind of example is drawn; simplest first, since the student sees the first that fails."""

    PLAIN = "plain"  # small whole numbers
    ONES = "ones"  # every axis as short as it can be
    UNEVEN = "uneven"  # every axis of another length
    TIES = "ties"  # repeated entries and zeros
    ORDINARY = "ordinary"  # decimals around 1
    EDGE = "edge"  # the ends of every range
    LAYOUT = "layout"  # decimals, stored column by column or with gaps
    LONG = "long"  # decimals, every axis as long as it can be
    MIXED = "mixed"  # decimals and exact zeros, every array on a scale of its own
    TINY = "tiny"  # the smallest scale
    LARGE = "large"  # the largest scale


class Unsuitable(Exception):
    """These choices do not lead to an allowed value; others will."""


class Choose(Protocol):
    """Where choices come from: Hypothesis, which can replay and shrink them."""

    def __call__(self, low: int, high: int) -> int:
        """Return a whole number from low to high, both included; simpler is closer to 0, else to low."""


@dataclass(frozen=True)
class Pick:
    """Everything a domain may look at while it picks one value.

    ``shape`` is () for a number and ``whole`` says that integers are wanted; ``sizes`` holds the lengths of
    the axes ({"n": 3}) and ``values`` the arguments picked before this one.
    """

    choose: Choose
    mood: Mood
    shape: tuple[int, ...]
    whole: bool
    sizes: Mapping[str, int]
    values: Mapping[str, Any]

    @property
    def count(self) -> int:
        """How many entries the value has."""
        return prod(self.shape)

    def one_of(self, options: Sequence[T]) -> T:
        """Return one of the options; the first is the simplest."""
        return options[self.choose(0, len(options) - 1)]

    def random(self) -> Random:
        """Return a source of many numbers that costs one choice and is replayed with the example."""
        return Random(self.choose(0, 2**31 - 1))  # noqa: S311  (nothing here is a secret)

    def array(self, entries: Sequence[float]) -> np.ndarray:
        """Return the entries, row by row, in the wanted shape."""
        return np.array(entries, dtype=np.int64 if self.whole else np.float64).reshape(self.shape)

    def number(self, name_or_number: str | float) -> float:
        """Return a bound: a number, the length of an axis ("c"), or an argument picked before ("t")."""
        if not isinstance(name_or_number, str):
            return name_or_number
        if name_or_number in self.sizes:
            return self.sizes[name_or_number]
        if name_or_number not in self.values:
            raise ValueError(f"a domain names {name_or_number!r}, which is no axis and no argument before it")
        return float(self.values[name_or_number])


Domain = Callable[[Pick], Any]

TINY = 1e-5  # a scale on which a term that should not be there shows
TINIEST = 1e-10  # one below every threshold that is taken for 0

FEW = 40  # up to so many entries each is a choice of its own, which shrinks well; beyond, one choice for all


def decimal(random: Random, low: float, high: float) -> float:
    """Return a short decimal: exact on every machine, and readable when it is shown."""
    return min(max(float(f"{random.uniform(low, high):.3g}"), low), high)
