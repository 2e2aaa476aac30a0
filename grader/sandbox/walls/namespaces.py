"""For the zygote, before it forks: no network, no other processes to see, where we may."""

import contextlib
import os
import struct
import sys
from pathlib import Path

from grader.sandbox.walls.syscalls import attempt

_NEW_MOUNTS = 1 << 17
_NEW_NAMES, _NEW_MESSAGES, _NEW_USERS, _NEW_NETWORK = 1 << 26, 1 << 27, 1 << 28, 1 << 30
_MS_RDONLY, _MS_NOSUID, _MS_NODEV, _MS_NOEXEC, _MS_REMOUNT = 1, 2, 4, 8, 32
_MS_REC, _MS_SLAVE = 1 << 14, 1 << 19
_AT_FDCWD, _AT_RECURSIVE = -100, 0x8000
_MOUNT_ATTR_NOATIME, _MOUNT_ATTR_ATIME = 0x10, 0x70


def leave_the_network() -> bool:
    """For the zygote: go where there is no network and nobody to talk to, with all its children, if we may.

    A second wall behind seccomp.  It is put up once, costs a child nothing, and needs no program around us:
    bubblewrap and sandlock would number processes anew, and then the grader could not end a worker.  A user
    other than root needs a namespace of users for it; in that he stays who he is.
    """
    if sys.platform != "linux":
        return False
    away = _NEW_NETWORK | _NEW_MESSAGES | _NEW_NAMES
    if attempt("unshare", away):
        return True
    uid, gid = os.geteuid(), os.getegid()
    if uid == 0 or not attempt("unshare", away | _NEW_USERS):
        return False
    for name, line in (("setgroups", "deny"), ("uid_map", f"{uid} {uid} 1"), ("gid_map", f"{gid} {gid} 1")):
        with contextlib.suppress(OSError):
            Path(f"/proc/self/{name}").write_text(line, encoding="utf-8")
    return True


def hide_processes() -> bool:
    """For the zygote and its children: leave of /proc only what tells of the processor, if we may.

    Behind Landlock nothing there can be read, but looked at: how many threads another process has, for one,
    and that would be a way to tell things from one worker to another.  Nor is the time noted any more when a
    file was read last, where we may say so.
    """
    global _proc
    if sys.platform != "linux" or not Path("/proc/cpuinfo").is_file():
        return False
    # Not private: what the machine mounts later, such as a home on another one, is to be seen here as well.
    if not attempt("unshare", _NEW_MOUNTS) or not _mount(b"none", b"/", 0, _MS_REC | _MS_SLAVE):
        return False
    unnoted = struct.pack("=4Q", _MOUNT_ATTR_NOATIME, _MOUNT_ATTR_ATIME, 0, 0)
    attempt("mount_setattr", _AT_FDCWD, b"/", _AT_RECURSIVE, unnoted, len(unnoted))
    processor = Path("/proc/cpuinfo").read_bytes()
    proc = os.open("/proc", os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    flags = _MS_NOSUID | _MS_NODEV | _MS_NOEXEC
    if not _mount(b"tmpfs", b"/proc", b"tmpfs", flags, b"mode=755,size=1m"):
        os.close(proc)
        return False
    _proc = proc
    Path("/proc/cpuinfo").write_bytes(processor)
    _mount(b"tmpfs", b"/proc", b"tmpfs", flags | _MS_REMOUNT | _MS_RDONLY, b"mode=755,size=1m")
    return True


def _mount(source: bytes, target: bytes, kind: bytes | int, flags: int, data: bytes | int = 0) -> bool:
    return attempt("mount", source, target, kind, flags, data)


_proc: int | None = None  # where processes are, when they are hidden: a descriptor, closed in a locked child


def open_in_proc(path: str, flags: int) -> int:
    """Return the descriptor of a file of /proc, also where ``hide_processes`` has hidden it."""
    return os.open(f"/proc/{path}", flags) if _proc is None else os.open(path, flags, dir_fd=_proc)
