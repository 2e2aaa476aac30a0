"""A zip to the files in it that are graded.

Nothing is ever unpacked to disk.  The names in an archive and the sizes it claims are the student's words:
a member is taken only if its name is plain, it is an ordinary file of a known kind, and what really comes
out of it is small.
"""

import io
import itertools
import re
import stat
import unicodedata
import warnings
import zipfile
from collections.abc import Iterable

from grader.model import Problem
from grader.submissions.found import (
    Budget,
    File,
    Found,
    UnreadableError,
    beside,
    problem,
    room_for_data,
    too_large,
)
from grader.submissions.kinds import GIVEN, Kind, ignored, is_data, kind_and_stem, largest
from grader.submissions.limits import (
    MAX_ARCHIVE,
    MAX_DEPTH,
    MAX_ENTRIES,
    MAX_FILES,
    MAX_NAME,
    MAX_RATIO,
    MAX_UNPACKED,
    RATIO_FROM,
)
from grader.submissions.names import top_folder
from grader.text import safe

NO_ZIP = "This kind of archive is not opened. Hand in a zip."
_NESTED = "This is an archive in the archive, so it is not opened. Zip the files alone."
_AGAIN = "Zip your files again and hand that in."
ENTRY_MARK = b"PK\x01\x02"  # begins every entry in the table of contents of a zip
_NOT_ZIPS = {
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"\x1f\x8b": "a gzip archive",
    b"%PDF": "a PDF",
}

Member = tuple[str, zipfile.ZipInfo]  # under the name by which it is known, which may be a part of its own


def unpack(data: bytes, name: str) -> Found:
    """The modules and notebooks in a zip; if all of it lies in one folder, that folder is the submission."""
    files: list[File] = []
    problems: list[Problem] = []
    try:
        with _opened(data) as archive:
            members = [(member_name(info), info) for info in archive.infolist()]
            files, problems = taken(archive, members, name)
    except UnreadableError as error:
        problems.append(problem(name, error.message))
    return Found.of(files, problems, read=[File(name, data)])


def _opened(data: bytes) -> zipfile.ZipFile:
    """The archive, if its table of contents is of a size that can be read and can be read at all."""
    if not data:
        raise UnreadableError(f"This zip is empty (0 bytes). {_AGAIN}")
    if len(data) > MAX_ARCHIVE:
        raise UnreadableError(too_large(MAX_ARCHIVE))
    for mark, what in _NOT_ZIPS.items():
        if data.startswith(mark):
            raise UnreadableError(f"This is {what} under the name of a zip. {_AGAIN}")
    if data.count(ENTRY_MARK) > MAX_ENTRIES:
        raise UnreadableError(
            f"This zip holds over {MAX_ENTRIES} files, so it is not opened. Zip the code alone."
        )
    try:
        with warnings.catch_warnings(action="ignore"):
            return zipfile.ZipFile(io.BytesIO(data))
    except Exception:  # which ones a damaged table of contents raises is not documented, and they are many
        raise UnreadableError(
            f"This zip cannot be opened: it is cut off, damaged or no zip. {_AGAIN}"
        ) from None


def taken(
    archive: zipfile.ZipFile, members: Iterable[Member], zip_name: str, *, unzip: bool = False
) -> tuple[list[File], list[Problem]]:
    """What is graded of these members of a zip, and what is wrong with the rest.

    A zip among them is told and not opened, unless `unzip` says that it is somebody's whole work.
    """
    files: list[File] = []
    problems: list[Problem] = []
    first_names: dict[str, str] = {}
    budget = Budget(MAX_UNPACKED)
    for path, info, refusal in _plain(members):
        try:
            if refusal:
                raise UnreadableError(refusal)
            kind, _ = kind_and_stem(path)
            if kind is Kind.OTHER and not is_data(path):
                continue
            if len(files) >= MAX_FILES:
                raise UnreadableError(f"This file is not read, because {MAX_FILES} before it were.")
            if kind is Kind.ZIP and unzip:
                inside = unpack(read_member(archive, info, MAX_ARCHIVE, Budget(MAX_ARCHIVE)), path)
                files += beside(files, inside.all, path)
                problems += inside.problems
                budget.spend(sum(len(file.data) for file in inside.all))
                continue
            if kind in (Kind.ZIP, Kind.OTHER_ARCHIVE):
                raise UnreadableError(NO_ZIP if unzip else _NESTED)
            _require_new(path, first_names)
            limit = room_for_data(files) if is_data(path) else largest(kind)
            files.append(File(path, read_member(archive, info, limit, budget)))
        except UnreadableError as error:
            problems.append(problem(f"{zip_name}: {path}", error.message))
            if budget.left < 0:
                break
    return files, problems


