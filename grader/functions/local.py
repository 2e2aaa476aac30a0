"""Functions of this process, on copies of their arguments: for code that is trusted."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from copy import deepcopy
from typing import Any

import numpy as np

from grader.errors import GraderError
from grader.functions.arguments import manner_of
from grader.functions.functions import Functions
from grader.functions.reply import Answer, Failure, Reply
from grader.model import Verdict
from grader.values.by_name import NOT_KNOWN, AskedNames, by_name
from grader.values.counting import counted
from grader.values.exceptions import kinds_of
from grader.values.formula import Formula, begin_to_count, require_few_calls
from grader.values.handed import handed, is_other
from grader.values.hands import Hands
from grader.values.printed import call_recorded
from grader.values.programs import Program
from grader.values.quiet import quiet
from grader.values.run_here import run_among
from grader.values.tensors import holds_tensor, in_double_precision
from grader.values.typed import TypedLines, typing_first
from grader.values.wire import Frame, Seeded, Value, bits_of, named, pack, unpack


def applied(
    function: Callable[..., Any], values: Sequence[Any], asked: Sequence[str] = (), *, exact: bool = True
) -> Any:
    """Call a function with arguments by place, also those that it wants by name; generators are new ones.

    Of one that returns nothing the answer is what it prints.  ``asked`` are the names under which arguments
    are asked for; ``exact``: as code that is trusted (see ``tensors``).
    """
    with in_double_precision(needed=exact and any(map(holds_tensor, values))):
        values = [v.generator() if type(v) is Seeded else handed(v, exact=exact) for v in values]
        places, named = by_name(getattr(function, "__code__", None), values, asked)
        return call_recorded(lambda: typing_first(function, places, named))


class Local:
    """Functions of this process, on copies of the arguments; for code that is trusted.

    ``argument_names`` are those under which arguments are asked for, by call.
    """

    exact = True  # whether tensors are of double precision (see ``tensors``)

    def __init__(
        self, functions: Mapping[str, Callable[..., Any]], argument_names: AskedNames = NOT_KNOWN
    ) -> None:
        self.functions, self.argument_names = functions, argument_names
        self.hands: dict[str, Hands] = {}

    @property
    def names(self) -> Collection[str]:
        """The functions that are there."""
        return self.functions.keys()

    def ask(self, name: str, calls: Sequence[Sequence[Any]]) -> list[Reply]:
        """Call a function once for each tuple of arguments; what it warns of is nobody's business here."""
        with quiet():
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

    def _applied(self, name: str, values: Sequence[Any], left: dict[int, Value]) -> Any:
        if values and type(values[0]) is Program:
            leaves = left.__setitem__
            return run_among(
                self.functions, name, values[0], self.argument_names, exact=self.exact, leaves=leaves
            )
        return applied(self.functions[name], values, self.argument_names.get(name, ()), exact=self.exact)

    def _call(self, name: str, values: Sequence[Any]) -> Reply:
        manner, steps = manner_of(values), 0
        left: dict[int, Value] = {}  # by the values of a program that steps left changed
        copies = self.hands.setdefault(name, Hands()).over(list(map(copied, values)), manner)
        begin_to_count(copies)
        tensors = any(map(holds_tensor, copies))
        given = [handed(each, exact=self.exact) if holds_tensor(each) else each for each in copies]
        try:
            with in_double_precision(needed=tensors and self.exact):
                if manner == "counted":
                    packed, steps = counted(lambda: pack(self._applied(name, given, left)))
                else:
                    packed = pack(self._applied(name, given, left))
                require_few_calls(copies)
        except Exception as problem:  # whatever it is, it is the answer
            said = f"{type(problem).__name__}: {problem}".rstrip(": ")
            return Failure(Verdict.RAISED, said, kinds_of(problem))
        left |= {
            place: pack(each)
            for place, (each, original) in enumerate(zip(given, values, strict=True))
            if _is_changed(each, original, exact=self.exact)
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
    if isinstance(value, (bool, int, float, complex, str, np.generic, Seeded, TypedLines)):
        return value
    if isinstance(value, Frame):
        return handed(value)
    try:
        return deepcopy(value)
    except TypeError:
        raise GraderError(f"an argument cannot be sent to a worker: {named(type(value))}") from None


def _is_changed(value: Any, original: Any, *, exact: bool) -> bool:
    if holds_tensor(original):
        return bits_of(pack(value)) != bits_of(pack(handed(original, exact=exact)))
    if isinstance(value, np.ndarray):
        return bool(value.tobytes() != original.tobytes())
    if isinstance(original, Frame):
        return is_other(value, original)
    return isinstance(value, (list, tuple, dict, set)) and bits_of(pack(value)) != bits_of(pack(original))
