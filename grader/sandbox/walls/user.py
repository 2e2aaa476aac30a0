"""Which user a worker is, and what the modes of files let a user read."""

import contextlib
import errno
import os
import stat
import struct
import sys
from collections import deque
from collections.abc import Iterable
from pathlib import Path

from grader.sandbox.walls.limits import changes_user
from grader.sandbox.walls.probe import gets_through, sees_the_root_folder
from grader.sandbox.walls.syscalls import PR_SET_KEEPCAPS, attempt

NOBODY_AT_ALL = 0xFFFFFFFE
"""Stands for any user who owns nothing."""
LOOKED_AT = 20_000
TRIED = 64
_CAP_DAC_READ_SEARCH = 1 << 2


def interpreter_readable(uid: int) -> bool:
    """Whether user and group `uid` can read this interpreter's files: below /root, say, only root can."""
    folders = {Path(sys.prefix), Path(sys.base_prefix), Path(os.__file__).parent}
    folders |= {folder.resolve() for folder in folders}
    return all(
        permits(folder, uid, 0o5) and all(permits(above, uid, 0o1) for above in folder.parents)
        for folder in folders
    )


def most_open(secrets: Iterable[Path]) -> list[str]:
    """Return what another user can read most easily of some files and folders, and of all that is below them.

    A worker has time to try some, not the files of thousands: if modes leave one open, it is among them.
    """
    found: list[tuple[bool, str]] = []
    todo = deque(
        (str(path), all(permits(above, NOBODY_AT_ALL, 0o1) for above in path.parents)) for path in secrets
    )
    while todo and len(found) < LOOKED_AT:
        path, reachable = todo.popleft()
        with contextlib.suppress(OSError):
            mode = Path(path).stat().st_mode
            found.append((not (reachable and mode & 0o004), path))
            if stat.S_ISDIR(mode) and not Path(path).is_symlink():  # a link may lead anywhere
                with os.scandir(path) as entries:
                    todo.extend((entry.path, reachable and bool(mode & 0o001)) for entry in entries)
    return [path for _, path in sorted(found, key=lambda each: each[0])[:TRIED]]


def leave_root(uid: int | None, *, interpreter_readable: bool) -> None:
    """Become the user `uid` if we are root, with no capability, or with one where the interpreter is hidden.

    Below /root, mode 0700, that user could not read the interpreter: an import inside a function would fail,
    and an honest submission with it. The ways out:

      · Stay root without capabilities. What root owns, files and processes, is still open to it: the worst.
      · Become the user and keep CAP_DAC_READ_SEARCH. It owns nothing and signals nobody, but no mode stops it
        from reading: safe exactly as long as Landlock, which no capability overrides, hides the rest.
      · Keep nothing: imports fail, secrets stay secret.

    So the second where Landlock is seen to work, else the third, and `Probe.imports` tells.
    """
    if sys.platform != "linux":
        return
    if uid is None or not changes_user(uid):
        _have_only(0)
        return
    reading = 0 if interpreter_readable or sees_the_root_folder() else _CAP_DAC_READ_SEARCH
    attempt("prctl", PR_SET_KEEPCAPS, 1)
    with contextlib.suppress(OSError):  # inside a user namespace all three may be unknown or forbidden
        os.setgroups([])
    with contextlib.suppress(OSError):
        os.setresgid(uid, uid, uid)
    with contextlib.suppress(OSError):
        os.setresuid(uid, uid, uid)
    attempt("prctl", PR_SET_KEEPCAPS, 0)
    if not _have_only(reading):  # root in a container may not have it to keep
        _have_only(0)
    if os.getuid() == uid and gets_through(os.setresuid, 0, 0, 0):
        raise OSError(errno.EPERM, "this process can become root again")


def _have_only(capabilities: int) -> bool:
    """Give up all other capabilities; False if we do not have these."""
    sets = struct.pack("=6I", capabilities, capabilities, 0, 0, 0, 0)
    return attempt("capset", struct.pack("=Ii", 0x20080522, 0), sets)


def permits(path: Path, uid: int, wanted: int) -> bool:
    """Whether the modes of `path` give user and group `uid` the `wanted` bits: 4 read, 2 write, 1 search."""
    try:
        status = path.stat()
    except OSError:
        return False
    shift = 6 if status.st_uid == uid else 3 if status.st_gid == uid else 0
    return uid == 0 or (status.st_mode >> shift) & wanted == wanted
