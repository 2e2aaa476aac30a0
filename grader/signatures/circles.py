"""Objects that lie in a circle: whether what a class does has an end there, and how no circle is made.

A list whose nodes are linked goes on for ever where the last one leads to the first; two people may well be
each other's friends.  So it is tried, with so many lines of the reference as it may run: a clock would draw
other programs on another machine.
"""

import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from random import Random
from types import FrameType
from typing import Any

from grader.signatures.pick import Mood, Pick, Unsuitable
from grader.signatures.program_calls import ProgramCall
from grader.values.programs import ProgramStep, Ref

OURS = f"{__name__.partition('.')[0]}."
EVENTS = 1000  # lines and calls that one call of the reference may take; some dozens are usual
TRIED = 10  # programs of each mood
MOODS = (Mood.TIES, Mood.ORDINARY, Mood.EDGE, Mood.TINY)  # in others objects are put together in order


class NoEnd(BaseException):
    """A call took more than it may.  Not an Exception: that would be an answer of the reference."""


def puts(call: ProgramCall) -> bool:
    """Return whether a call may put an object into another one of its sort."""
    sorts = [*filter(None, [call.owner]), *call.objects.values()]
    return len({*sorts}) < len(sorts) and relates(call)


def relates(call: ProgramCall) -> bool:
    """Return whether a call may put an object into another, or get one out: no question that is answered."""
    return call.keep or bool(call.makes)


class Related:
    """Which objects of a program may lie in one another: two of them would make a circle."""

    def __init__(self, *, circles: bool) -> None:
        self.circles = circles  # whether they may
        self.above: dict[Ref, Ref] = {}
        self.built: set[Ref] = set()  # those that something was put into

    def note(self, call: ProgramCall, step: ProgramStep, made: Collection[Ref]) -> None:
        """Note what a step may have put together; ``made`` are the objects that it returned."""
        if call.owner and call.objects:
            self.built.add(step.refs[0])
        if relates(call) and (refs := [*step.refs, *made]):
            first, *others = dict.fromkeys(map(self._first, refs))
            self.above |= dict.fromkeys(others, first)

    def _first(self, ref: Ref) -> Ref:
        while ref in self.above:
            ref = self.above[ref]
        return ref

    def may_close(self, call: ProgramCall) -> bool:
        """Return whether a call might make a circle where there must be none."""
        return not self.circles and puts(call)

    def apart(self, call: ProgramCall, refs: Sequence[Ref], others: Collection[Ref]) -> Sequence[Ref]:
        """Return which of some objects a call may be given beside the others."""
        if not self.may_close(call):
            return refs
        known = {*map(self._first, others)}
        return [each for each in refs if self._first(each) not in known]


def ends(drawn: Callable[[Pick], Any]) -> bool:
    """Return whether the reference has an end on some programs, which it takes as they are drawn."""
    source = Random(0)  # noqa: S311  (nothing here is a secret)

    def choose(low: int, high: int) -> int:
        return source.randint(low, high)

    for mood in MOODS * TRIED:
        try:
            with _counted():
                drawn(Pick(choose, mood, (), whole=False, sizes={}, values={}))
        except Unsuitable:
            continue
        except NoEnd:
            return False
    return True


@contextmanager
def _counted() -> Iterator[None]:
    """Raise NoEnd in the block where one call of what is not ours takes more lines and calls than it may."""
    taken = 0

    def is_ours(frame: FrameType | None) -> bool:
        return frame is None or str(frame.f_globals.get("__name__")).startswith(OURS)

    def counts(frame: FrameType, event: str, arg: object) -> Any:
        nonlocal taken
        del arg
        if event == "call":
            if is_ours(frame):
                return None
            taken = 0 if is_ours(frame.f_back) else taken
        taken += 1
        if taken > EVENTS:
            raise NoEnd
        return counts

    before = sys.gettrace()
    sys.settrace(counts)
    try:
        yield
    finally:
        sys.settrace(before)
