"""The filter of system calls: only those of arithmetic, memory, threads and reading; the rest fail."""

import ctypes
import errno
import os
import struct
import sys

from grader.sandbox.walls import syscalls
from grader.sandbox.walls.call_numbers import ARCHITECTURE, CHECKED, FREE, native
from grader.sandbox.walls.syscalls import (
    PR_GET_DUMPABLE,
    PR_GET_NAME,
    PR_SET_NAME,
    PR_SET_SECCOMP,
    PR_SET_VMA,
    PR_SVE_GET_VL,
    attempt,
)

if sys.platform != "win32":
    import fcntl


# One instruction for the kernel's filter machine: operation, steps to jump if true, if false, operand.
_Instruction = tuple[int, int, int, int]
_LOAD, _JUMP, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x05, 0x15, 0x35, 0x45, 0x06
_ALLOW: _Instruction = (_RETURN, 0, 0, 0x7FFF0000)
_REFUSE: _Instruction = (_RETURN, 0, 0, 0x00050000 | errno.EPERM)
_ABSENT: _Instruction = (_RETURN, 0, 0, 0x00050000 | errno.ENOSYS)
_KILL: _Instruction = (_RETURN, 0, 0, 0x80000000)
_X32 = 0x40000000
_FIRST_RECENT = 424
OWN_PID = 0x7F0D1E00
"""Stands in the prepared program for the child's own process number; no process can have it."""
_CLONE_THREAD = 0x10000
_THREAD_FLAGS = 0x7D0F00
"""All that C libraries pass to start a thread: VM, FS, FILES, SIGHAND, THREAD, SYSVSEM, SETTLS,
PARENT_SETTID, CHILD_CLEARTID, DETACHED."""
_TCGETS, _TIOCGWINSZ, _FIOCLEX, _FIONCLEX = 0x5401, 0x5413, 0x5451, 0x5450


def filter_program() -> bytes:
    """The filter: which system calls may be made, and with which arguments.

    A refused call fails and the process goes on, because libraries know how to do without. Recent calls
    that are not listed do not exist: then C libraries use an older one, which can be checked. (clone3, for
    one, hides its flags behind a pointer.) Only another processor's numbering is deadly: there, numbers mean
    other calls.
    """
    free = list(native(FREE).values())
    program: list[_Instruction] = [
        (_LOAD, 0, 0, 4),
        (_EQUAL, 1, 0, ARCHITECTURE or 0),
        _KILL,
        (_LOAD, 0, 0, 0),
        (_AT_LEAST, 0, 1, _X32),
        _KILL,
        *((_EQUAL, len(free) - i, 0, number) for i, number in enumerate(free)),
        (_JUMP, 0, 0, 1),
        _ALLOW,
    ]
    checks = _checks()
    for name, number in native(CHECKED).items():
        program += [(_EQUAL, 0, len(checks[name]), number), *checks[name]]
    program += [(_AT_LEAST, 0, 1, _FIRST_RECENT), _ABSENT, _REFUSE]
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in program)


def have_the_memory_measured() -> None:
    """Sort something: some C libraries ask sysinfo() once how much memory there is, to choose how they sort.

    Where that is refused, and it would tell of others, they take what happens to lie there for the answer.
    """
    if syscalls.C_LIBRARY is not None:
        syscalls.C_LIBRARY.qsort(ctypes.create_string_buffer(4096), 512, 8, syscalls.C_LIBRARY.strcmp)


def _checks() -> dict[str, list[_Instruction]]:
    ask_of_itself = _one_of(0, 0, OWN_PID)
    # C libraries go on where a call does not exist, and stop where it is forbidden.
    absent_for_others = [*ask_of_itself[:-2], _ABSENT, _ALLOW]
    # Numbers below zero are the clocks of other processes: how long they have computed.
    usual_clock = _without(0, 1 << 31)
    temporary = os.O_TMPFILE & ~os.O_DIRECTORY
    writing = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND | temporary
    return {
        # Nothing can be written, even without Landlock. (FSIZE=0 would not stop thousands of empty files.)
        "open": _without(1, writing),
        "openat": _without(2, writing),
        # Threads, never processes: limits hold for the whole submission, and nothing of it survives.
        "clone": [*_without(0, 0xFFFFFFFF & ~_THREAD_FLAGS)[:-1], *_with(0, _CLONE_THREAD)],
        "kill": _one_of(0, OWN_PID),
        "tgkill": _one_of(0, OWN_PID),
        # WorkerLimits may be read; setting them would reach any process of the same user, such as the parent.
        "prlimit64": [*ask_of_itself[:-1], *_null(2)],
        # Of others it is not told whether they are there: else their threads could be counted.
        "getpgid": ask_of_itself,
        "getsid": ask_of_itself,
        "sched_getaffinity": absent_for_others,
        "sched_getparam": absent_for_others,
        "sched_getscheduler": absent_for_others,
        "clock_gettime": usual_clock,
        "clock_getres": usual_clock,
        "clock_nanosleep": usual_clock,
        # Answers go along a connection, nothing goes to an address.
        "sendto": _null(4),
        # No F_SETOWN, F_SETSIG or O_ASYNC: they have the kernel send the signal that kill() refuses.
        "fcntl": _one_of(
            1, fcntl.F_GETFD, fcntl.F_SETFD, fcntl.F_GETFL, fcntl.F_DUPFD, fcntl.F_DUPFD_CLOEXEC
        ),
        # Is it a terminal, and how wide? No FIOASYNC, as above, and no TIOCSTI, which types into a terminal.
        "ioctl": _one_of(1, _TCGETS, _TIOCGWINSZ, _FIOCLEX, _FIONCLEX),
        "prctl": _one_of(0, PR_GET_DUMPABLE, PR_SET_NAME, PR_GET_NAME, PR_SVE_GET_VL, PR_SET_VMA),
        # A C library may end the process where this fails. No flags: one of them unshares descriptors.
        "close_range": _one_of(2, 0),
    }


def _argument(index: int, *, high: bool = False) -> _Instruction:
    """Load the low half of an argument, which is all that the kernel reads of an int, or the high half."""
    return (_LOAD, 0, 0, 16 + 8 * index + (4 if high else 0))


def _without(index: int, bits: int) -> list[_Instruction]:
    """Allow the call if the argument has none of the bits."""
    return [_argument(index), (_ANY_BIT, 0, 1, bits), _REFUSE, _ALLOW]


def _with(index: int, bits: int) -> list[_Instruction]:
    return [_argument(index), (_ANY_BIT, 1, 0, bits), _REFUSE, _ALLOW]


def _one_of(index: int, *values: int) -> list[_Instruction]:
    matches = [(_EQUAL, len(values) - i, 0, value) for i, value in enumerate(values)]
    return [_argument(index), *matches, _REFUSE, _ALLOW]


def _null(index: int) -> list[_Instruction]:
    """Allow the call if the argument, a pointer, is NULL in both halves."""
    zero = (_EQUAL, 1, 0, 0)
    return [_argument(index), zero, _REFUSE, _argument(index, high=True), zero, _REFUSE, _ALLOW]


def install(program: bytes) -> None:
    """Put the filter around this process, for good, with its own number filled in."""
    own = program.replace(struct.pack("=I", OWN_PID), struct.pack("=I", os.getpid()))
    address = ctypes.cast(ctypes.c_char_p(own), ctypes.c_void_p).value
    attempt("prctl", PR_SET_SECCOMP, 2, struct.pack("HP", len(own) // 8, address))
