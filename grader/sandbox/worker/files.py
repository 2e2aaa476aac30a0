"""Lets ``open`` and the functions of ``os`` find the files in memory (see ``places``) before the system's.

What is not in memory goes to the system as ever, and the walls refuse it: nothing here opens a door, for a
student who goes round these functions meets the system alone.  Writing never reaches the disk: it makes a
file in memory, as long as there is room, that ends with the worker.
"""

import _io
import builtins
import errno
import io
import os
import posixpath
import shutil
import sys
from collections.abc import Callable, Mapping
from typing import Any

from grader.sandbox.worker.places import Entries, Entry, Node, Places, Raw

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
UNNAMED = getattr(os, "O_TMPFILE", 0) & ~getattr(os, "O_DIRECTORY", 0)
NAMES = (
    *("open", "close", "read", "write", "lseek", "fstat", "fsync", "stat", "lstat", "access", "listdir"),
    *(
        "scandir",
        "mkdir",
        "rmdir",
        "remove",
        "unlink",
        "rename",
        "replace",
        "chmod",
        "utime",
        "chdir",
        "getcwd",
    ),
)
SYSTEM: dict[str, Callable[..., Any]] = {name: getattr(os, name) for name in NAMES}  # Python's own
OPEN = io.open  # Python's own, whoever changed the other name for it

_places: Places | None = None  # until there are any, everything goes to the system


def begin(
    given: Mapping[str, bytes | str],
    beside: Mapping[str, str] | None = None,
    unlisted: Mapping[str, str] | None = None,
) -> Places:
    """Let the code from now on see these files alone, and write into memory; see ``Places``."""
    global _places
    _places = Places(given, beside or {}, unlisted or {})
    return _places


def end() -> None:
    """Let everything go to the system again."""
    global _places
    _places = None


def data() -> dict[str, bytes]:
    """Return the files that are no code, by their last names."""
    given = {} if _places is None else {p: _places.files[p] for p in _places.given if p in _places.files}
    return {posixpath.basename(p): bytes(node.data) for p, node in given.items() if not p.endswith(".py")}


def install() -> None:
    """Put the functions of this module in the place of Python's own: where a student's code runs."""
    builtins.open = io.open = open_file
    os.getlogin = lambda: "student"
    io.open_code = _io.open_code = open_code
    for name in NAMES:
        setattr(os, name, globals()[f"os_{name}"])
    shutil._use_fd_functions = False  # type: ignore[attr-defined]  # noqa: SLF001  folders have no descriptors
    for name in ("bz2", "lzma", "tokenize"):  # they took Python's own when they were imported
        if (module := sys.modules.get(name)) is not None:
            module._builtin_open = open_file  # type: ignore[attr-defined]  # noqa: SLF001
    taken = getattr(sys.modules.get("glob"), "_StringGlobber", None)  # pathlib's, from Python 3.13 on
    for name in ("lstat", "scandir"):
        if getattr(taken, name, None) is SYSTEM[name]:
            setattr(taken, name, staticmethod(getattr(os, name)))
    if (module := sys.modules.get("tempfile")) is not None:
        for each in vars(module._TemporaryFileCloser).values():  # noqa: SLF001
            if getattr(each, "__defaults__", None):
                each.__defaults__ = tuple(
                    os_unlink if default is SYSTEM["unlink"] else default for default in each.__defaults__
                )
    if (module := sys.modules.get("numpy.lib._datasource")) is not None:
        openers = module._file_openers  # noqa: SLF001
        openers._load()  # noqa: SLF001
        openers._file_openers[None] = open_file  # noqa: SLF001


def _text(path: Any) -> str:
    """Return a path as text."""
    text = os.fsdecode(path)
    return text.replace("\\", "/") if os.sep == "\\" else text


def _no_such_file(path: str) -> FileNotFoundError:
    return FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)


