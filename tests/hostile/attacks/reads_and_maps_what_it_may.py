"""It maps the files that it may read so that others would see its changes, and looks into its own process.

threat: what comes after
score: 0
verdict: failed
"""

import mmap
import os

import numpy as np
from there import attempt, confess


def mapped(path, flags, protection):
    descriptor = os.open(path, os.O_RDONLY)
    try:
        mmap.mmap(descriptor, 4096, flags, protection)[0] = 0
    finally:
        os.close(descriptor)


def reopened():
    """By a descriptor that it has it may open the same file in another way."""
    return os.open("/proc/self/fd/1", os.O_RDWR), os.open("/dev/fd/2", os.O_RDWR)


for path in (np.__file__, os.__file__, "/dev/urandom", "/dev/null"):
    attempt(mapped, path, mmap.MAP_SHARED, mmap.PROT_READ | mmap.PROT_WRITE)
attempt(reopened)
for name in (
    "maps",
    "smaps",
    "mem",
    "environ",
    "auxv",
    "fd",
    "map_files",
    "task",
    "root/",
    "cwd/",
    "net/tcp",
):
    for process in ("self", "thread-self", os.getpid()):
        attempt(
            os.listdir if name in ("fd", "map_files", "task", "root/", "cwd/") else open,
            f"/proc/{process}/{name}",
        )
for path in (
    "/dev/mem",
    "/dev/kmsg",
    "/dev/tty",
    "/dev/ptmx",
    "/dev/shm",
    "/dev/fuse",
    "/sys/kernel",
    "/run",
):
    attempt(os.open, path, os.O_RDONLY)


def squares(x):
    return confess()
