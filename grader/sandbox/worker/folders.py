"""The functions of ``os`` that take the names of files and folders, for those in memory (in the worker)."""

import errno
import os
import posixpath
from typing import Any

from grader.sandbox.worker import lookup
from grader.sandbox.worker.entries import Entries, Entry
from grader.sandbox.worker.lookup import SYSTEM, as_text, ask_system, known, raw_of
from grader.sandbox.worker.opened import os_fstat
from grader.sandbox.worker.places import Node


def os_stat(path: Any, **options: Any) -> Any:
    """``os.stat``."""
    if raw_of(path) is not None:
        return os_fstat(path)
    if lookup.places is not None and isinstance(path, str) and path in lookup.places.unlisted:
        return lookup.places.status_of(Node(lookup.places, lookup.places.unlisted[path]))
    key = known(path, options)
    return (
        ask_system("stat", path, **options)
        if key is None or lookup.places is None
        else lookup.places.status(key)
    )


def os_lstat(path: Any, **options: Any) -> Any:
    """``os.lstat``."""
    key = known(path, options)
    return (
        ask_system("lstat", path, **options)
        if key is None or lookup.places is None
        else lookup.places.status(key)
    )


def os_access(path: Any, mode: int, **options: Any) -> Any:
    """``os.access``: what lies in memory may be read and written."""
    if known(path, options) is not None:
        return True
    try:
        return ask_system("access", path, mode, **options)
    except FileNotFoundError:
        return False


def os_listdir(path: Any = ".") -> Any:
    """``os.listdir``."""
    key = known("." if path is None else path, {})
    if key is None or lookup.places is None:
        return ask_system("listdir", path)
    names = [posixpath.basename(each) for each in lookup.places.inside(key)]
    return [os.fsencode(name) for name in names] if isinstance(path, bytes) else names


def os_scandir(path: Any = ".") -> Any:
    """``os.scandir``."""
    key = known("." if path is None else path, {})
    if key is None or lookup.places is None:
        return ask_system("scandir", path)
    places, shown = lookup.places, as_text("." if path is None else path)
    return Entries(Entry(places, shown, each) for each in places.inside(key))


def os_mkdir(path: Any, mode: int = 0o777, **options: Any) -> None:
    """``os.mkdir``."""
    if lookup.places is None or options.get("dir_fd") is not None:
        SYSTEM["mkdir"](path, mode, **options)
    else:
        lookup.places.make_folder(as_text(path))


def os_rmdir(path: Any, **options: Any) -> None:
    """``os.rmdir``."""
    key = known(path, options)
    if key is None or lookup.places is None:
        ask_system("rmdir", path, **options)
    elif lookup.places.inside(key):
        raise OSError(errno.ENOTEMPTY, os.strerror(errno.ENOTEMPTY), path)
    else:
        lookup.places.folders.discard(key)


def os_unlink(path: Any, **options: Any) -> None:
    """``os.unlink``."""
    key = known(path, options)
    if key is None or lookup.places is None:
        ask_system("unlink", path, **options)
    elif key in lookup.places.folders:
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
    else:
        lookup.places.remove(key)


os_remove = os_unlink


def os_replace(src: Any, dst: Any, **options: Any) -> None:
    """``os.replace``."""
    key = known(src, options)
    if key is None or lookup.places is None:
        ask_system("replace", src, dst, **options)
    else:
        lookup.places.move(key, lookup.places.absolute(as_text(dst)))


os_rename = os_replace


def os_chmod(path: Any, mode: int, **options: Any) -> None:
    """``os.chmod``: of what lies in memory nobody else could see it."""
    if known(path, options) is None:
        ask_system("chmod", path, mode, **options)


def os_utime(path: Any, *arguments: Any, **options: Any) -> None:
    """``os.utime``: what lies in memory has no time."""
    if known(path, options) is None:
        ask_system("utime", path, *arguments, **options)


def os_chdir(path: Any) -> None:
    """``os.chdir``: wherever a student's files lay at home, here they are found by their names."""
    if lookup.places is None or isinstance(path, int):
        SYSTEM["chdir"](path)
    else:
        lookup.places.cwd = lookup.places.exact(as_text(path)) or lookup.places.absolute(as_text(path))


def os_getcwd() -> Any:
    """``os.getcwd``."""
    return SYSTEM["getcwd"]() if lookup.places is None else lookup.places.cwd