# ---- names ----------------------------------------------------------------------------------------


def _plain(members: Iterable[Member]) -> list[tuple[str, zipfile.ZipInfo, str]]:
    """Every member that matters: its path below the top folder, or its whole name and why it is refused."""
    refused: list[tuple[str, zipfile.ZipInfo, str]] = []
    plain: list[Member] = []
    for name, info in members:
        try:
            _require_harmless(name, info)
        except UnreadableError as error:
            refused.append((name, info, error.message))
            continue
        parts = [part for part in name.split("/") if part not in ("", ".")]
        if parts and not name.endswith("/") and not any(map(ignored, parts)):
            plain.append(("/".join(parts), info))
    top = top_folder(path for path, _ in plain)
    plain = _without_given(plain, top)
    top = top_folder(path for path, _ in plain)
    return [*refused, *((path[len(top) :], info, "") for path, info in plain)]


def member_name(info: zipfile.ZipInfo) -> str:
    """The name of a member; archivers that write UTF-8 without saying so are forgiven."""
    name = info.orig_filename
    if not info.flag_bits & 0x800:
        try:
            return name.encode("cp437").decode("utf-8")
        except UnicodeError:
            return name
    return name


def _require_harmless(name: str, info: zipfile.ZipInfo) -> None:
    """Refuse names that mean a place outside the archive somewhere, and members that are not files."""
    parts = name.split("/")
    kind = stat.S_IFMT(info.external_attr >> 16)
    if ".." in parts or name.startswith("/") or re.match(r"[A-Za-z]:", name):
        raise UnreadableError("This is not read: its name leads out of the archive.")
    if "\\" in name or "\0" in name:
        raise UnreadableError("This is not read: its name holds a character that no file name should.")
    if len(name) > MAX_NAME or len(parts) > MAX_DEPTH + 1:
        raise UnreadableError("This is not read: its name is too long, or it lies in too many folders.")
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise UnreadableError("This is not read: it is a link or a device. Zip the file itself.")


def _without_given(plain: list[Member], top: str) -> list[Member]:
    """The members outside the folders below the top one in which nothing is the student's."""
    given = {path.removesuffix(mark) for path, _ in plain for mark in GIVEN if path.endswith(f"/{mark}")} - {
        top
    }
    return [(path, info) for path, info in plain if given.isdisjoint(_folders_above(path))]


def _folders_above(path: str) -> Iterable[str]:
    """`a/` and `a/b/` for `a/b/hw.py`."""
    return itertools.accumulate(f"{folder}/" for folder in path.split("/")[:-1])


def _require_new(path: str, first_names: dict[str, str]) -> None:
    """Of two files that one folder of a Mac or of Windows cannot both hold, the first counts."""
    key = unicodedata.normalize("NFC", path).casefold()
    first = first_names.get(key)
    if first is None:
        first_names[key] = path
    elif first == path:
        raise UnreadableError("This file is in the zip more than once; the first one is graded.")
    else:
        raise UnreadableError(f"This name and '{safe(first, 200)}' differ only in case; that one is graded.")


# ---- contents -------------------------------------------------------------------------------------


def read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int, budget: Budget) -> bytes:
    """What comes out of a member, measured on the way: the sizes written in an archive prove nothing."""
    if info.flag_bits & 0x1:
        raise UnreadableError(
            "This file is locked with a password, so it cannot be read. Zip it without one."
        )
    # The other methods unpack a whole block at once, however large it turns out to be.
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise UnreadableError(
            "This file is packed in a way that is not read. Zip it with your system's own tool."
        )
    _require_modest(info.file_size, info, limit)  # an honest bomb need not be opened
    data = bytearray()
    try:
        with archive.open(info) as stream:
            while chunk := stream.read(1 << 16):
                data += chunk
                _require_modest(len(data), info, limit)
                budget.spend(len(chunk))
    except UnreadableError:
        raise
    except Exception:  # from zipfile and zlib, and of as many classes as there are ways to be damaged
        raise UnreadableError(f"This file is damaged and cannot be unpacked. {_AGAIN}") from None
    return bytes(data)


def _require_modest(size: int, info: zipfile.ZipInfo, limit: int) -> None:
    """Refuse a member of this size unpacked, be it claimed or measured."""
    if size > RATIO_FROM and size > MAX_RATIO * info.compress_size:
        raise UnreadableError("This file is not read: no code can be packed that small.")
    if size > limit:
        raise UnreadableError(too_large(limit))
