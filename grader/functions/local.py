"""A student's functions as a check sees them: ask for answers, many at once, and get one reply each.

Two places answer: a worker process (``grader.sandbox``) and this process (``Local``: the reference itself,
correct variants, known mistakes, and the functions of a test).
"""

import warnings
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from copy import deepcopy
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any, Protocol

import msgspec
import numpy as np

from grader.errors import GraderError
from grader.model import Verdict
from grader.values import hands
from grader.values.counting import counted
from grader.values.exceptions import kinds_of
from grader.values.formula import Formula, begin_to_count, pack_argument, require_few_calls
from grader.values.handed import handed, is_other
from grader.values.hands import Hands
from grader.values.printed import call_recorded
from grader.values.programs import Program, packed
from grader.values.run_program import run_among
from grader.values.wire import (
    HOLDERS,
    Frame,
    Named,
    Other,
    Seeded,
    Strange,
    Value,
    bits_of,
    build,
    encoded,
    named,
    pack,
    unpack,
)

SENT = (Formula, bool, int, float, complex, str, np.ndarray, Fraction, Decimal, type(None), Seeded, Frame)

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
        packed_ = [pack_argument(value) for value in self]
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


def applied(function: Callable[..., Any], values: Sequence[Any]) -> Any:
    """Call a function with arguments by place, also those that it wants by name; generators are new ones.

    Of one that returns nothing the answer is what it prints.
    """
    values = [value.generator() if type(value) is Seeded else handed(value) for value in values]
    code = getattr(function, "__code__", None)
    if code is None or not code.co_kwonlyargcount:
        return call_recorded(lambda: function(*values))
    places = code.co_argcount
    names = code.co_varnames[places : places + code.co_kwonlyargcount]
    named = dict(zip(names, values[places:], strict=False))
    return call_recorded(lambda: function(*values[:places], **named))


def manner_of(values: Sequence[Any]) -> Manner:
    """Return the manner in which arguments are to be handed over."""
    return values.manner if isinstance(values, Arguments) else "new"


@dataclass(frozen=True)
class Answer:
    """A function returned; ``changed`` are the places of the arguments it left changed.

    Most answers are known by their bits alone: the value is built where somebody looks at it, and anew each
    time, for many submissions may share an answer.
    """

    packed: Value  # as it crossed, and found to be sound
    changed: tuple[int, ...] = ()
    bits: bytes = field(default=b"", compare=False, repr=False)  # the same for the same value
    steps: int = field(default=0, compare=False)  # that the call took, where they were counted
    packed_left: tuple[Value, ...] = ()  # what is in the arguments that it left changed

    @classmethod
    def of(cls, packed: Value, left: Mapping[int, Value], steps: int = 0) -> "Answer":
        """Return an answer with what is left in the arguments that were changed, by their places."""
        bits = b"".join(map(bits_of, (packed, *left.values())))
        return cls(packed, tuple(left), bits, steps, tuple(left.values()))

    @property
    def value(self) -> Any:
        """The value."""
        return build(self.packed)

    @property
    def left(self) -> tuple[Any, ...]:
        """What is in the arguments that were changed."""
        return tuple(map(build, self.packed_left))


@dataclass(frozen=True)
class Failure:
    """A function did not return, and why, in a sentence for the student.

    ``final`` failures (time, memory, a dead worker) say the same of every further call of that function.
    """

    verdict: Verdict
    message: str
    kinds: tuple[str, ...] = field(default=(), compare=False)  # the names of an exception's types

    @property
    def bits(self) -> str:
        """What tells it from others, and from every answer."""
        return f"{self.verdict}: {self.message} {' '.join(self.kinds)}"

    @property
    def final(self) -> bool:
        """Whether there is no point in asking again."""
        return self.verdict is not Verdict.RAISED


Reply = Answer | Failure


class Functions(Protocol):
    """What a submission answers."""

    @property
    def names(self) -> Collection[str]:
        """The functions that are there."""

    def ask(self, name: str, calls: Sequence[Sequence[Any]]) -> list[Reply]:
        """Call a function once for each tuple of arguments; one reply for each, in order."""

    def ask_all(self, planned_calls: Sequence[tuple[str, Sequence[Sequence[Any]]]]) -> list[list[Reply]]:
        """Call several functions, one after the other, as ``ask`` does."""

    def spare(self, name: str) -> float:
        """Return the share of its seconds that a function has left."""

    def fresh(self) -> "Functions":
        """Return the same functions where other calls, or none, came before: in another process."""

    def sealed(self) -> "Functions":
        """End the process that answers, and with it all that it may tell; return ``fresh`` functions."""

    def anew(self) -> "AbstractContextManager[Functions]":
        """Give the same functions inside the block in a process of its own, where no call came before."""

    def aside(self) -> AbstractContextManager[None]:
        """Hold nothing that ends a process inside the block against a function when it is asked later."""

    def hint(self, name: str) -> str:
        """Say why a function is not there, or what is odd about it; nothing, where nothing is known."""

    def arguments(self, name: str) -> Sequence[str]:
        """Return the names of a function's arguments, where they are known."""

    def renew(self) -> None:
        """Give every function its seconds again: a new question begins."""


