"""How long a submission's functions take: each has its own seconds, and each second is some function's.

Time stands still for a worker that wants to compute and has to wait for a processor, and while the grader
waits for one, so a busy machine costs no points.  It does not while a worker sleeps or waits for anything
else.
"""

import math
import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

FAR = 6  # times its seconds, by the clock on the wall: then it is over however busy the machine is
HERE = "thread-self"  # in the place of a process's number


class Deadline(NamedTuple):
    """When a worker must have answered."""

    at: float  # by the time of the worker
    seconds: float  # how many it had, as the student is told
    last: float = math.inf  # by ``time.monotonic``

    @classmethod
    def after(cls, seconds: float) -> "Deadline":
        """Return the deadline that many seconds from now, however busy the machine is."""
        now = time.monotonic()
        return cls(now + seconds, seconds, now + seconds)


def waited(pid: int | str) -> float:
    """Return how many seconds a process, or this thread (HERE), has waited for a processor; 0 if unknown."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_bytes().split()[1]) / 1e9
    except (OSError, IndexError, ValueError):
        return 0.0


def computed(pid: int) -> float:
    """Return how many seconds all threads of a process have computed; infinitely many if unknown."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, IndexError, ValueError):
        return math.inf


class Clock:
    """The seconds that each function has taken since the question began, by the time of its worker."""

    def __init__(self, seconds: float, now: Callable[[], float]) -> None:
        self.seconds = seconds  # that each function has
        self.now = now
        self.spent: dict[str, float] = {}  # seconds by function
        self.begun = 0.0  # when those began that are not counted yet

    def begin(self) -> None:
        """Begin to count now."""
        self.begun = self.now()

    def count(self, name: str, seconds: float = math.inf) -> None:
        """Count seconds as a function's, at most those that went by since others were counted."""
        counted = min(self.now() - self.begun, max(0.0, seconds))
        self.spent[name] = self.spent.get(name, 0.0) + counted
        self.begun += counted

    def deadline(self, names: Iterable[str]) -> Deadline:
        """Return when the first of some functions must have answered.

        The worker may be at a later one already: what took no time is not told at once.
        """
        left = max(self.seconds - self.spent.get(name, 0.0) for name in names)
        return Deadline(self.begun + left, self.seconds, time.monotonic() + FAR * self.seconds)

    def whole(self) -> Deadline:
        """Return the deadline of all seconds, from now on."""
        return Deadline(self.now() + self.seconds, self.seconds, time.monotonic() + FAR * self.seconds)

    def spare(self, name: str) -> float:
        """Return the share of its seconds that a function has left."""
        return 1 - self.spent.get(name, 0.0) / self.seconds

    def renew(self) -> None:
        """Give every function its seconds again."""
        self.spent.clear()
