"""Where two answers first differ that are no numbers: printed texts, figures and tables."""

from collections.abc import Callable
from itertools import zip_longest
from typing import Any

from grader.values import figures, frames
from grader.values.dataframes import library_of
from grader.values.figures import Drawing
from grader.values.frames import Frame
from grader.values.leaves import Array
from grader.values.printed import PrintedText
from grader.values.wire import Items, build, pack

PARTS = {"exact": "line", "words": "word", "numbers": "number"}
NO_FIGURE = "no figure was drawn"

# Of two parts of them, what is wrong, with its place ``where``; None where they are the same.
Difference = Callable[[Any, Any], Any]
Found = tuple[str, Any, Any, str]  # the sentence, both as they are compared, and the place


def is_other(value: Any) -> bool:
    """Whether this is a printed text, a figure or a table."""
    return isinstance(value, (PrintedText, Drawing, Frame)) or library_of(type(value)) is not None


def as_wanted(got: Any, want: Any) -> Any:
    """Return a table as the numbers or texts that it holds where no such thing is right."""
    return got.plain() if isinstance(got, Frame) and not is_other(want) else got


def first_difference(got: Any, want: Any, difference: Difference) -> Found | None:
    """Return what is wrong with an answer where one of these is right; None where nothing is."""
    if isinstance(want, PrintedText):
        return _of_printed(got, want, difference)
    if isinstance(want, Drawing):
        said = figures.first_difference(got, want, difference) if isinstance(got, Drawing) else NO_FIGURE
        return (said, got, want, "") if said else None
    got, want = pack(got), pack(want)
    if isinstance(want, Frame) and want.series and isinstance(got, (Array, Items)):  # numbers are numbers
        wrong = difference(build(got), want.plain())
        return None if wrong is None else (wrong.message, build(got), want.plain(), wrong.where)
    if not isinstance(got, Frame) or not isinstance(want, Frame) or not frames.alike(got, want):
        return "", got, want, ""
    where = frames.first_difference(got, want, difference)
    return ("", got, want, where) if where else None


def _of_printed(got: Any, want: PrintedText, difference: Difference) -> Found | None:
    """Compare two printed texts by the rule of the right one."""
    given = PrintedText(got.text if isinstance(got, PrintedText) else str(got), want.rule)
    for place, (one, other) in enumerate(zip_longest(given.parts, want.parts), start=1):
        if difference(one, other):
            return "", given, want, f"{PARTS[want.rule]} {place}"
    return None
