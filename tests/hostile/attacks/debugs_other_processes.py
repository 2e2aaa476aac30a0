"""It attaches to its parent as a debugger would, reads and writes its memory, and takes its descriptors.

threat: other processes
score: 0
verdict: failed
"""

import ctypes
import platform

from there import GRADER, ZYGOTE, attempt, confess

ATTACH = 16
NUMBERS = {"x86_64": (101, 310, 311, 434, 438), "aarch64": (117, 270, 271, 434, 438)}
ptrace, readv, writev, pidfd_open, pidfd_getfd = NUMBERS.get(platform.machine(), NUMBERS["x86_64"])
library = ctypes.CDLL(None, use_errno=True)


def debug(*words):
    result = library.syscall(*(ctypes.c_long(word) for word in words))
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return result


buffer = ctypes.create_string_buffer(16)
vector = (ctypes.c_size_t * 2)(ctypes.addressof(buffer), 16)
for process in (ZYGOTE, GRADER):
    attempt(debug, ptrace, ATTACH, process, 0, 0)
    for call in (readv, writev):
        attempt(debug, call, process, ctypes.addressof(vector), 1, ctypes.addressof(vector), 1, 0)
    descriptor = attempt(debug, pidfd_open, process, 0)
    attempt(debug, pidfd_getfd, descriptor or 0, 0, 0)


def squares(x):
    return confess()
