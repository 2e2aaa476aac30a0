"""What one submission's functions have said so far, and to which calls."""

from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from grader.examples.calls import Repeat
from grader.examples.draw import Example
from grader.functions.arguments import Arguments
from grader.functions.reply import Reply
from grader.values.fingerprint import fingerprint


class Heard(NamedTuple):
    """A reply that was looked at: to which call, and its number if it is asked of every submission."""

    name: str
    values: Sequence[Any]
    number: int | None
    reply: Reply


@dataclass(frozen=True)
class Said:
    """What is known of the functions of one submission; the checks of a question add to it."""

    replies: dict[int, Reply] = field(default_factory=dict)  # by the number of the call
    # The calls that were asked beforehand, by function.
    asked: dict[str, dict[int, Arguments]] = field(default_factory=dict)
    # Functions that change arguments: which, by place, and on which example first.
    changed: dict[str, dict[int, Example]] = field(default_factory=dict)
    last: dict[str, Sequence[Any]] = field(default_factory=dict)  # with which a function ended for good
    # What was asked again, and the replies: by function, in each process.
    again: dict[str, list[list[tuple[Repeat, Reply]]]] = field(default_factory=dict)
    working: set[str] = field(default_factory=set)  # functions that are known to do something


@dataclass(frozen=True)
class Hearing:
    """Who wants to know what a submission replies, and what was replied before anyone listened."""

    listening: list[list[Heard]] = field(default_factory=list)
    already: deque[tuple[str, Arguments, Reply]] = field(default_factory=deque)  # call by call

    @contextmanager
    def hearing(self) -> Iterator[list[Heard]]:
        """Collect what is heard inside the block."""
        heard: list[Heard] = []
        self.listening.append(heard)
        try:
            yield heard
        finally:
            self.listening.pop()
            if self.listening:
                self.listening[-1].extend(heard)

    def add(self, heard: Heard) -> None:
        """Tell those who listen."""
        if self.listening:
            self.listening[-1].append(heard)

    def heard_already(self, name: str, arguments: Arguments) -> Reply | None:
        """Return the reply to a call that was asked just before, if it is the very next of those."""
        asked, known, reply = self.already.popleft()
        if asked == name and fingerprint(known) == fingerprint(arguments):
            return reply
        self.already.clear()
        return None
