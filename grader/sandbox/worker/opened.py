"""``open``, and the functions of ``os`` that work on descriptors, for files in memory (inside the worker)."""

import errno
import io
import os
from collections.abc import Callable
from typing import Any

from grader.sandbox.worker import lookup
from grader.sandbox.worker.lookup import OPEN, SYSTEM, as_text, no_such_file, raw_of, to_read
from grader.sandbox.worker.places import Places, Raw

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
UNNAMED = getattr(os, "O_TMPFILE", 0) & ~getattr(os, "O_DIRECTORY", 0)


def open_file(
    file: Any,
    mode: str = "r",
    buffering: int = -1,
    encoding: str | None = None,
    errors: str | None = None,
    newline: str | None = None,
    closefd: bool = True,
    opener: Callable[[Any, int], int] | None = None,
) -> Any:
    """Open a file as Python's own ``open`` does: in memory, where there is one or it is to be written."""
    places = lookup.places
    raw = None if places is None else _raw(places, file, mode, closefd, opener)
    if isinstance(raw, int):  # what an opener returned, and is the system's
        return OPEN(raw, mode, buffering, encoding, errors, newline)
    if raw is None:
        return OPEN(file, mode, buffering, encoding, errors, newline, closefd, opener)
    if "b" in mode and (encoding, errors, newline) != (None, None, None):
        raise ValueError("binary mode doesn't take an encoding, errors or newline argument")
    if buffering == 0 and "b" in mode:
        return raw
    both = raw.reads and raw.writes
    kind = io.BufferedRandom if both else io.BufferedWriter if raw.writes else io.BufferedReader
    buffer = kind(raw)
    if "b" in mode:
        return buffer
    text = io.TextIOWrapper(buffer, encoding or "utf-8", errors, newline)
    text.mode = mode  # type: ignore[misc]
    return text


def open_code(path: str) -> Any:
    """``io.open_code``: where ``runpy`` and ``importlib`` read a source, which they think lies below "/"."""
    if lookup.places is not None and lookup.places.exact(path) is None:
        path = lookup.places.exact(path.removeprefix("/")) or path
    return open_file(path, "rb")


def _raw(
    places: Places, file: Any, mode: str, closefd: bool, opener: Callable[[Any, int], int] | None
) -> Raw | int | None:
    """Return the file in memory that is meant; None, or a descriptor, where it is the system's."""
    letters = set(mode)
    if letters - set("rwxabt+") or len(letters & set("rwxa")) != 1:
        raise ValueError(f"invalid mode: {mode!r}")
    reads, updates = "r" in letters, "+" in letters
    if opener is not None:
        number = opener(file, os.O_RDONLY if reads else os.O_WRONLY | os.O_CREAT)
        return places.open.pop(number, None) or number
    if isinstance(file, int):
        raw = places.open.get(file)
        if raw is None:
            return None
        if closefd:
            del places.open[file]
        return Raw(
            raw.node, file, reads=reads or updates, writes=not reads or updates, appends="a" in letters
        )
    path = as_text(file)
    if reads and not updates:
        given = to_read(places, path)
        return None if given is None else Raw(given, file, reads=True, writes=False, appends=False)
    if "x" in letters and places.absolute(path) in places.files:
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), path)
    key = places.exact(path) if letters & {"r", "a"} else None
    if key in places.folders:
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
    if key is None and reads:
        raise no_such_file(path)
    node = places.files[key or places.create(path)]
    if "w" in letters:
        node.resize(0)
    return Raw(node, file, reads=reads or updates, writes=True, appends="a" in letters)


def os_open(path: Any, flags: int, mode: int = 0o777, **options: Any) -> Any:
    """``os.open``, but for what lies in memory; its numbers are far above the system's."""
    places = lookup.places
    if places is None or options:
        return SYSTEM["open"](path, flags, mode, **options)
    text = as_text(path)
    if flags & UNNAMED:
        raise OSError(errno.EOPNOTSUPP, os.strerror(errno.EOPNOTSUPP), text)
    if not flags & WRITING:
        node = to_read(places, text)
        if node is None:
            return SYSTEM["open"](path, flags, mode)
        return places.descriptor(Raw(node, path, reads=True, writes=False, appends=False))
    key = places.exact(text)
    if key is not None and flags & os.O_CREAT and flags & os.O_EXCL:
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), text)
    if key is None and not flags & os.O_CREAT:
        raise no_such_file(text)
    node = places.files[places.create(text) if key is None or key in places.folders else key]
    if flags & os.O_TRUNC:
        node.resize(0)
    reads, appends = bool(flags & os.O_RDWR), bool(flags & os.O_APPEND)
    return places.descriptor(Raw(node, path, reads=reads, writes=True, appends=appends))


def os_close(fd: int) -> None:
    """``os.close``."""
    if lookup.places is None or lookup.places.open.pop(fd, None) is None:
        SYSTEM["close"](fd)


def os_read(fd: int, length: int, /) -> Any:
    """``os.read``."""
    raw = raw_of(fd)
    return SYSTEM["read"](fd, length) if raw is None else raw.read(length)


def os_write(fd: int, data: Any, /) -> Any:
    """``os.write``."""
    raw = raw_of(fd)
    return SYSTEM["write"](fd, data) if raw is None else raw.write(data)


def os_lseek(fd: int, position: int, whence: int, /) -> Any:
    """``os.lseek``."""
    raw = raw_of(fd)
    return SYSTEM["lseek"](fd, position, whence) if raw is None else raw.seek(position, whence)


def os_fstat(fd: int) -> Any:
    """``os.fstat``."""
    raw = raw_of(fd)
    return SYSTEM["fstat"](fd) if raw is None or lookup.places is None else lookup.places.status_of(raw.node)


def os_fsync(fd: int) -> None:
    """``os.fsync``."""
    if raw_of(fd) is None:
        SYSTEM["fsync"](fd)
