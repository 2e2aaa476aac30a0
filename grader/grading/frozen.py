"""The one file of a kit that knows right answers: those to the inputs of its public checks.

Inputs and answers are as the corpus keeps them on disk (``grader.grading.cache``), whatever versions of the
libraries the student has.  They are drawn from a seed of their own: seeds for grading count from 0.

A kit is in other hands when the grader changes.  Its first line says in which format it is and which version
made it, so that a kit of another version is told from one that is damaged.  Raise FORMAT whenever checks ask
for something that kits made before do not hold.
"""

import re
from collections.abc import Mapping
from pathlib import Path

import msgspec

from grader import __version__
from grader.examples.corpora import Corpora
from grader.grading import cache
from grader.reference.contents import Reference
from grader.text.safe import safe
from grader.values.stored import OtherVersionError
from grader.values.wire import WireError

SEED = -1
FORMAT = 2
PLACE = Path("public") / "frozen.bin"  # below a kit's folder
_FIRST_LINE = re.compile(rb"grader kit (\d{1,9}) (\S{1,40})\n")
_FORMAT_1 = re.compile(rb"\x82\xa7corpora")  # a map of two, as it was written before there was a number


class Frozen(msgspec.Struct, frozen=True):
    """What a kit holds beside its rubric: corpora by question, and how many checks are not in it."""

    corpora: dict[str, bytes]
    hidden: dict[str, int]  # by question


class DamagedError(Exception):
    """The file is none of a kit, or another kit's."""


def write(path: Path, frozen: Frozen) -> None:
    """Write the file."""
    head = f"grader kit {FORMAT} {__version__}\n".encode()
    path.write_bytes(head + msgspec.msgpack.encode(frozen))


def read(path: Path) -> Frozen:
    """Read the file; raise OSError, DamagedError, or OtherVersionError with what to do."""
    data = path.read_bytes()
    head = _FIRST_LINE.match(data)
    if head is None and _FORMAT_1.match(data):
        raise _other(path, 1)
    if head is None:
        raise DamagedError("it does not begin as one of a kit does")
    number, version = int(head[1]), head[2].decode(errors="replace")
    if number != FORMAT:
        raise _other(path, number, version)
    try:
        return msgspec.msgpack.decode(data[head.end() :], type=Frozen)
    except msgspec.MsgspecError as problem:
        raise DamagedError(str(problem)) from None


def require_ours(folder: Path) -> None:
    """Raise OtherVersionError where a folder is a kit that another version made: all in it may look wrong."""
    try:
        read(folder / PLACE)
    except (OSError, DamagedError):
        return


def corpora(path: Path, frozen: Frozen, reference: Reference) -> Mapping[str, Corpora]:
    """Return the corpora of every question; raise DamagedError where one is not of this reference.

    Raises OtherVersionError where it is of this reference, but not as this version writes it.
    """
    found = {}
    for question, data in frozen.corpora.items():
        try:
            unpacked = cache.unpack(data, reference)
        except OtherVersionError as problem:
            raise _other(path, FORMAT, why=str(problem)) from None
        except (KeyError, ValueError, msgspec.MsgspecError, WireError):
            unpacked = None
        if unpacked is None:
            raise DamagedError(f"question {question} is of another reference")
        unpacked.worked_out.kit = True
        found[question] = unpacked
    return found


def _other(path: Path, number: int, version: str = "", why: str = "") -> OtherVersionError:
    """Return what a person with a kit of another version reads."""
    made = f", {safe(version)}" if version else ""
    why = why or f"format {number}; this one, {__version__}, reads {FORMAT}"
    install = "run `python -m pip install -r requirements.txt` in its folder"  # a kit brings its grader
    do = install if number > FORMAT else f"get the kit again from your course, and {install}"
    return OtherVersionError(
        f"{path}: this kit was made by another version of the grader{made} ({why}): {do}"
    )
