"""A download of a whole class as a tree of names, zipped or unpacked; contents are read when asked.

A zip is never unpacked to disk and never held in memory: one student's files are read at a time, within the
limits of one submission.
"""

import mmap
import os
import re
import unicodedata
import warnings
import zipfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

from grader.errors import InputError
from grader.submissions.archive import ENTRY_MARK, member_name, members_of, read_member, unpack
from grader.submissions.folder import collect, is_given
from grader.submissions.found import (
    Budget,
    Found,
    UnreachableError,
    UnreadableError,
    is_folder,
    is_link,
    problem,
    read_bytes,
)
from grader.submissions.kinds import FileKind, ignored, kind_and_stem
from grader.submissions.limits import MAX_DOWNLOAD, MAX_DOWNLOAD_ENTRIES, MB
from grader.submissions.members import taken
from grader.submissions.single import single
from grader.text.safe import safe

Named = tuple[str, zipfile.ZipInfo]  # under the name by which it is known, which may be a part of its own


class Tree(Protocol):
    """The entries at the top of a download, and what is below them."""

    @property
    def where(self) -> str:
        """Return where it is, as found."""

    @property
    def entries(self) -> Mapping[str, bool]:
        """Return the names, in one form of Unicode, and whether each is a folder."""

    def below(self, folder: str) -> Mapping[str, bool]:
        """Return the entries of a folder; raise UnreachableError where it cannot be opened."""

    def text(self, entry: str, limit: int) -> str:
        """Return a file as text; raise UnreadableError where it is too large or damaged."""

    def found(self, entry: str, name: str) -> Found:
        """Return what is graded of a file, known by `name`, or of all that is below a folder.

        Raises UnreachableError where the system does not let us read it.
        """

    def inner(self, folder: str) -> "Tree":
        """Return the tree that begins at a folder."""


@contextmanager
def opened(path: Path, without: Collection[str] = ()) -> Iterator[Tree | None]:
    """Yield the tree of a folder or a zip; None for anything else, and for a zip that cannot be opened.

    Entries of a folder with the names `without` are not there.
    """
    if is_folder(path):
        yield FolderTree(path, str(path), frozenset(without))
        return
    archive = _archive(path) if kind_and_stem(path.name)[0] is FileKind.ZIP and path.is_file() else None
    if archive is None:
        yield None
        return
    with archive:
        members = [(unicodedata.normalize("NFC", member_name(info)), info) for info in archive.infolist()]
        yield ZipTree(archive, members, str(path))


# ---- a folder ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FolderTree:
    """A download that was unpacked."""

    folder: Path
    where: str
    without: frozenset[str] = frozenset()  # names at the top that are nobody's work

    @cached_property
    def entries(self) -> Mapping[str, bool]:
        """The names in the folder, and whether each is a folder."""
        try:
            found = _listed(self.folder)
            return {name: folder for name, folder in found.items() if name not in self.without}
        except OSError as error:
            raise InputError(f"{safe(str(self.folder))} cannot be opened: {error.strerror}.") from None

    def below(self, folder: str) -> Mapping[str, bool]:
        """Return the entries of a folder; raise UnreachableError where it cannot be opened."""
        try:
            return _listed(self._path(folder))
        except OSError as error:
            raise UnreachableError(folder, error) from None

    def text(self, entry: str, limit: int) -> str:
        """Return a file as text; raise UnreadableError where it is too large or damaged."""
        return _decoded(read_bytes(self._path(entry), limit))

    def found(self, entry: str, name: str) -> Found:
        """Return what is graded of a file, known by `name`, or of all that is below a folder."""
        try:
            path = self._path(entry)
            path.lstat()
        except OSError as error:
            raise UnreachableError(entry, error) from None
        try:
            if any(is_link(place) for place in (path, *path.parents) if self.folder in place.parents):
                message = "This is a link, so it is not followed. Put the file or folder itself here."
                raise UnreadableError(message)
            if is_folder(path):
                return collect(path, every=True)
            return single(path, name)
        except UnreadableError as error:
            return Found.of([], [problem(name or entry, error.message)])

    def inner(self, folder: str) -> "FolderTree":
        """Return the tree that begins at a folder."""
        return FolderTree(self._path(folder), f"{self.where}/{folder}")

    def _path(self, entry: str) -> Path:
        place = self.folder
        for part in entry.split("/"):
            exact = place / part
            if not os.path.lexists(exact):  # it is there in another form of Unicode
                forms = (path for path in place.iterdir() if unicodedata.normalize("NFC", path.name) == part)
                exact = next(forms, exact)
            place = exact
        return place


