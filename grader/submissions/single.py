"""One file to what is graded of it: a module, a notebook, or an archive of them."""

from pathlib import Path

from grader.submissions.archive import unpack
from grader.submissions.found import File, Found, UnreadableError, read_bytes
from grader.submissions.kinds import ARCHIVES, SOURCES, FileKind, kind_and_stem, kind_of_content, largest
from grader.submissions.limits import MAX_ARCHIVE
from grader.submissions.members import NOT_OPENED


def single(path: Path, name: str) -> Found:
    """What is graded of the file at a path, known by `name`; of a report or a picture, nothing.

    Where the name tells nothing, what is in the file decides.  Raises UnreadableError.
    """
    kind, _ = kind_and_stem(name)
    if kind in SOURCES:
        return Found.of([File(name, read_bytes(path, largest(kind)))], [])
    if kind in ARCHIVES:
        return unpack(read_bytes(path, MAX_ARCHIVE), name)
    if kind is FileKind.OTHER_ARCHIVE:
        raise UnreadableError(NOT_OPENED)
    if kind is FileKind.UNSURE:
        data = read_bytes(path, largest(kind))
        kind = kind_of_content(data)
        if kind in ARCHIVES:
            return unpack(data, name)
        if kind in SOURCES:
            return Found.of([File(name, data, kind)], [])
    return Found.of([], [], unread=[name])
