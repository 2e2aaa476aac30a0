"""Whose mistake is it?  The instructor's, the person's at the keyboard, or ours: never do they look alike.

A student's mistake is no exception of the grader at all: it is a verdict with evidence.
"""

import difflib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType


class InputError(Exception):
    """What was asked for on the command line cannot be done: a missing path, a file that would be lost."""


def from_here(file: Path) -> Path:
    """Return a path as it is opened from the working directory: below it without the way down to it."""
    return file.relative_to(Path.cwd()) if file.is_relative_to(Path.cwd()) else file


@dataclass(frozen=True, order=True)
class Mistake:
    """One thing wrong in the instructor's files, and where (lines and columns count from 1)."""

    file: Path
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{from_here(self.file)}:{self.line}:{self.column}: {self.message}"


class AssignmentError(Exception):
    """The rubric or the reference is wrong; nothing is graded with it.  Holds every mistake, each once."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        self.mistakes = tuple(sorted(set(mistakes)))
        super().__init__("\n".join(map(str, self.mistakes)))


LISTED = 20  # names that are told at most: a longer list is not read


def nearest(word: str, known: Collection[str]) -> str | None:
    """Return the known word that is most like a mistyped one, if one is like it."""
    by_letters = {name.lower(): name for name in sorted(known)}
    close = difflib.get_close_matches(word.lower(), by_letters, 1)
    return by_letters[close[0]] if close else None


def suggestion(word: str, known: Collection[str]) -> str:
    """Return what an unknown word may stand for: "; did you mean `this`?", or which words there are."""
    if close := nearest(word, known):
        return f"; did you mean `{close}`?"
    more = f" and {len(known) - LISTED} more" if len(known) > LISTED else ""
    if len(known) < 2:
        return f"; there is only {next(iter(known))}" if known else "; there is none"
    return f"; there are {', '.join(list(known)[:LISTED])}{more}"


class GraderError(Exception):
    """The grader itself failed, or the reference did; no score is given for what it touched.

    ``inputs`` are the arguments at which it did, by name, where it was at some.
    """

    def __init__(self, message: str, inputs: Mapping[str, object] = MappingProxyType({})) -> None:
        super().__init__(message)
        self.inputs = inputs