# ---- open ------------------------------------------------------------------------------------------


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
    places = _places
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
    if _places is not None and _places.exact(path) is None:
        path = _places.exact(path.removeprefix("/")) or path
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
    path = _text(file)
    if reads and not updates:
        given = _to_read(places, path)
        return None if given is None else Raw(given, file, reads=True, writes=False, appends=False)
    if "x" in letters and places.absolute(path) in places.files:
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), path)
    key = places.exact(path) if letters & {"r", "a"} else None
    if key in places.folders:
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
    if key is None and reads:
        raise _no_such_file(path)
    node = places.files[key or places.create(path)]
    if "w" in letters:
        node.resize(0)
    return Raw(node, file, reads=reads or updates, writes=True, appends="a" in letters)


def _to_read(places: Places, path: str) -> Node | None:
    """Return the file that is meant, None where the system has it; raise OSError where nobody has."""
    if path in places.unlisted:
        return Node(places, places.unlisted[path])
    key = places.exact(path)
    if key in places.folders:
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
    if key is None:
        key = places.named(path)
        if posixpath.isabs(path) and _there(path):
            return None
    if key is None:
        if posixpath.isabs(path):
            return None  # the system says how it refuses
        raise _no_such_file(path)
    return places.files[key]


def _there(path: str) -> bool:
    """Whether the system lets us read this."""
    try:
        SYSTEM["close"](SYSTEM["open"](path, os.O_RDONLY))
    except (OSError, ValueError):
        return False
    return True


# ---- descriptors -----------------------------------------------------------------------------------


def os_open(path: Any, flags: int, mode: int = 0o777, **options: Any) -> Any:
    """``os.open``, but for what lies in memory; its numbers are far above the system's."""
    places = _places
    if places is None or options:
        return SYSTEM["open"](path, flags, mode, **options)
    text = _text(path)
    if flags & UNNAMED:
        raise OSError(errno.EOPNOTSUPP, os.strerror(errno.EOPNOTSUPP), text)
    if not flags & WRITING:
        node = _to_read(places, text)
        if node is None:
            return SYSTEM["open"](path, flags, mode)
        return places.descriptor(Raw(node, path, reads=True, writes=False, appends=False))
    key = places.exact(text)
    if key is not None and flags & os.O_CREAT and flags & os.O_EXCL:
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), text)
    if key is None and not flags & os.O_CREAT:
        raise _no_such_file(text)
    node = places.files[places.create(text) if key is None or key in places.folders else key]
    if flags & os.O_TRUNC:
        node.resize(0)
    reads, appends = bool(flags & os.O_RDWR), bool(flags & os.O_APPEND)
    return places.descriptor(Raw(node, path, reads=reads, writes=True, appends=appends))


def _is_open(descriptor: Any) -> Raw | None:
    return _places.open.get(descriptor) if _places is not None and isinstance(descriptor, int) else None


def os_close(fd: int) -> None:
    """``os.close``."""
    if _places is None or _places.open.pop(fd, None) is None:
        SYSTEM["close"](fd)


def os_read(fd: int, length: int, /) -> Any:
    """``os.read``."""
    raw = _is_open(fd)
    return SYSTEM["read"](fd, length) if raw is None else raw.read(length)


def os_write(fd: int, data: Any, /) -> Any:
    """``os.write``."""
    raw = _is_open(fd)
    return SYSTEM["write"](fd, data) if raw is None else raw.write(data)


def os_lseek(fd: int, position: int, whence: int, /) -> Any:
    """``os.lseek``."""
    raw = _is_open(fd)
    return SYSTEM["lseek"](fd, position, whence) if raw is None else raw.seek(position, whence)


def os_fstat(fd: int) -> Any:
    """``os.fstat``."""
    raw = _is_open(fd)
    return SYSTEM["fstat"](fd) if raw is None or _places is None else _places.status_of(raw.node)


def os_fsync(fd: int) -> None:
    """``os.fsync``."""
    if _is_open(fd) is None:
        SYSTEM["fsync"](fd)


# ---- files and folders -----------------------------------------------------------------------------


def _known(path: Any, options: Mapping[str, Any]) -> str | None:
    """Return the file or folder in memory that is meant; None where it is the system's, if anybody's."""
    places = _places
    if places is None or isinstance(path, int) or options.get("dir_fd") is not None:
        return None
    text = _text(path)
    key = places.exact(text)
    return places.named(text) if key is None and not (posixpath.isabs(text) and _there(text)) else key


