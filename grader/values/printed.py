"""A printed text as an answer: what a function that returns nothing wrote to standard output.

What is recorded is bounded, and all of it goes where it would have gone besides, or is held back.
"""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Literal, get_args

import msgspec

from grader.values.leaves import TEXT_LIMIT, Other, text
from grader.values.plots import answer_of

Rule = Literal["exact", "words", "numbers"]
RULES: tuple[Rule, ...] = get_args(Rule)
LINE_END = re.compile(r"\r*\n|\r")
NUMBER = re.compile(r"(?<![\w.])[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")


class PrintedText(msgspec.Struct, tag="printed", frozen=True, gc=False):
    """What a function printed that returned None; ``rule`` says what of it counts."""

    text: str
    rule: Rule = "exact"

    @property
    def described(self) -> str:
        """What is shown of it where something else was wanted: what the function returned."""
        return "None, with something printed,"

    @property
    def lines(self) -> list[str]:
        """The lines, without spaces at their ends and empty lines at the end.

        Only what begins a new line on every terminal ends one: a form feed, say, does not.
        """
        return [line.rstrip() for line in LINE_END.split(self.text.rstrip())] if self.text.strip() else []

    @property
    def one_line(self) -> str:
        """The text on one line, in quotes."""
        return f"'{' ⏎ '.join(self.lines)}'" if self.lines else "nothing"

    def shown(self, _: int) -> list[str]:
        """Return the lines that a reader is shown."""
        return self.lines or ["(nothing)"]

    @property
    def parts(self) -> list[str] | list[float]:
        """What counts of it, one after the other: lines, words without their case, or numbers."""
        if self.rule == "numbers":
            return [float(found) for found in NUMBER.findall(self.text)]
        return self.lines if self.rule == "exact" else self.text.casefold().split()


class Recorder:
    """Standard output, with what is written to it since the last ``begin``."""

    def __init__(self, stream: Any, *, hold: bool = False) -> None:
        self.stream, self.hold = stream, hold  # whether what is written goes no further
        self.begin()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)

    def begin(self) -> None:
        """Forget what was written."""
        self.written: list[str] = []
        self.room = TEXT_LIMIT + 1  # characters
        self.by: Any = None  # who began to write, where the stream wants to know

    def write(self, written: str) -> int:
        """Write a text, as every stream does."""
        count = len(written) if self.hold else self.stream.write(written)
        if self.hold and not self.written and hasattr(self.stream, "who"):
            self.by = self.stream.who()
        if self.room > 0 and (kept := str.__getitem__(written, slice(self.room))):
            self.written.append(kept)
            self.room -= len(kept)
        return int(count)

    def value(self, returned: Any) -> Any:
        """Return the answer of a function: what it returned, or what it printed if that is None."""
        if returned is not None or not self.written:
            return returned
        if self.room <= 0:
            return Other(f"more than {TEXT_LIMIT:,} printed characters")
        return PrintedText(text("".join(self.written), TEXT_LIMIT))


@contextmanager
def recorded() -> Iterator[Recorder]:
    """Hold back what is printed inside the block, for ``value`` to tell whether that is an answer."""
    before = sys.stdout
    recorder = Recorder(before, hold=True)
    sys.stdout = recorder
    try:
        yield recorder
    finally:
        sys.stdout = before


def call_recorded(function: Callable[[], Any]) -> Any:
    """Return what a function of ours returns, draws or prints; what is no answer is printed after all."""
    return heard(function)[1]


def heard(function: Callable[[], Any]) -> tuple[Any, Any]:
    """Return what a function returns, and its answer: that, or what it draws or prints if that is None.

    What is recorded already, beside a student's code, goes on as it did; else what is no answer is printed.
    """
    if type(sys.stdout) is Recorder and not sys.stdout.hold:
        recorder = sys.stdout
        recorder.begin()
        returned = function()
        return returned, recorder.value(answer_of(returned))
    with recorded() as recorder:
        returned = function()
        shown = answer_of(returned)
    value = recorder.value(shown)
    if value is shown and recorder.written:
        if recorder.by is not None:
            recorder.stream.by = recorder.by
        sys.stdout.write("".join(recorder.written))
    return returned, value
