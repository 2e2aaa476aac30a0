"""Files in the worker's own memory: those handed in, those of the assignment, and what the student writes.

``files`` lets Python's own functions find them.
"""

import errno
import io
import os
import posixpath
import stat
import sys
from collections.abc import Iterator, Mapping
from types import FrameType
from typing import Any

HOME = "/home/student"  # where the submission seems to lie
TEMPORARY = "/tmp"  # noqa: S108  (a name in memory)
ROOM = 16 << 20  # bytes that may be written
MANY = 1000  # files and folders that may be made
FIRST_DESCRIPTOR = 1 << 20  # far above any that the system gives


class Node:
    """What a file holds; it outlives its name while somebody has it open."""

    def __init__(self, places: "Places", data: bytes | str) -> None:
        self.places = places
        self.kept: bytes | str | bytearray = data

    @property
    def data(self) -> bytearray:
        """The bytes, which may be changed."""
        kept = self.kept
        if not isinstance(kept, bytearray):
            self.kept = kept = bytearray(kept.encode() if isinstance(kept, str) else kept)
        return kept

    def resize(self, size: int) -> None:
        """Cut it off, or fill it up with zeros; raise OSError where there is no room."""
        grown = size - len(self.data)
        if grown > self.places.room:
            raise OSError(errno.ENOSPC, f"a submission may write {ROOM >> 20} MB in all")
        self.places.room -= grown
        if grown > 0:
            self.data.extend(bytes(grown))
        else:
            del self.data[size:]


class Raw(io.RawIOBase):
    """A file that is open."""

    def __init__(self, node: Node, name: object, *, reads: bool, writes: bool, appends: bool) -> None:
        self.node, self.name = node, name
        self.reads, self.writes, self.appends = reads, writes, appends
        self.at = 0

    def readable(self) -> bool:
        """Whether it may be read."""
        return self.reads

    def writable(self) -> bool:
        """Whether it may be written."""
        return self.writes

    def fileno(self) -> int:
        """None: whoever asks goes to the system."""
        raise io.UnsupportedOperation(
            "a file of yours lies in memory here, and the system has no number for it"
        )

    def seekable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read as much as there is, at most what fits."""
        if not self.reads:
            raise io.UnsupportedOperation("not readable")
        part = self.node.data[self.at : self.at + len(buffer)]
        buffer[: len(part)] = part
        self.at += len(part)
        return len(part)

    def write(self, data: Any) -> int:
        """Write all of it."""
        if not self.writes:
            raise io.UnsupportedOperation("not writable")
        part = bytes(data)
        if self.appends:
            self.at = len(self.node.data)
        end = self.at + len(part)
        if end > len(self.node.data):
            self.node.resize(end)
        self.node.data[self.at : end] = part
        self.at = end
        return len(part)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to a place."""
        self.at = max(0, offset + (0, self.at, len(self.node.data))[whence])
        return self.at

    def tell(self) -> int:
        """Return the place."""
        return self.at

    def truncate(self, size: int | None = None) -> int:
        """Cut it off, or fill it up."""
        wanted = self.at if size is None else size
        self.node.resize(wanted)
        return wanted