def _system(name: str, path: Any, *arguments: Any, **options: Any) -> Any:
    """Ask the system, but not for what would lie beside the code: nothing of a student's does."""
    if _places is not None and not isinstance(path, int) and "dir_fd" not in options:
        text = _text(path)
        if not posixpath.isabs(text) and not os.path.isabs(text):  # noqa: PTH117
            raise _no_such_file(text)
    return SYSTEM[name](path, *arguments, **options)


def os_stat(path: Any, **options: Any) -> Any:
    """``os.stat``."""
    if _is_open(path) is not None:
        return os_fstat(path)
    if _places is not None and isinstance(path, str) and path in _places.unlisted:
        return _places.status_of(Node(_places, _places.unlisted[path]))
    key = _known(path, options)
    return _system("stat", path, **options) if key is None or _places is None else _places.status(key)


def os_lstat(path: Any, **options: Any) -> Any:
    """``os.lstat``."""
    key = _known(path, options)
    return _system("lstat", path, **options) if key is None or _places is None else _places.status(key)


def os_access(path: Any, mode: int, **options: Any) -> Any:
    """``os.access``: what lies in memory may be read and written."""
    if _known(path, options) is not None:
        return True
    try:
        return _system("access", path, mode, **options)
    except FileNotFoundError:
        return False


def os_listdir(path: Any = ".") -> Any:
    """``os.listdir``."""
    key = _known("." if path is None else path, {})
    if key is None or _places is None:
        return _system("listdir", path)
    names = [posixpath.basename(each) for each in _places.inside(key)]
    return [os.fsencode(name) for name in names] if isinstance(path, bytes) else names


def os_scandir(path: Any = ".") -> Any:
    """``os.scandir``."""
    key = _known("." if path is None else path, {})
    if key is None or _places is None:
        return _system("scandir", path)
    places, shown = _places, _text("." if path is None else path)
    return Entries(Entry(places, shown, each) for each in places.inside(key))


def os_mkdir(path: Any, mode: int = 0o777, **options: Any) -> None:
    """``os.mkdir``."""
    if _places is None or options.get("dir_fd") is not None:
        SYSTEM["mkdir"](path, mode, **options)
    else:
        _places.make_folder(_text(path))


def os_rmdir(path: Any, **options: Any) -> None:
    """``os.rmdir``."""
    key = _known(path, options)
    if key is None or _places is None:
        _system("rmdir", path, **options)
    elif _places.inside(key):
        raise OSError(errno.ENOTEMPTY, os.strerror(errno.ENOTEMPTY), path)
    else:
        _places.folders.discard(key)


def os_unlink(path: Any, **options: Any) -> None:
    """``os.unlink``."""
    key = _known(path, options)
    if key is None or _places is None:
        _system("unlink", path, **options)
    elif key in _places.folders:
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
    else:
        _places.remove(key)


os_remove = os_unlink


def os_replace(src: Any, dst: Any, **options: Any) -> None:
    """``os.replace``."""
    key = _known(src, options)
    if key is None or _places is None:
        _system("replace", src, dst, **options)
    else:
        _places.move(key, _places.absolute(_text(dst)))


os_rename = os_replace


def os_chmod(path: Any, mode: int, **options: Any) -> None:
    """``os.chmod``: of what lies in memory nobody else could see it."""
    if _known(path, options) is None:
        _system("chmod", path, mode, **options)


def os_utime(path: Any, *arguments: Any, **options: Any) -> None:
    """``os.utime``: what lies in memory has no time."""
    if _known(path, options) is None:
        _system("utime", path, *arguments, **options)


def os_chdir(path: Any) -> None:
    """``os.chdir``: wherever a student's files lay at home, here they are found by their names."""
    if _places is None or isinstance(path, int):
        SYSTEM["chdir"](path)
    else:
        _places.cwd = _places.exact(_text(path)) or _places.absolute(_text(path))


def os_getcwd() -> Any:
    """``os.getcwd``."""
    return SYSTEM["getcwd"]() if _places is None else _places.cwd
