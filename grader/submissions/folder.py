"""A folder to the files in it that are graded."""

import errno
import heapq
import os
from dataclasses import dataclass, field, replace
from pathlib import Path

from grader.submissions.archive import unpack
from grader.submissions.found import (
    Budget,
    File,
    Found,
    Taken,
    UnreachableError,
    UnreadableError,
    is_folder,
    is_link,
    not_opened,
    problem,
    read_bytes,
    room_for_data,
)
from grader.submissions.kinds import (
    ARCHIVES,
    GIVEN,
    SOURCES,
    FileKind,
    ignored,
    is_data,
    kind_and_stem,
    kind_of_content,
    largest,
)
from grader.submissions.limits import MAX_ARCHIVE, MAX_DEPTH, MAX_ENTRIES, MAX_FILES, MAX_FOLDER, MAX_NAME
from grader.submissions.members import NOT_OPENED
from grader.submissions.names import top_folder

_NESTED = "This is an archive in the folder, so it is not opened. Hand in the files alone."


def collect(folder: Path, *, every: bool = False) -> Found:
    """The modules and notebooks below a folder; if all of it lies in one folder, that is the submission.

    An archive in it is opened if it is the only one and no module or notebook lies beside it; `every` one
    is, where that is somebody's whole work.  Raises UnreachableError where the system does not let us read
    something: what is left might be half of the work.
    """
    walk = _Walk(folder.resolve(), every)
    _visit(walk, walk.root, "", (walk.root,))
    _open_archives(walk)
    taken = walk.taken
    if not taken.files:
        _look_into(walk)
    known = {file.path for file in taken.files}
    top = len(top_folder(sorted({*walk.names, *known})))
    walk.others += [(path, place) for path, place in walk.unsure if path not in known]
    if taken.files:
        _read_data(walk)
    files, data = (
        [replace(each, path=each.path[top:]) for each in found] for found in (taken.files, taken.data)
    )
    unread = [*taken.unread, *(path[top:] for path, _ in walk.others)]
    return Found.of(files, taken.problems, (), taken.notes, sorted(unread), data)


def is_given(folder: Path) -> bool:
    """Whether nothing here is the student's: Python installed packages, or it came with the course's kit."""
    return any(os.path.lexists(folder / mark) for mark in GIVEN)


@dataclass
class _Walk:
    """What was met on the way through a folder so far."""

    root: Path
    every: bool
    names: list[str] = field(default_factory=list)  # every file, of whatever kind
    archives: list[tuple[str, Path]] = field(default_factory=list)
    unsure: list[tuple[str, Path]] = field(default_factory=list)  # what is in them decides, if need be
    others: list[tuple[str, Path]] = field(default_factory=list)  # neither graded nor unsure
    taken: Taken = field(default_factory=lambda: Taken(Budget(MAX_FOLDER)))
    entries: int = 0

    def tell(self, path: str, message: str) -> None:
        self.taken.problems.append(problem(path, message))

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
        if walk.taken.budget.left < 0:
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
    kind, _ = kind_and_stem(path)
    if kind not in ARCHIVES:
        walk.names.append(path)
    if kind in SOURCES:
        _read(walk, place, path, kind)
    elif kind in ARCHIVES or kind is FileKind.OTHER_ARCHIVE:
        walk.archives.append((path, place))
    elif kind is FileKind.UNSURE:
        walk.unsure.append((path, place))
    else:
        walk.others.append((path, place))


def _read(walk: _Walk, place: Path, path: str, kind: FileKind) -> None:
    if len(walk.taken.files) >= MAX_FILES:
        raise UnreadableError(f"This file is not read, because {MAX_FILES} before it were.")
    data = read_bytes(place, largest(kind))
    walk.taken.budget.spend(len(data))
    walk.taken.files.append(File(path, data))


def _open_archives(walk: _Walk) -> None:
    """Open the archives that are somebody's work, one after the other, as long as there is room."""
    for path, place in walk.archives:
        if walk.taken.budget.left < 0:
            return
        try:
            if kind_and_stem(path)[0] is FileKind.OTHER_ARCHIVE:
                raise UnreadableError(NOT_OPENED if walk.every else _NESTED)
            if not walk.every and (len(walk.archives) > 1 or walk.taken.files):
                walk.names.append(path)
                raise UnreadableError(_NESTED)
            walk.taken.add(unpack(read_bytes(place, MAX_ARCHIVE), path, inside=not walk.every), path)
        except UnreadableError as error:
            walk.tell(path, error.message)


def _read_data(walk: _Walk) -> None:
    """Read what the code may read, as long as there is room."""
    for path, place in walk.others:
        if not is_data(path) or walk.taken.budget.left < 0:
            continue
        try:
            data = read_bytes(place, room_for_data(walk.taken.data))
            walk.taken.budget.spend(len(data))
            walk.taken.data.append(File(path, data))
        except UnreadableError as error:
            walk.taken.notes.append(problem(path, error.message))


def _look_into(walk: _Walk) -> None:
    """Take what is a module or a notebook by what is in it, under whatever name."""
    for path, place in walk.unsure[:MAX_FILES]:
        try:
            data = read_bytes(place, largest(FileKind.UNSURE))
            walk.taken.budget.spend(len(data))
        except UnreadableError:
            continue
        kind = kind_of_content(data)
        if kind in SOURCES:
            walk.taken.files.append(File(path, data, kind))


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
