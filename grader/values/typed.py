"""What somebody types while a function runs: the lines that `input` and standard input give it."""

import builtins
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from typing import Any

import msgspec


class PackedLines(msgspec.Struct, tag="typed", frozen=True):
    """Lines that are typed, as they cross: no answer is such a thing."""

    lines: list[str]


@dataclass(frozen=True)
class TypedLines:
    """The lines that are typed during one call, the first of its arguments: it is not handed over."""

    lines: tuple[str, ...]

    @property
    def described(self) -> str:
        """How they are shown."""
        return " ⏎ ".join(map(repr, self.lines)) or "nothing"


def typed(*lines: object) -> TypedLines:
    """Return what is typed, for a law to hand to a function that asks: `greet(typed("Ada", 36))`."""
    return TypedLines(tuple(part for line in lines for part in (str(line).splitlines() or [""])))


@contextmanager
def keyboard(lines: Sequence[str]) -> Iterator[None]:
    """Have these lines typed inside the block, and nothing after them.

    What `input` asks with is shown to nobody, and is no part of what is printed.
    """
    stream = StringIO("".join(f"{line}\n" for line in lines))
    before = sys.stdin, builtins.input

    def ask(_: object = "", /) -> str:
        line = stream.readline()
        if not line:
            count = f"{len(lines)} line{'s' * (len(lines) != 1)}" if lines else "nothing"
            raise EOFError(f"{count} typed, and `input` asks for more")
        return line.removesuffix("\n")

    sys.stdin, builtins.input = stream, ask
    try:
        yield
    finally:
        sys.stdin, builtins.input = before


def typing_first(function: Callable[..., Any], values: Sequence[Any], named: dict[str, Any]) -> Any:
    """Call a function; where the first argument is what is typed, that is typed and not handed over."""
    if not values or type(values[0]) is not TypedLines:
        return function(*values, **named)
    with keyboard(values[0].lines):
        return function(*values[1:], **named)
