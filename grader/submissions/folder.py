"""A folder to the files in it that are graded."""

import errno
import heapq
import os
from dataclasses import dataclass, field
from pathlib import Path

from grader.model import Problem
from grader.submissions.archive import NO_ZIP, unpack
from grader.submissions.found import (
    Budget,
    File,
    Found,
    UnreachableError,
    UnreadableError,
    beside,
    is_folder,
    is_link,
    not_opened,
    problem,
    read_bytes,
)
from grader.submissions.kinds import GIVEN, Kind, ignored, kind_and_stem, largest
from grader.submissions.limits import (
    MAX_ARCHIVE,
    MAX_DEPTH,
    MAX_ENTRIES,
    MAX_FILES,
    MAX_FOLDER,
    MAX_NAME,
)
from grader.submissions.names import top_folder

_NESTED = "This is an archive in the folder, so it is not opened. Hand in the files alone."


def collect(folder: Path, *, unzip: bool = False) -> Found:
    """The modules and notebooks below a folder; if all of it lies in one folder, that is the submission.

    A zip in it is told and not opened, unless `unzip` says that it is somebody's whole work.  Raises
    UnreachableError where the system does not let us read something: what is left might be half of the work.
    """
    walk = _Walk(folder.resolve(), unzip)
    _visit(walk, walk.root, "", (walk.root,))
    top = len(top_folder(sorted(walk.names)))
    files = [File(file.path[top:], file.data) for file in walk.files]
    return Found.of(files, walk.problems)


def is_given(folder: Path) -> bool:
    """Whether nothing here is the student's: Python installed packages, or it came with the course's kit."""
    return any(os.path.lexists(folder / mark) for mark in GIVEN)


@dataclass
class _Walk:
    """What was met on the way through a folder so far."""

    root: Path
    unzip: bool
    names: list[str] = field(default_factory=list)  # every file, of whatever kind
    files: list[File] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    budget: Budget = field(default_factory=lambda: Budget(MAX_FOLDER))
    entries: int = 0

    def tell(self, path: str, message: str) -> None:
        self.problems.append(problem(path, message))

    def fail(self, path: str, error: OSError) -> None:
        """Tell what is the student's fault; raise UnreachableError for what is ours."""
        found = not_opened(path, error)
        if isinstance(found, UnreachableError):
            raise found from None
        self.tell(path, found.message)


def _visit(walk: _Walk, folder: Path, inside: str, way: tuple[Path, ...]) -> None:
    """Collect from a folder and below; `inside` is its path, `way` are the folders that lead here."""
    try:
        with os.scandir(folder) as entries:
            names = heapq.nsmallest(MAX_ENTRIES + 1, (entry.name for entry in entries))
        if names and not os.access(folder, os.X_OK):  # then nothing in it can be told from what is not there
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        raise not_opened(inside or folder.name, error) from None
    for name in names:
        walk.entries += 1
        if walk.entries > MAX_ENTRIES:
            if walk.entries == MAX_ENTRIES + 1:
                walk.tell(inside + name, f"Over {MAX_ENTRIES} files were found; the rest is not looked at.")
            return
        if not ignored(name):
            try:
                _take(walk, folder / name, inside + name, way)
            except UnreadableError as error:
                walk.tell(inside + name, error.message)
            except OSError as error:
                walk.fail(inside + name, error)
        if walk.budget.left < 0:
            return


def _take(walk: _Walk, place: Path, path: str, way: tuple[Path, ...]) -> None:
    """Collect one entry: go into it if it is a folder, read it if it is of a kind that is graded."""
    place = _without_link(walk.root, place)
    if is_folder(place):
        if place in way or is_given(place):
            return  # a link to a folder that we are in, or packages that were installed
        if len(way) > MAX_DEPTH or len(path) > MAX_NAME:
            raise UnreadableError(f"This folder lies below {MAX_DEPTH} others, so it is not looked into.")
        _visit(walk, place, f"{path}/", (*way, place))
        return
    walk.names.append(path)
    kind, _ = kind_and_stem(path)
    if kind is Kind.OTHER:
        return
    if len(walk.files) >= MAX_FILES:
        raise UnreadableError(f"This file is not read, because {MAX_FILES} before it were.")
    if kind is Kind.ZIP and walk.unzip:
        inside = unpack(read_bytes(place, MAX_ARCHIVE), path)
        walk.files += beside(walk.files, inside.files, path)
        walk.problems += inside.problems
        walk.names[-1:] = [file.path for file in walk.files[len(walk.files) - len(inside.files) :]]
        walk.budget.spend(sum(len(file.data) for file in inside.files))
        return
    if kind in (Kind.ZIP, Kind.OTHER_ARCHIVE):
        raise UnreadableError(NO_ZIP if walk.unzip else _NESTED)
    data = read_bytes(place, largest(kind))
    walk.budget.spend(len(data))
    walk.files.append(File(path, data))


def _without_link(root: Path, place: Path) -> Path:
    """The place itself, or where a link leads if that is in the submission: the rest of the disk is not."""
    if not is_link(place):
        return place
    try:
        target = place.resolve(strict=True)
    except (OSError, RuntimeError):
        raise UnreadableError("This is a link that leads nowhere. Hand in the file itself.") from None
    if not target.is_relative_to(root):
        raise UnreadableError(
            "This is a link out of the folder, so it is not followed. Hand in the file itself."
        )
    return target
