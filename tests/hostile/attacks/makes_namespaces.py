"""It makes namespaces of its own, in which it is root, and mounts over what it finds.

threat: new processes and rights
score: 0
verdict: failed
"""

import ctypes
import os

from there import attempt, confess

library = ctypes.CDLL(None, use_errno=True)


def unshare(flags):
    if library.unshare(flags) != 0:
        raise OSError(ctypes.get_errno(), "refused")


def mount():
    if library.mount(b"none", b"/tmp", b"tmpfs", 0, None) != 0:
        raise OSError(ctypes.get_errno(), "refused")


for flags in (0x10000000, 0x10020000, 0x50000000):
    attempt(unshare, flags)
attempt(mount)
attempt(os.chroot, "/tmp")


def squares(x):
    return confess()
