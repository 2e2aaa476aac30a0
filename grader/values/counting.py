"""Work, counted: how many instructions Python carries out in a call, the same on every machine.

Lines would be the reader's unit, but a loop fits on one line; an instruction of Python's virtual machine is
the same step however it is written, in a comprehension, a lambda or a method.  What compiled code does by
itself (``sorted`` without a key, ``A @ B``) is one instruction, whatever its size.
"""

import _thread
import gc
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from types import CodeType, FrameType, ModuleType
from typing import Any, Protocol, TypeVar

from grader.values import leaves, wire

T = TypeVar("T")

MOST = 3_000_000  # steps; about a second of counting, and 180 for each pair of 128
EVADED = -1  # in the place of a count: something saw to it that not all was counted

STILL = repr(count())  # of a count that did not begin

# What reaches for the counting, or does work that it does not see.
REFUSED = frozenset(
    (
        *(
            "sys.settrace",
            "sys.setprofile",
            "sys._getframe",
            "sys._current_frames",
            "sys._current_exceptions",
        ),
        *("sys.monitoring.register_callback", "gc.get_objects", "gc.get_referrers", "gc.get_referents"),
        *("_thread.start_new_thread", "_thread.start_joinable_thread", "sys.addaudithook"),
        *("ctypes.dlopen", "ctypes.dlsym", "ctypes.dlsym/handle", "ctypes.call_function", "ctypes.cdata"),
        *("cpython.PyInterpreterState_New", "resource.setrlimit"),
    )
)
FRAMES = frozenset(("tb_frame", "gi_frame", "cr_frame", "ag_frame"))  # not to be read
PARTS = frozenset(("__code__", "__defaults__", "__kwdefaults__"))  # of a function, not to be written


class Switch(Protocol):
    """Switches something on or off."""

    def __call__(self, *, on: bool) -> None: ...  # noqa: D102


class TooManyStepsError(BaseException):
    """More steps than are counted.  Not an Exception: whoever catches it has taken too many all the same."""


class UncountedError(ValueError):
    """What may not be done while steps are counted."""


def count_words(steps: int) -> str:
    """Return a count as people read it; one with a plus was not counted to its end."""
    return f"{min(steps, MOST):,}{'+' * (steps > MOST)}"


class Tally:
    """What was counted.  Nothing here is a number that could be set back: a ``count`` only goes on."""

    def __init__(self) -> None:
        self.steps, self.entered, self.left, self.evaded, self.over = (count() for _ in range(5))

    def exceeded(self) -> bool:
        """Whether there were more steps than are counted."""
        return repr(self.over) != STILL

    def whole(self) -> bool:
        """Whether each frame that was entered told, when it was left, that its steps were counted."""
        return repr(self.evaded) == STILL and next(self.entered) == next(self.left)


def counted(call: Callable[[], T], *, guarded: bool = False) -> tuple[T | None, int]:
    """Make a call; return what it returns and the number of steps, or EVADED where not all were counted.

    A call of more than MOST steps is stopped, and returns None.  ``guarded`` is for a call that may want to
    be counted short: it refuses what reaches for the counting, for as long as the call takes.
    """
    tally = Tally()
    begin = _tracing(tally)
    sys._getframe().f_trace_opcodes = True  # noqa: SLF001  in 3.12 steps are told only if a frame wants it so
    before = sys.gettrace()
    with _no_garbage(), _guarded(tally) if guarded else _unguarded() as guard:
        sys.settrace(begin)
        guard(on=True)
        value = None
        try:
            value = call()
        except BaseException:
            if not tally.exceeded():
                raise
        finally:
            mine = sys.gettrace() is begin
            guard(on=False)
            sys.settrace(before)
    if tally.exceeded():  # the frames that it left have not told of it
        return None, MOST + 1
    return value, next(tally.steps) if mine and tally.whole() else EVADED


