"""System calls by number: C libraries have no name for most of those that build walls."""

import ctypes
import errno
import os

from grader.sandbox.walls.call_numbers import LINUX, NUMBERS

# Options of prctl.

PR_SET_PDEATHSIG, PR_GET_DUMPABLE, PR_SET_DUMPABLE, PR_SET_KEEPCAPS = 1, 3, 4, 8
PR_SET_NAME, PR_GET_NAME, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS, PR_SVE_GET_VL = 15, 16, 22, 38, 51
PR_SET_VMA = 0x53564D41
C_LIBRARY = ctypes.CDLL(None, use_errno=True) if LINUX else None
Argument = int | bytes | ctypes.Array[ctypes.c_char]


def syscall(name: str, *arguments: Argument) -> int:
    """Make a system call by number: C libraries have no name for most of these. Bytes go by their address."""
    if C_LIBRARY is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    number_and_six = (NUMBERS[name], *arguments, *[0] * (6 - len(arguments)))
    words = [ctypes.c_long(word) if isinstance(word, int) else word for word in number_and_six]
    result: int = C_LIBRARY.syscall(*words)
    if result == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def attempt(name: str, *arguments: Argument) -> bool:
    """Make a system call that may fail: the probe finds out what that means."""
    try:
        syscall(name, *arguments)
    except OSError:
        return False
    return True
