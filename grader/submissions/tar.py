"""A tar, plain or gzipped, to its members: read from front to back, in memory, each byte once.

Read here and not by `tarfile`, which believes headers: it makes up gigabytes for a file with holes, and takes
names of any length into memory.  Nothing here depends on a size that an archive only claims.
"""

import gzip
import io
import zlib
from collections.abc import Callable, Iterator

from grader.submissions.found import Budget, UnreadableError, too_large
from grader.submissions.kinds import SOURCES, FileKind, kind_and_stem, largest
from grader.submissions.limits import MAX_ARCHIVE, MAX_ENTRIES, MAX_STREAM, MB
from grader.submissions.members import AGAIN, LINK, Member

_BLOCK = 512
_EXTENDED = b"xgLK"  # headers about the next file, or about all of them
_LONGEST = 1 << 16  # bytes of such a header; it holds a name


def tar_members(data: bytes, archive: str) -> list[Member]:
    """The members of a tar; of those that may be graded the contents too, for it is read only once.

    A module or a notebook that is gzipped without a tar around it is the only one.
    """
    plain = io.BytesIO(data)
    packed = data.startswith(b"\x1f\x8b")
    source = gzip.GzipFile(fileobj=plain) if packed else plain
    name = archive.rpartition("/")[2][: -len(".gz")]
    kind, _ = kind_and_stem(name)
    try:
        if packed and kind in SOURCES:
            return [Member(name, _reader(source.read(largest(kind) + 1)))]
        return list(_members(_Stream(source)))
    except (OSError, EOFError, ValueError, zlib.error):
        raise UnreadableError(
            f"This archive cannot be opened: it is cut off, damaged or no tar. {AGAIN}"
        ) from None


class _Stream:
    """What is unpacked, counted as it comes."""

    def __init__(self, source: gzip.GzipFile | io.BytesIO) -> None:
        self.source, self.left = source, MAX_STREAM

    def take(self, size: int, keep: int) -> bytes:
        """Read so many bytes, and keep that many of them."""
        if size > self.left:
            raise UnreadableError(
                f"This archive holds more than {MAX_STREAM // MB} MB, so it is not read. Hand in code alone."
            )
        self.left -= size
        kept = bytearray()
        while size:
            chunk = self.source.read(min(size, 1 << 16))
            if not chunk:
                raise EOFError
            size -= len(chunk)
            kept += chunk[: max(0, keep - len(kept))]
        return bytes(kept)


def _members(stream: _Stream) -> Iterator[Member]:
    longer = ""  # the name of the next file, where it is too long for its own header
    for _ in range(2 * MAX_ENTRIES):
        header = stream.take(_BLOCK, _BLOCK)
        if not header.strip(b"\0"):
            return
        size, kind = _checked(header)
        if kind in _EXTENDED:
            if size > _LONGEST:
                raise ValueError
            about = _content(stream, size, size)
            longer = _long_name(about, kind) or longer
            continue
        name, longer = longer or _name(header), ""
        what, _ = kind_and_stem(name)
        most = {
            FileKind.OTHER: 0,
            FileKind.OTHER_ARCHIVE: 0,
            FileKind.ZIP: MAX_ARCHIVE,
            FileKind.TAR: MAX_ARCHIVE,
        }
        content = _content(stream, size, most.get(what, largest(what) + 1))
        if kind == b"5" or name.endswith("/"):
            continue
        yield Member(name, _reader(content), "" if kind in (b"0", b"\0", b"7") else LINK)
    raise UnreadableError(
        f"This archive holds over {MAX_ENTRIES} files, so it is not opened. Pack the code alone."
    )


def _reader(content: bytes) -> Callable[[int, Budget], bytes]:
    def read(limit: int, budget: Budget) -> bytes:
        if len(content) > limit:
            raise UnreadableError(too_large(limit))
        budget.spend(len(content))
        return content

    return read


def _content(stream: _Stream, size: int, keep: int) -> bytes:
    """The content behind a header, without what fills its last block."""
    content = stream.take(size, min(size, keep))
    stream.take(-size % _BLOCK, 0)
    return content


def _checked(header: bytes) -> tuple[int, bytes]:
    """The size and the type in a header that adds up."""
    counted = sum(header[:148]) + 8 * ord(" ") + sum(header[156:])
    if _number(header[148:156]) != counted:
        raise ValueError
    return _number(header[124:136]), header[156:157]


def _number(field: bytes) -> int:
    if field[0] == 0x80:  # too large for the usual way
        return int.from_bytes(field[1:], "big")
    return int(field.strip(b"\0 ") or b"0", 8)


def _name(header: bytes) -> str:
    name = header[:100].partition(b"\0")[0]
    prefix = header[345:500].partition(b"\0")[0] if header[257:263] == b"ustar\0" else b""
    return _text(prefix + b"/" + name if prefix else name)


def _long_name(about: bytes, kind: bytes) -> str:
    """The name in a header of GNU's, or in one of POSIX: `27 path=folder/hw.py`, one line for each fact."""
    if kind == b"L":
        return _text(about.rstrip(b"\0"))
    found = ""
    while kind == b"x" and about:
        length, _, rest = about.partition(b" ")
        size = int(length)
        if not len(length) < size <= len(about):
            raise ValueError
        key, _, value = rest[: size - len(length) - 2].partition(b"=")
        if key == b"path":
            found = _text(value)
        about = about[size:]
    return found


def _text(name: bytes) -> str:
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return name.decode("latin-1")
