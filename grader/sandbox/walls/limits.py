"""What one child may use: memory, threads, descriptors; and which descriptors it keeps."""

import contextlib
import ctypes
import os
import struct
import sys
from collections.abc import Collection
from dataclasses import dataclass

from grader.sandbox.walls.namespaces import open_in_proc
from grader.sandbox.walls.syscalls import attempt, syscall

if sys.platform != "win32":
    import resource


_MEGABYTE = 1 << 20
_THREADS = 64
_OPEN_FILES = 64
_STACK = 64 * _MEGABYTE
"""Deep recursion should end in a RecursionError and not in a crash."""
_ADDRESSES = 1024 * _MEGABYTE
"""Addresses may exceed memory by this: the heap of each thread reserves more than it uses."""


@dataclass(frozen=True)
class WorkerLimits:
    """What one child may use."""

    megabytes: int
    """Memory above what the child has mapped already."""
    uid: int | None
    """The user and group that root becomes: one for each worker, with no files and no other processes."""


def volunteer_for_the_out_of_memory_killer() -> None:
    """Go first, should the whole machine run out of memory."""
    with contextlib.suppress(OSError):
        switch = open_in_proc("self/oom_score_adj", os.O_WRONLY)
        try:
            os.write(switch, b"1000")
        finally:
            os.close(switch)


def close_all_but(keep: Collection[int]) -> None:
    """Close all descriptors of this process but these."""
    start = 0
    for kept in sorted({descriptor for descriptor in keep if descriptor >= 0}):
        _close_range(start, kept)
        start = kept + 1
    _close_range(start, 1 << 31)


def _close_range(start: int, stop: int) -> None:
    """Close the descriptors from `start` up to, and without, `stop`."""
    if start >= stop:
        return
    try:
        syscall("close_range", start, stop - 1, 0)
    except OSError:  # before Linux 5.9, or not Linux
        os.closerange(start, min(stop, _highest_descriptor() + 1))


def _highest_descriptor() -> int:
    try:
        return max(map(int, os.listdir("/dev/fd")))  # noqa: PTH208  numbers, not paths
    except (OSError, ValueError):
        return 1 << 16


def limit_resources(limits: WorkerLimits, mapped: tuple[int, int] | None) -> None:
    """Lower what this process may use; ``mapped`` as ``mapped_bytes`` returns it."""
    if sys.platform == "win32":
        return
    most = {
        resource.RLIMIT_NOFILE: _OPEN_FILES,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_STACK: _STACK,
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_NPROC: _THREADS + (0 if changes_user(limits.uid) else _threads_on_this_machine()),
    }
    if mapped is not None:
        # Relative to now: with torch loaded, 600 MB of addresses are gone before the student's first line.
        addresses, data = mapped
        budget = limits.megabytes * _MEGABYTE
        most[resource.RLIMIT_DATA] = data + budget
        most[resource.RLIMIT_AS] = addresses + budget + _ADDRESSES
    for kind, value in most.items():
        with contextlib.suppress(OSError, ValueError):  # some systems refuse some of them
            hard = resource.getrlimit(kind)[1]
            lower = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(kind, (lower, lower))


def mapped_bytes() -> tuple[int, int] | None:
    """Bytes of address space, and of private memory that can be written, that this process has mapped."""
    if sys.platform == "win32":
        return None
    try:
        source = open_in_proc("self/statm", os.O_RDONLY)
    except OSError:
        return None
    pages = os.read(source, 4096).split()
    os.close(source)
    return int(pages[0]) * resource.getpagesize(), int(pages[5]) * resource.getpagesize()


def _threads_on_this_machine() -> int:
    """No fewer than this user's, which are what RLIMIT_NPROC counts and what the kernel does not tell.

    A user who stays himself shares that limit with all else he runs: so it bounds a flood of tiny threads,
    which memory would not, and refuses no honest one.
    """
    information = ctypes.create_string_buffer(128)
    attempt("sysinfo", information)
    threads: int = struct.unpack_from("=H", information, 80)[0]
    return threads or 4096


def changes_user(uid: int | None) -> bool:
    """Whether a child becomes another user: if there is one for it, and this is root."""
    return uid is not None and sys.platform == "linux" and os.geteuid() == 0
