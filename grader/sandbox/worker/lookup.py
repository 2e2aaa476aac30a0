"""Which file in memory a path or a descriptor means, and what goes to the system (inside the worker)."""

import errno
import io
import os
import posixpath
from collections.abc import Callable, Mapping
from typing import Any

from grader.sandbox.worker.places import Node, Places, Raw

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

places: Places | None = None  # until there are any, everything goes to the system


def begin(
    given: Mapping[str, bytes | str],
    beside: Mapping[str, str] | None = None,
    unlisted: Mapping[str, str] | None = None,
) -> Places:
    """Let the code from now on see these files alone, and write into memory; see ``Places``."""
    global places
    places = Places(given, beside or {}, unlisted or {})
    return places


def end() -> None:
    """Let everything go to the system again."""
    global places
    places = None


def data() -> dict[str, bytes]:
    """Return the files that are no code, by their last names."""
    given = {} if places is None else {p: places.files[p] for p in places.given if p in places.files}
    return {posixpath.basename(p): bytes(node.data) for p, node in given.items() if not p.endswith(".py")}


def as_text(path: Any) -> str:
    """Return a path as text."""
    text = os.fsdecode(path)
    return text.replace("\\", "/") if os.sep == "\\" else text


def no_such_file(path: str) -> FileNotFoundError:
    """Return what is raised where nobody has a file of that name."""
    return FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)


def to_read(there: Places, path: str) -> Node | None:
    """Return the file that is meant, None where the system has it; raise OSError where nobody has."""
    if path in there.unlisted:
        return Node(there, there.unlisted[path])
    key = there.exact(path)
    if key in there.folders:
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
    if key is None:
        key = there.named(path)
        if posixpath.isabs(path) and _there(path):
            return None
    if key is None:
        if posixpath.isabs(path):
            return None  # the system says how it refuses
        raise no_such_file(path)
    return there.files[key]


def _there(path: str) -> bool:
    """Whether the system lets us read this."""
    try:
        SYSTEM["close"](SYSTEM["open"](path, os.O_RDONLY))
    except (OSError, ValueError):
        return False
    return True


def raw_of(descriptor: Any) -> Raw | None:
    """Return the open file of a descriptor; None where that is the system's, or is none."""
    return places.open.get(descriptor) if places is not None and isinstance(descriptor, int) else None


def known(path: Any, options: Mapping[str, Any]) -> str | None:
    """Return the file or folder in memory that is meant; None where it is the system's, if anybody's."""
    if places is None or isinstance(path, int) or options.get("dir_fd") is not None:
        return None
    text = as_text(path)
    key = places.exact(text)
    return places.named(text) if key is None and not (posixpath.isabs(text) and _there(text)) else key


def ask_system(name: str, path: Any, *arguments: Any, **options: Any) -> Any:
    """Ask the system, but not for what would lie beside the code: nothing of a student's does."""
    if places is not None and not isinstance(path, int) and "dir_fd" not in options:
        text = as_text(path)
        if not posixpath.isabs(text) and not os.path.isabs(text):  # noqa: PTH117
            raise no_such_file(text)
    return SYSTEM[name](path, *arguments, **options)
