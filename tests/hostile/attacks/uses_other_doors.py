"""It makes system calls by other doors: a ring shared with the kernel, the numbers of another processor.

threat: ways out
score: 0
"""

import ctypes
import mmap
import platform

from there import attempt, confess

library = ctypes.CDLL(None, use_errno=True)


def io_uring():
    if library.syscall(425, 8, ctypes.create_string_buffer(120)) < 0:
        raise OSError


def x32():
    if library.syscall(0x40000000 + 41, 1, 1, 0) < 0:
        raise OSError


def int_0x80():
    code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    code.write(b"\xb8\x02\x00\x00\x00\xcd\x80\xc3")  # fork, by the table of 32 bits
    result = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(code)))()
    if result == 0:
        library._exit(0)
    if result < 0:
        raise OSError


attempt(io_uring)


def squares(x):
    return confess()


if platform.machine() == "x86_64":

    def squares_grad(x):
        attempt(x32)
        return confess()

    def golden_ratio():
        attempt(int_0x80)
        return confess()
