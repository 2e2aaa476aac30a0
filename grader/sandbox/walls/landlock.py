"""Landlock: reads only below some folders; writes, runs, connects and signals nothing."""

import contextlib
import os
import struct
import sys
from collections.abc import Sequence
from pathlib import Path

from grader.sandbox.walls.syscalls import syscall

if sys.platform != "win32":
    import fcntl


_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
_FILE_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
"""Everything about files that Landlock can deny, by the version that added the last of it."""
_TCP = _ABSTRACT_SOCKETS_AND_SIGNALS = 0b11
_HIGH = 200


def ruleset_for(readable: Sequence[str]) -> int:
    """Deny all that this kernel can deny, except reading below `readable`.

    Running a program is denied even there: shared libraries are mapped, which takes the right to read alone.
    """
    version = syscall("landlock_create_ruleset", 0, 0, 1)
    files = max(rights for since, rights in _FILE_RIGHTS.items() if since <= version)
    network, scopes = _TCP if version >= 4 else 0, _ABSTRACT_SOCKETS_AND_SIGNALS if version >= 6 else 0
    denied = struct.pack("=QQQ", files, network, scopes)
    ruleset = syscall("landlock_create_ruleset", denied, len(denied), 0)
    for path in readable:
        with contextlib.suppress(FileNotFoundError, PermissionError):  # what is not there needs no rule
            _allow_reading(ruleset, path)
    # A dup2() to a low number could replace the ruleset, and take the wall down in silence: move it away.
    with contextlib.suppress(OSError):
        low, ruleset = ruleset, fcntl.fcntl(ruleset, fcntl.F_DUPFD_CLOEXEC, _HIGH)
        os.close(low)
    return ruleset


def _allow_reading(ruleset: int, path: str) -> None:
    beneath = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        rights = _READ_FILE | _READ_DIR if Path(path).is_dir() else _READ_FILE
        syscall("landlock_add_rule", ruleset, 1, struct.pack("=Qi", rights, beneath), 0)
    finally:
        os.close(beneath)
