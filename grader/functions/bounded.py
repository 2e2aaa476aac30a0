"""Functions of this process that may never end or take all memory: mutants, and an instructor's own slips.

They are trusted with everything but that, so an alarm and a limit of memory will do where a submission has a
process of its own.
"""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import current_thread, main_thread
from types import FrameType
from typing import Any

from grader.functions.local import Local
from grader.functions.reply import Failure, Reply
from grader.model import Verdict
from grader.values.by_name import NOT_KNOWN, AskedNames
from grader.values.quiet import quiet
from grader.values.wire import Value

SHORTEST = 1e-3  # seconds; an alarm after none never rings
AGAIN = 1.0  # seconds after which it rings once more: what it raises in a callback is lost


class TooLong(BaseException):
    """Something took longer than some seconds.  Not an Exception: neither a law nor a mutant may catch it."""


def can_be_limited() -> bool:
    """Whether this is a main thread, on a system that has an alarm."""
    return hasattr(signal, "setitimer") and current_thread() is main_thread()


def not_of_lost_alarms(
    told: Callable[["sys.UnraisableHookArgs"], Any],
) -> Callable[["sys.UnraisableHookArgs"], Any]:
    """Return a hook that tells what nobody could catch, as ``told`` does, but for TooLong."""
    return lambda lost: None if lost.exc_type is TooLong else told(lost)


@contextmanager
def time_limit(seconds: float, *, at_work: bool = False) -> Iterator[None]:
    """Raise TooLong in the block after some seconds, in a main thread, where the system has such an alarm.

    Where it rings in a callback, of the garbage collector for one, what it raises is lost, so it rings again.

    ``at_work`` counts the seconds this process computes: the same whatever else the machine does.  One may
    stand inside another: the two kinds have an alarm each, and of one kind the outer keeps what it has left.
    """

    def stop(_: int, __: FrameType | None) -> None:
        raise TooLong(seconds)

    if not can_be_limited():
        yield
        return
    alarm, clock = (signal.SIGPROF, signal.ITIMER_PROF) if at_work else (signal.SIGALRM, signal.ITIMER_REAL)
    before, told = signal.signal(alarm, stop), sys.unraisablehook
    sys.unraisablehook = not_of_lost_alarms(told)
    now = time.process_time if at_work else time.monotonic
    outer, began = signal.setitimer(clock, seconds, AGAIN)[0], now()
    if 0 < outer < seconds:
        signal.setitimer(clock, outer, AGAIN)
    try:
        yield
    finally:
        signal.setitimer(clock, 0)
        signal.signal(alarm, before)
        if outer:
            signal.setitimer(clock, max(outer - (now() - began), SHORTEST), AGAIN)
        sys.unraisablehook = told


def _taken() -> int:
    """Return how many pages of memory this process has for its data; it is asked before every call."""
    file = os.open("/proc/self/statm", os.O_RDONLY)
    try:
        return int(os.read(file, 256).split()[5])
    finally:
        os.close(file)


@contextmanager
def within(megabytes: int) -> Iterator[None]:
    """Have no more memory in the block than what is taken now and so much besides, where Linux sees to it."""
    if sys.platform != "linux":
        yield
        return
    import resource

    wanted = _taken() * resource.getpagesize() + megabytes * 2**20
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    finite = [each for each in (soft, hard) if each != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_DATA, (min([wanted, *finite]), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


@contextmanager
def memory_given_back() -> Iterator[None]:
    """Have as much memory after the block as before: an alarm may ring just where ``within`` ends."""
    if sys.platform != "linux":
        yield
        return
    import resource

    limits = resource.getrlimit(resource.RLIMIT_DATA)
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, limits)


class Bounded(Local):
    """Functions with so many seconds each, per question, and so much memory.

    One that took more is not run again: every further call is told the same.
    """

    def __init__(
        self,
        functions: Mapping[str, Callable[..., Any]],
        seconds: Mapping[str, float],
        megabytes: int,
        argument_names: AskedNames = NOT_KNOWN,
    ) -> None:
        super().__init__(functions, argument_names)
        self.seconds, self.megabytes = seconds, megabytes
        self.spent = dict.fromkeys(functions, 0.0)  # in all
        self.renew()

    def renew(self) -> None:
        """Give every function its seconds again."""
        self.left = dict(self.seconds)
        self.over: dict[str, Failure] = {}

    def spare(self, name: str) -> float:
        """Return the share of its seconds that a function has left."""
        return self.left[name] / self.seconds[name]

    def _applied(self, name: str, values: Sequence[Any], left: dict[int, Value]) -> Any:
        """Call a function with so much memory; what reads its answers has all, for it must not fail."""
        with within(self.megabytes):
            return super()._applied(name, values, left)

    def ask(self, name: str, calls: Sequence[Sequence[Any]]) -> list[Reply]:
        """Call a function once for each tuple of arguments, as long as it may."""
        replies: list[Reply] = []
        if name not in self.over:
            before = time.process_time()
            try:
                limit = time_limit(max(self.left[name], SHORTEST), at_work=True)
                with memory_given_back(), quiet(), limit:
                    for values in calls:
                        replies += [self._call(name, values)]
            except TooLong:
                said = f"`{name}` did not finish within {self.seconds[name]:.3g} s"
                self.over[name] = Failure(Verdict.TIMED_OUT, said)
            spent = time.process_time() - before
            self.spent[name] += spent
            self.left[name] -= spent
        return replies + [self.over[name]] * (len(calls) - len(replies)) if name in self.over else replies
