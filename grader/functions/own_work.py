"""What a law works out by itself, in our process, from what a student answered: it has to end.

A law may run a text that a student wrote, a query or a pattern, which may have no end.  Python's own code and
``re`` are stopped by an alarm, SQLite from another thread; what else computes in C, as NumPy, ends by itself.
That thread is one for all laws: to start one takes longer than most of what they work out.
"""

import gc
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from math import inf
from threading import Event, Thread
from types import FrameType
from typing import TypeVar

from grader.functions.bounded import AGAIN, SHORTEST, TooLong, can_be_limited, not_of_lost_alarms

T = TypeVar("T")

AT_ONCE = 10.0  # seconds of computing that a law may take for one example
IN_ALL = 60.0  # and for all examples of one submission
LOOK = 0.1  # seconds between looks at the clock

_counting = False  # whether the alarm that is set is one of ``own_work``
_until = inf  # the process's seconds after which queries of SQLite are interrupted
_watching = Thread()  # that does so; it is not there any more in a process that was forked


def own_work(work: Callable[[], T], seconds: float) -> T:
    """Return ``work()``; raise TooLong after it computed that long; waiting, and what is ``paused``, is free.

    Within another such limit it has the other's time.
    """
    global _counting, _until
    if not can_be_limited() or signal.getitimer(signal.ITIMER_PROF)[0]:
        return work()

    def stop(_: int, __: FrameType | None) -> None:
        raise TooLong

    before, told = signal.signal(signal.SIGPROF, stop), sys.unraisablehook
    sys.unraisablehook = not_of_lost_alarms(told)
    try:  # no context manager: an alarm that is heard late may ring on the way out of one
        _counting = True
        if "sqlite3" in sys.modules:
            _until = time.process_time() + seconds
            _watch()
        signal.setitimer(signal.ITIMER_PROF, max(seconds, SHORTEST), AGAIN)
        try:
            return work()
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
    finally:
        _counting, _until = False, inf
        signal.signal(signal.SIGPROF, before)
        sys.unraisablehook = told


@contextmanager
def paused() -> Iterator[None]:
    """Do not count what the block computes: a submission has limits of its own, and is not left half-read."""
    left = signal.setitimer(signal.ITIMER_PROF, 0)[0] if _counting and can_be_limited() else 0.0
    try:
        yield
    finally:
        if left:
            signal.setitimer(signal.ITIMER_PROF, left, AGAIN)


def _watch() -> None:
    global _watching
    if not _watching.is_alive():
        _watching = Thread(target=_interrupt, daemon=True)
        _watching.start()


def _interrupt() -> None:
    """Interrupt queries of SQLite after so long: no alarm is heard before one of them returns."""
    never = Event()
    while not never.wait(LOOK):
        if time.process_time() > _until:
            connection = sys.modules["sqlite3"].Connection
            for each in gc.get_objects():
                with suppress(Exception):  # one that is closed, or an object that does not answer
                    if isinstance(each, connection):
                        each.interrupt()
