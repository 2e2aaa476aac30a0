"""Files as they came out of a folder or a zip: names and bytes, nothing interpreted yet."""

import errno
import hashlib
import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

from grader.model import Problem
from grader.submissions.kinds import FileKind, kind_and_stem
from grader.submissions.limits import MAX_DATA, MB
from grader.text.safe import safe

AGAIN = "Open it in Jupyter, save it and hand it in again."  # what to do with a notebook


class UnreadableError(Exception):
    """Why a file cannot be used, as a sentence for the student, and the line it is about if there is one."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


class UnreachableError(Exception):
    """Why something cannot be read that may be sound: that is our side's fault, never a zero."""

    def __init__(self, name: str, error: OSError) -> None:
        self.message = f"{safe(name, 200)} cannot be read here: {error.strerror}"
        super().__init__(self.message)


def not_opened(name: str, error: OSError) -> UnreadableError | UnreachableError:
    """Whose fault it is that a file or folder cannot be opened: a name that is too long is the student's."""
    if error.errno in (errno.ENAMETOOLONG, errno.ELOOP):
        return UnreadableError(f"This cannot be opened: {error.strerror}. Hand it in again.")
    return UnreachableError(name, error)


@dataclass
class Budget:
    """The bytes that may still be read from one submission."""

    left: int

    def spend(self, size: int) -> None:
        """Count bytes that were read."""
        self.left -= size
        if self.left < 0:
            raise UnreadableError(
                "This file and those after it are not read: together they are too large. Hand in code alone."
            )


@dataclass(frozen=True)
class File:
    """One file of a submission."""

    path: str  # inside the submission, with forward slashes; may hold any characters
    data: bytes
    recognised: FileKind | None = None  # by what is in it, where its name says nothing or something else

    @property
    def kind(self) -> FileKind:
        """What can be made of it."""
        return self.recognised or kind_and_stem(self.path)[0]


@dataclass(frozen=True)
class Found:
    """What was found where a submission should be."""

    files: tuple[File, ...]
    problems: tuple[Problem, ...]
    digest: str
    notes: tuple[Problem, ...] = ()
    unread: tuple[str, ...] = ()  # the paths of files of other kinds
    data: tuple[File, ...] = ()  # those of them that the code may read, though nobody grades them

    @classmethod
    def of(
        cls,
        files: Sequence[File],
        problems: Sequence[Problem],
        read: Sequence[File] = (),
        notes: Sequence[Problem] = (),
        unread: Sequence[str] = (),
        data: Sequence[File] = (),
    ) -> Self:
        """These files and what is told, and their digest; `read` is what was read from disk if not they."""
        digest = _digest(read or [*files, *data], problems)
        return cls(tuple(files), tuple(problems), digest, tuple(notes), tuple(unread), tuple(data))


@dataclass
class Taken:
    """What was taken so far of the place where a submission is."""

    budget: Budget
    files: list[File] = field(default_factory=list)
    data: list[File] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    def add(self, inside: Found, origin: str) -> None:
        """Take all that is in an archive that lies here, under names that are free."""
        files = without_name_clash(self.files, inside.files, origin)
        data = without_name_clash(self.data, inside.data, origin)
        self.files += files
        self.data += data
        self.problems += inside.problems
        self.notes += inside.notes
        self.unread += inside.unread
        self.budget.spend(sum(len(file.data) for file in (*files, *data)))


def room_for_data(data: Sequence[File]) -> int:
    """How many bytes of data may still be read; raises UnreadableError where there is no more room."""
    room = MAX_DATA - sum(len(file.data) for file in data)
    if room <= 0:
        raise UnreadableError(NO_ROOM)
    return room


NO_ROOM = f"The code cannot read this file: all data together may have {MAX_DATA // MB} MB."


def joined(parts: Sequence[tuple[str, Found]]) -> Found:
    """What a student handed in at several places, each with its name, as one hand-in."""
    if len(parts) == 1:
        return parts[0][1]
    files: list[File] = []
    data: list[File] = []
    for origin, found in parts:
        files += without_name_clash(files, found.files, origin)
        data += without_name_clash(data, found.data, origin)
    problems = [each for _, found in parts for each in found.problems]
    notes = [each for _, found in parts for each in found.notes]
    unread = [each for _, found in parts for each in found.unread]
    return Found.of(files, problems, (), notes, unread, data)


def without_name_clash(files: Sequence[File], more: Sequence[File], origin: str) -> list[File]:
    """The further files under names that are still free: in a folder named after where they come from, if
    one of them has a name that is taken.
    """
    taken = {file.path for file in files}
    folder, number = "", 1
    while any(folder + file.path in taken for file in more):
        stem = origin.rpartition("/")[2].partition(".")[0] or "more"
        folder = f"{stem}{number if number > 1 else ''}/"
        number += 1
    return [replace(file, path=folder + file.path) for file in more]


def problem(where: str, message: str) -> Problem:
    """A problem that is safe to print whatever the names in it are."""
    return Problem(safe(where, 300), safe(message, 1000))


def read_bytes(path: Path, limit: int) -> bytes:
    """The bytes of an ordinary file, read once and never more than `limit` of them.

    A pipe, a device or a socket is refused before it is opened, and again after: opening one can hang,
    reading one may never end, and the file may be another one by then.  Raises UnreachableError for a file
    that the system does not let us read.
    """
    try:
        _require_ordinary(path.stat())
        with os.fdopen(os.open(path, _FLAGS), "rb") as file:
            _require_ordinary(os.fstat(file.fileno()))
            data = file.read(limit + 1)
    except OSError as error:
        raise not_opened(path.name, error) from None
    except ValueError:
        raise UnreadableError(
            "This file cannot be opened: no file can have this name. Hand it in again."
        ) from None
    if len(data) > limit:
        raise UnreadableError(too_large(limit))
    return data


def is_link(path: Path) -> bool:
    """Whether this is a symbolic link; False where nothing can be known."""
    return os.path.islink(path)  # noqa: PTH114 - the method of Path can raise


def is_folder(path: Path) -> bool:
    """Whether this is a folder or a link to one; False, not an error, where nothing can be known."""
    return os.path.isdir(path)  # noqa: PTH112 - the method of Path can raise


def empty(data: bytes) -> str:
    """The sentence about a file in which there is nothing."""
    return f"This file is empty ({len(data)} bytes). Save your work and hand it in again."


def too_large(limit: int) -> str:
    """The sentence about a file above its limit."""
    return f"This file is larger than {limit // MB} MB, so it is not read. {_SLIMMER}"


_SLIMMER = "Hand in code without data, and clear the outputs of notebooks."

# Do not wait for a writer (pipes), keep the descriptor to ourselves, and no newline magic on Windows.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


def _require_ordinary(status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableError(
            "This is not an ordinary file (a pipe, a device or a socket?), so it is not read."
        )


def _digest(files: Sequence[File], problems: Sequence[Problem]) -> str:
    """One hash of every name, byte and refusal: submissions that share it are graded the same."""
    digest = hashlib.sha256()
    for file in files:
        name = file.path.encode("utf-8", "surrogatepass")
        digest.update(b"file %d %d\n" % (len(name), len(file.data)) + name)
        digest.update(file.data)
    for each in problems:
        text = f"{each.where}\n{each.message}".encode()
        digest.update(b"problem %d\n" % len(text) + text)
    return digest.hexdigest()
