"""Lets ``open`` and the functions of ``os`` find the files in memory (see ``places``) before the system's.

What is not in memory goes to the system as ever, and the walls refuse it: nothing here opens a door, for a
student who goes round these functions meets the system alone.  Writing never reaches the disk: it makes a
file in memory, as long as there is room, that ends with the worker.
"""

import _io
import builtins
import io
import os
import shutil
import sys

from grader.sandbox.worker import folders, opened
from grader.sandbox.worker.lookup import NAMES, SYSTEM


def install() -> None:
    """Put the functions of this module in the place of Python's own: where a student's code runs."""
    builtins.open = io.open = opened.open_file
    os.getlogin = lambda: "student"
    io.open_code = _io.open_code = opened.open_code
    for name in NAMES:
        setattr(os, name, getattr(opened, f"os_{name}", None) or getattr(folders, f"os_{name}"))
    shutil._use_fd_functions = False  # type: ignore[attr-defined]  # noqa: SLF001  folders have no descriptors
    if hasattr(shutil, "_rmtree_impl"):  # from Python 3.14 on it is chosen once, before we are here
        shutil._rmtree_impl = shutil._rmtree_unsafe  # type: ignore[attr-defined]  # noqa: SLF001
    shutil._copyxattr = lambda *_, **__: None  # type: ignore[attr-defined]  # noqa: SLF001  nor more attributes
    for name in ("bz2", "lzma", "tokenize"):  # they took Python's own when they were imported
        if (module := sys.modules.get(name)) is not None:
            module._builtin_open = opened.open_file  # type: ignore[attr-defined]  # noqa: SLF001
    taken = getattr(sys.modules.get("glob"), "_StringGlobber", None)  # pathlib's, from Python 3.13 on
    for name in ("lstat", "scandir"):
        if getattr(taken, name, None) is SYSTEM[name]:
            setattr(taken, name, staticmethod(getattr(os, name)))
    if (module := sys.modules.get("tempfile")) is not None:
        for each in vars(module._TemporaryFileCloser).values():  # noqa: SLF001
            if getattr(each, "__defaults__", None):
                each.__defaults__ = tuple(
                    folders.os_unlink if default is SYSTEM["unlink"] else default
                    for default in each.__defaults__
                )
    if (module := sys.modules.get("numpy.lib._datasource")) is not None:
        openers = module._file_openers  # noqa: SLF001
        openers._load()  # noqa: SLF001
        openers._file_openers[None] = opened.open_file  # noqa: SLF001