class Local:
    """Functions of this process, on copies of the arguments; for code that is trusted."""

    def __init__(self, functions: Mapping[str, Callable[..., Any]]) -> None:
        self.functions = functions
        self.hands: dict[str, Hands] = {}

    @property
    def names(self) -> Collection[str]:
        """The functions that are there."""
        return self.functions.keys()

    def ask(self, name: str, calls: Sequence[Sequence[Any]]) -> list[Reply]:
        """Call a function once for each tuple of arguments; what it warns of is nobody's business here."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return [self._call(name, values) for values in calls]

    def ask_all(self, planned_calls: Sequence[tuple[str, Sequence[Sequence[Any]]]]) -> list[list[Reply]]:
        """Call several functions, one after the other."""
        return [self.ask(name, calls) for name, calls in planned_calls]

    def spare(self, name: str) -> float:  # noqa: ARG002
        """Return all: code that is trusted has all the time it takes."""
        return 1.0

    def fresh(self) -> "Local":
        """Return these functions: there is no other process."""
        return self

    def sealed(self) -> "Local":
        """Return fresh functions: there is no process to end."""
        return self.fresh()

    def anew(self) -> AbstractContextManager[Functions]:
        """Give these functions: there is no other process."""
        return nullcontext(self)

    def aside(self) -> AbstractContextManager[None]:
        """Do nothing: there is no process to end."""
        return nullcontext()

    def hint(self, name: str) -> str:  # noqa: ARG002
        """Say nothing: whoever wrote these can look."""
        return ""

    def arguments(self, name: str) -> Sequence[str]:  # noqa: ARG002
        """Say nothing."""
        return ()

    def renew(self) -> None:
        """Do nothing: code that is trusted has all the time it takes."""

    def _applied(self, name: str, values: Sequence[Any]) -> Any:
        if values and type(values[0]) is Program:
            return run_among(self.functions, name, values[0])
        return applied(self.functions[name], values)

    def _call(self, name: str, values: Sequence[Any]) -> Reply:
        manner, steps = manner_of(values), 0
        copies = self.hands.setdefault(name, Hands()).over(list(map(copied, values)), manner)
        begin_to_count(copies)
        try:
            with np.errstate(all="ignore"):
                if manner == "counted":
                    packed, steps = counted(lambda: pack(self._applied(name, copies)))
                else:
                    packed = pack(self._applied(name, copies))
                require_few_calls(copies)
        except Exception as problem:  # whatever it is, it is the answer
            said = f"{type(problem).__name__}: {problem}".rstrip(": ")
            return Failure(Verdict.RAISED, said, kinds_of(problem))
        left = {
            place: pack(copy)
            for place, (copy, original) in enumerate(zip(copies, values, strict=True))
            if _is_changed(copy, original)
        }
        # Read just as it is when it comes from a worker.
        return Answer.of(packed, left, steps)


def copied(value: Any) -> Any:
    """Return an argument as a function may change it: arrays stay stored as they are, also in lists."""
    if isinstance(value, np.ndarray):
        if value.flags.c_contiguous or value.flags.f_contiguous:
            return value.copy("K")
        return unpack(pack(value))
    if type(value) is list or type(value) is tuple:
        return type(value)(map(copied, value))
    if type(value) is Program:
        return value  # whoever runs it copies its values
    if type(value) is Formula:
        return value.built()
    if type(value) is dict:
        return {key: copied(each) for key, each in value.items()}
    if isinstance(value, (bool, int, float, complex, str, np.generic, Seeded)):
        return value
    if isinstance(value, Frame):
        return handed(value)
    try:
        return deepcopy(value)
    except TypeError:
        raise GraderError(f"an argument cannot be sent to a worker: {named(type(value))}") from None


def _is_changed(value: Any, original: Any) -> bool:
    if isinstance(value, np.ndarray):
        return bool(value.tobytes() != original.tobytes())
    if isinstance(original, Frame):
        return is_other(value, original)
    return isinstance(value, (list, tuple, dict, set)) and bits_of(pack(value)) != bits_of(pack(original))