class Places:
    """All files and folders, by absolute path."""

    def __init__(
        self, given: Mapping[str, bytes | str], beside: Mapping[str, str], unlisted: Mapping[str, str]
    ) -> None:
        """Put files in their places, by path below the home.

        ``beside`` is the folder of the code of each name that tracebacks know; ``unlisted`` are sources
        under such names, which are no files, but are looked for when code asks for its own source.
        """
        self.files = {posixpath.normpath(posixpath.join(HOME, k)): Node(self, v) for k, v in given.items()}
        self.given = tuple(self.files)
        self.folders = {HOME, TEMPORARY}
        for key in self.files:
            self.make_folders(posixpath.dirname(key))
        self.beside, self.unlisted = beside, unlisted
        self.cwd = HOME
        self.room = ROOM
        self.left = MANY
        self.open: dict[int, Raw] = {}

    def make_folders(self, folder: str) -> None:
        """Make a folder and those above it."""
        while folder not in self.folders and folder != "/":
            self.folders.add(folder)
            folder = posixpath.dirname(folder)

    # -- where a path leads

    def absolute(self, path: str) -> str:
        """Return a path as the system would read it."""
        return posixpath.normpath(posixpath.join(self.cwd, path))

    def near(self, path: str) -> Iterator[str]:
        """Yield where a path may lead: from here, from beside the code that asks, from the top."""
        yield self.absolute(path)
        if not posixpath.isabs(path):
            frame: FrameType | None = sys._getframe(1)  # noqa: SLF001
            while frame is not None:
                folder = self.beside.get(frame.f_code.co_filename)
                if folder is not None:
                    yield posixpath.normpath(posixpath.join(HOME, folder, path))
                    break
                frame = frame.f_back
            yield posixpath.normpath(posixpath.join(HOME, path))

    def exact(self, path: str) -> str | None:
        """Return the file or folder at a path."""
        return next((key for key in self.near(path) if key in self.files or key in self.folders), None)

    def named(self, path: str) -> str | None:
        """Return the file that was given under the last parts of a path: of "/content/x.csv" it is "x.csv".

        Where several fit, it is the one of which most parts fit; where these are several, none.
        """
        if "\0" in path or any(path.startswith(f"{prefix}/") for prefix in (sys.prefix, sys.base_prefix)):
            return None
        parts = [part for part in path.casefold().replace("\\", "/").split("/") if part not in ("", ".")]
        found: dict[int, list[str]] = {}
        for key in self.given if parts else ():
            theirs = key.casefold().split("/")
            same = 0
            while same < min(len(parts), len(theirs)) and parts[-1 - same] == theirs[-1 - same]:
                same += 1
            if same and key in self.files:
                found.setdefault(same, []).append(key)
        best = found[max(found)] if found else []
        return best[0] if len(best) == 1 else None

    # -- what is done with it

    def status(self, key: str) -> os.stat_result:
        """Return what is known of a file or folder."""
        if key in self.files:
            return self.status_of(self.files[key])
        return os.stat_result((stat.S_IFDIR | 0o755, hash(key) & 0xFFFFFFFF, 1, 1, 0, 0, 0, 0, 0, 0))

    def status_of(self, node: Node) -> os.stat_result:
        """Return what is known of a file by what it holds."""
        number = id(node) & 0xFFFFFFFF
        return os.stat_result((stat.S_IFREG | 0o644, number, 1, 1, 0, 0, len(node.data), 0, 0, 0))

    def create(self, path: str) -> str:
        """Make room for a new file at a path, which is returned in full."""
        key = self.absolute(path)
        if key in self.folders:
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
        if key not in self.files:
            self._one_more()
            self.make_folders(posixpath.dirname(key))
            self.files[key] = Node(self, b"")
        return key

    def _one_more(self) -> None:
        if self.left <= 0:
            raise OSError(errno.ENOSPC, f"a submission may make {MANY} files")
        self.left -= 1

    def make_folder(self, path: str) -> None:
        """Make one that is not there."""
        key = self.absolute(path)
        if key in self.folders or key in self.files:
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), path)
        self._one_more()
        self.make_folders(key)

    def remove(self, key: str) -> None:
        """Forget a file."""
        self.room += len(self.files.pop(key).data) if key not in self.given else 0

    def move(self, key: str, to: str) -> None:
        """Give a file or a folder another name."""
        if key in self.files:
            if to in self.files and to != key:
                self.remove(to)
            self.make_folders(posixpath.dirname(to))
            self.files[to] = self.files.pop(key)
            return
        for known in (self.files, self.folders):
            for each in [each for each in known if f"{each}/".startswith(f"{key}/")]:
                if known is self.files:
                    self.files[to + each[len(key) :]] = self.files.pop(each)
                else:
                    self.folders.discard(each)
                    self.folders.add(to + each[len(key) :])
        self.make_folders(to)

    def inside(self, key: str) -> list[str]:
        """Return what lies in a folder, in order."""
        below = [*self.files, *self.folders]
        return sorted(each for each in below if posixpath.dirname(each) == key and each != "/")

    def descriptor(self, raw: Raw) -> int:
        """Return a number under which a file is open."""
        number = FIRST_DESCRIPTOR + len(self.open)
        while number in self.open:
            number += 1
        self.open[number] = raw
        return number
