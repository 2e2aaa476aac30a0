"""A student's functions as a check sees them: ask for answers, many at once, and get one reply each.

Two places answer: a worker process (``grader.sandbox``) and this process (``grader.functions.local``: the
reference itself, correct variants, known mistakes, and the functions of a test).
"""

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from grader.functions.reply import Reply


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
        """Say why a function is not there, or what is odd about it; nothing, where nothing is known.

        Of "" it is the last cell that draws a figure.
        """

    def arguments(self, name: str) -> Sequence[str]:
        """Return the names of a function's arguments, where they are known."""

    def renew(self) -> None:
        """Give every function its seconds again: a new question begins."""
