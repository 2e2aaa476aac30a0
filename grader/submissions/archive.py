"""An archive to the files in it that are graded.

Nothing is ever unpacked to disk, and the sizes that an archive claims prove nothing: what comes out of it is
measured on the way.
"""

import io
import stat
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from functools import partial

from grader.submissions.found import Budget, File, Found, UnreadableError, problem, too_large
from grader.submissions.kinds import SOURCES, FileKind, kind_and_stem, kind_of_content
from grader.submissions.limits import MAX_ARCHIVE, MAX_ENTRIES
from grader.submissions.members import AGAIN, LINK, Member, taken
from grader.submissions.tar import tar_members

ENTRY_MARK = b"PK\x01\x02"  # begins every entry in the table of contents of a zip
_NOT_ZIPS = {
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"%PDF": "a PDF",
}


def unpack(data: bytes, name: str, *, inside: bool = False) -> Found:
    """The modules and notebooks in an archive; all of it in one folder is that folder.

    One archive in it is opened where all the work is in that, but none that lies `inside` another.  What is
    in the file decides what it is: some call a notebook a zip.
    """
    read = [File(name, data)]
    if len(data) > MAX_ARCHIVE:
        return Found.of([], [problem(name, too_large(MAX_ARCHIVE))], read)
    kind = kind_of_content(data)
    if kind in SOURCES:
        return Found.of([File(name, data, kind)], [])
    try:
        is_tar = kind is FileKind.TAR or kind_and_stem(name)[0] is FileKind.TAR
        members = tar_members(data, name) if is_tar and kind is not FileKind.ZIP else _zip_members(data)
        return taken(members, name, None if inside else partial(unpack, inside=True), read=read)
    except UnreadableError as error:
        return Found.of([], [problem(name, error.message)], read)


def _zip_members(data: bytes) -> list[Member]:
    archive = _opened(data)
    # Windows' own archivers put backslashes between folders.
    named = ((member_name(info).replace("\\", "/"), info) for info in archive.infolist())
    return list(members_of(archive, named))


def _opened(data: bytes) -> zipfile.ZipFile:
    """The zip, if its table of contents is of a size that can be read and can be read at all."""
    if not data:
        raise UnreadableError(f"This zip is empty (0 bytes). {AGAIN}")
    for mark, what in _NOT_ZIPS.items():
        if data.startswith(mark):
            raise UnreadableError(f"This is {what} under the name of a zip. {AGAIN}")
    if data.count(ENTRY_MARK) > MAX_ENTRIES:
        raise UnreadableError(
            f"This zip holds over {MAX_ENTRIES} files, so it is not opened. Zip the code alone."
        )
    try:
        with warnings.catch_warnings(action="ignore"):
            return zipfile.ZipFile(io.BytesIO(data))
    except Exception:  # which ones a damaged table of contents raises is not documented, and they are many
        raise UnreadableError(
            f"This zip cannot be opened: it is cut off, damaged or no zip. {AGAIN}"
        ) from None


def members_of(archive: zipfile.ZipFile, named: Iterable[tuple[str, zipfile.ZipInfo]]) -> Iterator[Member]:
    """The members of a zip, each under the name by which it is to be known."""
    for name, info in named:
        kind = stat.S_IFMT(info.external_attr >> 16)
        refusal = "" if kind in (0, stat.S_IFREG, stat.S_IFDIR) else LINK
        yield Member(name, partial(read_member, archive, info), refusal)


def member_name(info: zipfile.ZipInfo) -> str:
    """The name of a member; archivers that write UTF-8 without saying so are forgiven."""
    name = info.orig_filename
    if not info.flag_bits & 0x800:
        try:
            return name.encode("cp437").decode("utf-8")
        except UnicodeError:
            return name
    return name


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
    if info.file_size > limit:  # an honest bomb need not be opened
        raise UnreadableError(too_large(limit))
    data = bytearray()
    try:
        with archive.open(info) as stream:
            while chunk := stream.read(1 << 16):
                data += chunk
                if len(data) > limit:
                    raise UnreadableError(too_large(limit))
                budget.spend(len(chunk))
    except UnreadableError:
        raise
    except Exception:  # from zipfile and zlib, and of as many classes as there are ways to be damaged
        raise UnreadableError(f"This file is damaged and cannot be unpacked. {AGAIN}") from None
    return bytes(data)
