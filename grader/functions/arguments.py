"""The arguments of a call, as many submissions are asked with them."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

import msgspec
import numpy as np

from grader.errors import GraderError
from grader.values import hands
from grader.values.formula import Formula, pack_argument
from grader.values.programs import Program, packed
from grader.values.tensors import TensorArray
from grader.values.typed import PackedLines, TypedLines
from grader.values.wire import HOLDERS, Frame, Named, Other, Seeded, Strange, encoded, named

SENT = (
    *(Formula, bool, int, float, complex, str, np.ndarray, Fraction, Decimal, type(None), Seeded, Frame),
    *(TypedLines, TensorArray),
)

Manner = hands.Manner  # in which arguments are handed over


class Arguments(tuple[Any, ...]):
    """The arguments of a call that many submissions are asked: what crosses the wire is made once.

    ``named`` are the names of the last ones, where a call must name them.
    """

    named: Sequence[str] = ()

    @classmethod
    def of(cls, values: Iterable[Any], named: Sequence[str]) -> "Arguments":
        """Return the arguments of a call, the last of which it names."""
        found = cls(values)
        found.named = named
        return found

    manner: Manner = "new"
    same: "Arguments | None" = None  # in another manner

    def handed(self, manner: Manner) -> "Arguments":
        """Return the same arguments, to be handed over in another manner."""
        other = Arguments.of(self, self.named)
        other.manner, other.same = manner, self
        return other

    @cached_property
    def encoded(self) -> msgspec.Raw:
        """What crosses; raises GraderError for what would not arrive as it is: nobody is asked with words."""
        if self.same is not None:
            return self.same.encoded
        inside = [part for each in self for part in (each.values if type(each) is Program else [each])]
        for each in inside:
            kind = type(each)
            if kind in (list, tuple, set, frozenset):
                inside += each
            elif kind is dict:
                inside += [*each, *each.values()]
            elif kind not in SENT and not issubclass(kind, np.generic):
                raise GraderError(f"an argument cannot be sent to a worker: {_words(each)}")
        if any(type(value) is Program for value in self):
            return encoded([packed(value) for value in self])
        packed_: list[Any] = [
            PackedLines(list(value.lines)) if type(value) is TypedLines else pack_argument(value)
            for value in self
        ]
        inside = list(packed_)
        for each in inside:
            if isinstance(each, Other):
                raise GraderError(f"an argument cannot be sent to a worker: {each.described}")
            if isinstance(each, HOLDERS):
                inside += each.items
        places = len(packed_) - len(self.named)
        return encoded([*packed_[:places], *map(Named, self.named, packed_[places:])])


def _words(value: Any) -> str:
    return value.described if isinstance(value, Strange) else named(type(value))


def changeable(values: Sequence[Any]) -> int:
    """Return how many values a call could leave changed: of a program all that it is made of."""
    return sum(len(each.values) if type(each) is Program else 1 for each in values)


def manner_of(values: Sequence[Any]) -> Manner:
    """Return the manner in which arguments are to be handed over."""
    return values.manner if isinstance(values, Arguments) else "new"