def _tracing(tally: Tally) -> Callable[[FrameType, str, Any], Any]:
    """Return a tracing function; what it works with stands in defaults, which a guard keeps from writers."""

    def step(
        frame: FrameType,
        event: str,
        _: Any,
        tick: Any = tally.steps.__next__,
        leave: Any = tally.left.__next__,
        evade: Any = tally.evaded.__next__,
        stop: Any = tally.over.__next__,
    ) -> None:
        if event == "opcode":
            if tick() >= MOST:
                stop()
                raise TooManyStepsError
        elif event == "return":
            leave()
            if not frame.f_trace_opcodes:
                evade()

    def begin(
        frame: FrameType, _: str, __: Any, enter: Any = tally.entered.__next__, step: Any = step
    ) -> Any:
        if id(frame.f_code) in OURS:
            return None
        enter()
        frame.f_trace_lines = False
        frame.f_trace = step  # 3.13 tells steps only of a frame that was traced when it asked
        frame.f_trace_opcodes = True
        return step

    return begin


@contextmanager
def _no_garbage() -> Iterator[None]:
    """Collect none in the block: what runs when something is collected would be counted now and then."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@contextmanager
def _unguarded() -> Iterator[Switch]:
    def switch(*, on: bool) -> None:
        pass

    yield switch


@contextmanager
def _guarded(tally: Tally) -> Iterator[Switch]:
    """Yield what switches a guard on and off: audit hooks stay for ever, so it is one a call."""
    armed = False

    def switch(*, on: bool) -> None:
        nonlocal armed
        armed = on

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "sys.settrace" and tally.exceeded():
            return  # the end of a call that takes too many
        refused = (
            event in REFUSED
            or (event == "object.__getattr__" and arguments[1] in FRAMES)
            or (event == "object.__setattr__" and arguments[1] in PARTS)
        )
        if armed and refused:
            raise UncountedError(f"steps are counted here, and {event} is for nobody meanwhile")

    if _thread._count():  # noqa: SLF001
        raise UncountedError("a thread of yours still runs, and its steps would not be counted")
    sys.addaudithook(hook)
    places = [
        (module, name) for module in (_thread, threading) for name in vars(module) if "start_new" in name
    ]
    starts = [(module, name, getattr(module, name)) for module, name in places]
    for module, name, _ in starts:
        setattr(module, name, _no_thread)
    try:
        yield switch
    finally:
        armed = False
        for module, name, start in starts:
            setattr(module, name, start)


def keep_hooks_ours() -> None:
    """Let nobody else add an audit hook or begin an interpreter, as long as this process lives.

    What runs in these is traced by nobody, and they stay: those that were there before a call would work for
    it uncounted.  To be called before any code of a student's is run.
    """

    def hook(
        event: str,
        arguments: tuple[Any, ...],
        frame: Any = sys._getframe,  # noqa: SLF001
        ours: CodeType = _guarded.__wrapped__.__code__,  # type: ignore[attr-defined]
        *,
        mine: Any = None,
    ) -> None:
        if event == "sys.addaudithook":
            if frame(1).f_code is not ours:
                raise RuntimeError("no hooks can be added here")
        elif event == "cpython.PyInterpreterState_New":
            raise RuntimeError("no interpreters can be begun here")
        elif event == "object.__setattr__" and arguments[1] in PARTS and arguments[0].__code__ is mine:
            raise RuntimeError("this is not to be changed")

    hook.__kwdefaults__ = {"mine": hook.__code__}
    sys.addaudithook(hook)


def _no_thread(*_: Any, **__: Any) -> None:
    raise UncountedError("steps are counted here, and those of a thread would not be")


def _codes(module: ModuleType) -> Iterator[CodeType]:
    """Yield the code of the functions of a module, and of what stands inside them."""
    codes = [each.__code__ for each in vars(module).values() if hasattr(each, "__code__")]
    while codes:
        yield (code := codes.pop())
        codes += [each for each in code.co_consts if isinstance(each, CodeType)]


# Reading an answer is our work.  Code that is equal to ours is not ours, so it is known by identity.
_ours = [code for module in (wire, leaves) for code in _codes(module)]
OURS = frozenset(map(id, _ours))
