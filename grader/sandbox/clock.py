"""How long a submission's functions take: each has its own seconds, and each second is some function's."""

import math
import time
from collections.abc import Iterable
from typing import NamedTuple


class Deadline(NamedTuple):
    """When a worker must have answered."""

    at: float  # by ``time.monotonic``
    seconds: float  # how many it had, as the student is told

    @classmethod
    def after(cls, seconds: float) -> "Deadline":
        """Return the deadline that many seconds from now."""
        return cls(time.monotonic() + seconds, seconds)


class Clock:
    """The seconds of wall-clock time that each function has taken since the question began."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds  # that each function has
        self.spent: dict[str, float] = {}  # seconds by function
        self.begun = 0.0  # when those began that are not counted yet

    def begin(self) -> None:
        """Begin to count now."""
        self.begun = time.monotonic()

    def count(self, name: str, seconds: float = math.inf) -> None:
        """Count seconds as a function's, at most those that went by since others were counted."""
        counted = min(time.monotonic() - self.begun, max(0.0, seconds))
        self.spent[name] = self.spent.get(name, 0.0) + counted
        self.begun += counted

    def deadline(self, names: Iterable[str]) -> Deadline:
        """Return when the first of some functions must have answered.

        The worker may be at a later one already: what took no time is not told at once.
        """
        return Deadline(
            self.begun + max(self.seconds - self.spent.get(name, 0.0) for name in names), self.seconds
        )

    def spare(self, name: str) -> float:
        """Return the share of its seconds that a function has left."""
        return 1 - self.spent.get(name, 0.0) / self.seconds

    def renew(self) -> None:
        """Give every function its seconds again."""
        self.spent.clear()
