"""The one file of a kit that knows right answers: those to the inputs of its public checks.

Inputs and answers are as the corpus keeps them on disk (``grader.cache``), whatever versions of the libraries
the student has.  They are drawn from a seed of their own: seeds for grading count from 0.
"""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from grader import __version__, cache
from grader.checks.corpora import Corpora
from grader.reference import Reference

SEED = -1


class Frozen(msgspec.Struct, frozen=True):
    """What a kit holds beside its rubric: corpora by question, and how many checks are not in it."""

    corpora: dict[str, bytes]
    hidden: dict[str, int]  # by question
    version: str = ""  # of the grader that made it, if it said so


class _Made(msgspec.Struct, frozen=True):
    """What any version of the grader can read of such a file."""

    version: str = __version__


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
        raise DamagedError(f"{problem}{_of_another_version(path)}") from None


def _of_another_version(path: Path) -> str:
    """Return "" for a file of this version or of none, else what to do."""
    try:
        version = msgspec.msgpack.decode(path.read_bytes(), type=_Made).version
    except msgspec.MsgspecError:
        return ""
    return "" if version == __version__ else f"; {made_by(version)}"


def made_by(version: str) -> str:
    """Say which version of the grader a kit needs, and how to have it."""
    return (
        f"the kit was made with version {version} of the grader, and this is version {__version__}: "
        "`python -m pip install -r requirements.txt` in its folder brings the one it needs"
    )


def corpora(frozen: Frozen, reference: Reference) -> Mapping[str, Corpora]:
    """Return the corpora of every question; raise DamagedError where one is not of this reference."""
    found = {}
    for question, data in frozen.corpora.items():
        try:
            unpacked = cache.unpack(data, reference)
        except (KeyError, ValueError, msgspec.MsgspecError):
            unpacked = None
        if unpacked is None:
            said = "" if frozen.version in ("", __version__) else f"; {made_by(frozen.version)}"
            raise DamagedError(f"question {question} is of another reference{said}")
        found[question] = unpacked
    return found
