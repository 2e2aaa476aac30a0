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
from grader.values.exceptions import kinds_of
from grader.values.handed import handed, is_other
from grader.values.hands import Hands
from grader.values.printed import call_recorded
from grader.values.wire import (
    Frame,
    Items,
    Named,
    Other,
    Strange,
    Value,
    bits_of,
    build,
    encoded,
    named,
    pack,
    unpack,
)

SENT = (bool, int, float, complex, str, np.ndarray, Fraction, Decimal, Frame, type(None))

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
        inside = list(self)
        for each in inside:
            kind = type(each)
            if kind is list or kind is tuple:
                inside += each
            elif kind not in SENT and not issubclass(kind, np.generic):
                raise GraderError(f"an argument cannot be sent to a worker: {_words(each)}")
        packed = [pack(value) for value in self]
        inside = list(packed)
        for each in inside:
            if isinstance(each, Other):
                raise GraderError(f"an argument cannot be sent to a worker: {each.described}")
            if isinstance(each, Items):
                inside += each.items
        places = len(packed) - len(self.named)
        return encoded([*packed[:places], *map(Named, self.named, packed[places:])])


def _words(value: Any) -> str:
    return value.described if isinstance(value, Strange) else named(type(value))


def applied(function: Callable[..., Any], values: Sequence[Any]) -> Any:
    """Call a function with arguments by place, also those that it wants by name.

    Of one that returns nothing the answer is what it prints.
    """
    values = [handed(value) for value in values]
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


def fingerprint(values: Sequence[Any]) -> tuple[Any, ...]:
    """Return what tells one call from another: every argument with its bits and the way it is stored."""
    return tuple(
        (v.shape, v.dtype.char, v.flags.c_contiguous, v.flags.f_contiguous, v.tobytes())
        if isinstance(v, np.ndarray)
        else float(v).hex()
        if isinstance(v, float)
        else bits_of(v)
        if isinstance(v, Frame)
        else repr(v)
        for v in values
    )


@dataclass(frozen=True)
class Answer:
    """A function returned; ``changed`` are the places of the arguments it left changed.

    Most answers are known by their bits alone: the value is built where somebody looks at it, and anew each
    time, for many submissions may share an answer.
    """

    packed: Value  # as it crossed, and found to be sound
    changed: tuple[int, ...] = ()
    bits: bytes = field(default=b"", compare=False, repr=False)  # the same for the same value

    @property
    def value(self) -> Any:
        """The value."""
        return build(self.packed)


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

    def _call(self, name: str, values: Sequence[Any]) -> Reply:
        copies = self.hands.setdefault(name, Hands()).over(list(map(copied, values)), manner_of(values))
        try:
            with np.errstate(all="ignore"):
                value = applied(self.functions[name], copies)
        except Exception as problem:  # whatever it is, it is the answer
            said = f"{type(problem).__name__}: {problem}".rstrip(": ")
            return Failure(Verdict.RAISED, said, kinds_of(problem))
        changed = tuple(
            place
            for place, (copy, original) in enumerate(zip(copies, values, strict=True))
            if _is_changed(copy, original)
        )
        packed = pack(value)
        # Read just as it is when it comes from a worker.
        return Answer(packed, changed, bits_of(packed))


def copied(value: Any) -> Any:
    """Return an argument as a function may change it: arrays stay stored as they are, also in lists."""
    if isinstance(value, np.ndarray):
        if value.flags.c_contiguous or value.flags.f_contiguous:
            return value.copy("K")
        return unpack(pack(value))
    if type(value) is list or type(value) is tuple:
        return type(value)(map(copied, value))
    if isinstance(value, (bool, int, float, complex, str, np.generic)):
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
    return isinstance(value, (list, tuple)) and bits_of(pack(value)) != bits_of(pack(original))
