"""The members of an archive, of whatever format, to the files that are graded.

The names in an archive are the student's words: a member is taken only if its name is plain, it is an
ordinary file of a kind that is graded, and what really comes out of it is small.
"""

import itertools
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from grader.submissions.found import (
    Budget,
    File,
    Found,
    Taken,
    UnreadableError,
    problem,
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
from grader.submissions.limits import MAX_ARCHIVE, MAX_DEPTH, MAX_FILES, MAX_NAME, MAX_UNPACKED
from grader.submissions.names import top_folder
from grader.text.safe import safe

AGAIN = "Zip your files again and hand that in."
NOT_OPENED = "This kind of archive is not opened. Hand in a zip."
LINK = "This is not read: it is a link or a device. Zip the file itself."
_NESTED = "This is an archive in the archive, so it is not opened. Zip the files alone."


@dataclass(frozen=True)
class Member:
    """A file in an archive, not read yet."""

    name: str  # as the archive has it, or what is left of that below a folder of a download
    read: Callable[[int, Budget], bytes]  # at most so many bytes, for which the budget pays
    refusal: str = ""  # why it is no file


@dataclass
class _Taking(Taken):
    """What was taken of an archive so far."""

    archive: str = ""

    def tell(self, path: str, message: str) -> None:
        self.problems.append(problem(f"{self.archive}: {path}", message))

    def each(self, members: Iterable[tuple[str, Member]], take: Callable[[str, Member], None]) -> None:
        """Take one after the other, as long as there is room."""
        for path, member in members:
            if self.budget.left < 0:
                return
            try:
                take(path, member)
            except UnreadableError as error:
                self.tell(path, error.message)

    def source(self, path: str, member: Member) -> None:
        if len(self.files) >= MAX_FILES:
            raise UnreadableError(f"This file is not read, because {MAX_FILES} before it were.")
        self.files.append(File(path, member.read(largest(kind_and_stem(path)[0]), self.budget)))

    def unsure(self, path: str, member: Member) -> None:
        """Take a file whose name tells nothing, if it is a module or a notebook by what is in it."""
        try:
            data = member.read(largest(FileKind.UNSURE), self.budget)
        except UnreadableError:
            data = b""
        kind = kind_of_content(data)
        if kind in SOURCES and len(self.files) < MAX_FILES:
            self.files.append(File(path, data, kind))

    def datum(self, path: str, member: Member) -> None:
        """Take a file that the code may read."""
        try:
            self.data.append(File(path, member.read(room_for_data(self.data), self.budget)))
        except UnreadableError as error:
            self.notes.append(problem(f"{self.archive}: {path}", error.message))

    def archive_inside(self, unpack: Callable[[bytes, str], Found], path: str, member: Member) -> None:
        """Take what is in an archive in the archive."""
        self.add(unpack(member.read(MAX_ARCHIVE, Budget(MAX_ARCHIVE)), path), path)


@dataclass(frozen=True)
class _Sorted:
    """Members by what is to be done with them, each with its path."""

    sources: list[tuple[str, Member]] = field(default_factory=list)
    archives: list[tuple[str, Member]] = field(default_factory=list)
    unsure: list[tuple[str, Member]] = field(default_factory=list)
    others: list[tuple[str, Member]] = field(default_factory=list)


def _sorted(members: Iterable[Member], taking: _Taking, *, every: bool) -> _Sorted:
    """Sort the members that matter, and tell what is not read."""
    found = _Sorted()
    first_names: dict[str, str] = {}
    for path, member, refusal in _plain(members):
        kind, _ = kind_and_stem(path)
        if refusal:
            taking.tell(path, refusal)
        elif kind in SOURCES:
            if told := _taken_twice(path, first_names):
                taking.notes.append(problem(f"{taking.archive}: {path}", told))
            else:
                found.sources.append((path, member))
        elif kind in ARCHIVES:
            found.archives.append((path, member))
        elif kind is FileKind.OTHER_ARCHIVE:
            taking.tell(path, NOT_OPENED if every else _NESTED)
        elif kind is FileKind.UNSURE:
            found.unsure.append((path, member))
        else:
            found.others.append((path, member))
    return found


def taken(
    members: Iterable[Member],
    archive: str,
    unpack: Callable[[bytes, str], Found] | None,
    *,
    every: bool = False,
    read: Sequence[File] = (),
) -> Found:
    """What is graded of the members of an archive, and what is told of the rest.

    An archive among them is opened by `unpack` if it is the only one and no module or notebook lies beside
    it; `every` one is, where that is somebody's whole work.  `read` is what was read from disk.
    """
    taking = _Taking(Budget(MAX_UNPACKED), archive=archive)
    there = _sorted(members, taking, every=every)
    taking.each(there.sources, taking.source)
    if unpack is not None and (every or (len(there.archives) == 1 and not there.sources)):
        taking.each(there.archives, partial(taking.archive_inside, unpack))
    else:
        for path, _ in there.archives:
            taking.tell(path, _NESTED)
    if not there.sources and not taking.files:
        taking.each(there.unsure, taking.unsure)
    known = {file.path for file in taking.files}
    others = [*there.others, *((path, member) for path, member in there.unsure if path not in known)]
    taking.unread += [path for path, _ in others]
    if taking.files:
        taking.each(((path, member) for path, member in others if is_data(path)), taking.datum)
    return Found.of(taking.files, taking.problems, read, taking.notes, sorted(taking.unread), taking.data)


# ---- names ----------------------------------------------------------------------------------------


def _plain(members: Iterable[Member]) -> list[tuple[str, Member, str]]:
    """Every member that matters: its path below the top folder, or its whole name and why it is refused."""
    refused: list[tuple[str, Member, str]] = []
    plain: list[tuple[str, Member]] = []
    for each in members:
        # Packed with the whole path from the top of a disk: as every program that unpacks does, from here.
        member = replace(each, name=_FROM_THE_TOP.sub("", each.name))
        try:
            _require_harmless(member)
        except UnreadableError as error:
            refused.append((each.name, member, error.message))
            continue
        parts = [part for part in member.name.split("/") if part not in ("", ".")]
        if parts and not member.name.endswith("/") and not any(map(ignored, parts)):
            plain.append(("/".join(parts), member))
    top = top_folder(path for path, _ in plain)
    plain = _without_given(plain, top)
    top = top_folder(path for path, _ in plain)
    return [*refused, *((path[len(top) :], member, "") for path, member in plain)]


_FROM_THE_TOP = re.compile(r"\A(?:[A-Za-z]:)?/+(?!\Z)")


def _require_harmless(member: Member) -> None:
    """Refuse names that mean a place outside the archive somewhere, and members that are not files."""
    name = member.name
    parts = name.split("/")
    if ".." in parts or re.match(r"[A-Za-z]:", name):
        raise UnreadableError("This is not read: its name leads out of the archive.")
    if "\\" in name or "\0" in name:
        raise UnreadableError("This is not read: its name holds a character that no file name should.")
    if len(name) > MAX_NAME or len(parts) > MAX_DEPTH + 1:
        raise UnreadableError("This is not read: its name is too long, or it lies in too many folders.")
    if member.refusal:
        raise UnreadableError(member.refusal)


def _without_given(plain: list[tuple[str, Member]], top: str) -> list[tuple[str, Member]]:
    """The members outside the folders below the top one in which nothing is the student's."""
    given = {path.removesuffix(mark) for path, _ in plain for mark in GIVEN if path.endswith(f"/{mark}")} - {
        top
    }
    return [(path, member) for path, member in plain if given.isdisjoint(_folders_above(path))]


def _folders_above(path: str) -> Iterable[str]:
    """`a/` and `a/b/` for `a/b/hw.py`."""
    return itertools.accumulate(f"{folder}/" for folder in path.split("/")[:-1])


def _taken_twice(path: str, first_names: dict[str, str]) -> str:
    """Of two files that one folder of a Mac or of Windows cannot both hold, the first counts."""
    first = first_names.setdefault(unicodedata.normalize("NFC", path).casefold(), path)
    if first is path:
        return ""
    if first == path:
        return "This file is in the archive more than once; the first one is graded."
    return f"This name and '{safe(first, 200)}' differ only in case; that one is graded."