def _listed(folder: Path) -> dict[str, bool]:
    """The names in a folder that may be somebody's work, and whether each is a folder."""
    return {
        unicodedata.normalize("NFC", path.name): is_folder(path)
        for path in sorted(folder.iterdir())
        if not _nobodys(path.name) and not (is_folder(path) and is_given(path))
    }


# ---- a zip ------------------------------------------------------------------------------------------


class ZipTree:
    """A download as it came."""

    def __init__(self, archive: zipfile.ZipFile, members: Sequence[Named], where: str) -> None:
        self.archive, self.where = archive, where
        self.members: dict[str, list[Named]] = {}  # by the entry at the top, with what of the name is left
        for name, info in members:
            top, slash, rest = name.removeprefix("./").partition("/")
            if top in ("", ".."):  # it leads elsewhere, so it is from no system that we know
                top, slash, rest = name, "", ""
            if not _nobodys(top) and (rest or not slash):
                self.members.setdefault(top, []).append((rest, info))
        self.entries = {top: any(rest for rest, _ in below) for top, below in self.members.items()}

    def below(self, folder: str) -> Mapping[str, bool]:
        """Return the entries of a folder."""
        return self.inner(folder).entries

    def text(self, entry: str, limit: int) -> str:
        """Return a file as text; raise UnreadableError where it is too large or damaged."""
        folder, _, name = entry.rpartition("/")
        tree = self.inner(folder) if folder else self
        info = tree.members[name][0][1]
        return _decoded(read_member(self.archive, info, limit, Budget(limit)))

    def found(self, entry: str, name: str) -> Found:
        """Return what is graded of a file, known by `name`, or of all that is below a folder."""
        folder, _, top = entry.rpartition("/")
        tree = self.inner(folder) if folder else self
        members = tree.members[top]
        if not tree.entries[top]:
            members = [(name, info) for _, info in members]
        return taken(members_of(self.archive, members), name or top, unpack, every=True)

    def inner(self, folder: str) -> "ZipTree":
        """Return the tree that begins at a folder."""
        tree = self
        for part in folder.split("/"):
            tree = ZipTree(self.archive, tree.members.get(part, []), f"{tree.where}/{part}")
        return tree


def _archive(path: Path) -> zipfile.ZipFile | None:
    """The zip at a path, if its table of contents is of a size that can be read and can be read at all."""
    try:
        size = path.stat().st_size
        if size > MAX_DOWNLOAD:
            raise InputError(
                f"{safe(str(path))} is larger than {MAX_DOWNLOAD // MB} MB. Unpack it and give the folder."
            )
        if size == 0:
            return None
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            for number, _ in enumerate(re.finditer(re.escape(ENTRY_MARK), data), start=1):
                if number > MAX_DOWNLOAD_ENTRIES:
                    raise InputError(
                        f"{safe(str(path))} holds over {MAX_DOWNLOAD_ENTRIES} files, so it is not opened."
                    )
        with warnings.catch_warnings(action="ignore"):
            return zipfile.ZipFile(path)
    except InputError:
        raise
    except Exception:  # which ones a damaged zip raises is not documented; as one submission it is told
        return None


# ---- both -------------------------------------------------------------------------------------------


def _nobodys(name: str) -> bool:
    """Whether a file system left an entry of this name."""
    return ignored(name) and not name.startswith("../")


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    return data.decode("utf-8-sig", "replace")
