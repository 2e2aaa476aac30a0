"""The one file of a kit that knows right answers: those to the inputs of its public checks.

Inputs and answers are as the corpus keeps them on disk (``grader.cache``), whatever versions of the libraries
the student has.  They are drawn from a seed of their own: seeds for grading count from 0.
"""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from grader import cache
from grader.checks.corpora import Corpora
from grader.reference import Reference

SEED = -1


class Frozen(msgspec.Struct, frozen=True):
    """What a kit holds beside its rubric: corpora by question, and how many checks are not in it."""

    corpora: dict[str, bytes]
    hidden: dict[str, int]  # by question


class DamagedError(Exception):
    """The file is none of a kit, or another kit's."""


def write(path: Path, frozen: Frozen) -> None:
    """Write the file."""
    path.write_bytes(msgspec.msgpack.encode(frozen))


def read(path: Path) -> Frozen:
    """Read the file; raise OSError or DamagedError."""
    try:
        return msgspec.msgpack.decode(path.read_bytes(), type=Frozen)
    except msgspec.MsgspecError as problem:
        raise DamagedError(str(problem)) from None


def corpora(frozen: Frozen, reference: Reference) -> Mapping[str, Corpora]:
    """Return the corpora of every question; raise DamagedError where one is not of this reference."""
    found = {}
    for question, data in frozen.corpora.items():
        try:
            unpacked = cache.unpack(data, reference)
        except (KeyError, ValueError, msgspec.MsgspecError):
            unpacked = None
        if unpacked is None:
            raise DamagedError(f"question {question} is of another reference")
        found[question] = unpacked
    return found
