"""The numbers of system calls, which a worker may make and which build walls."""

import platform
import sys

# The numbers of system calls on (x86_64, aarch64).
Numbers = dict[str, tuple[int, int | None]]
FREE: Numbers = {
    # descriptors that are open already
    "read": (0, 63),
    "write": (1, 64),
    "readv": (19, 65),
    "writev": (20, 66),
    "pread64": (17, 67),
    "pwrite64": (18, 68),
    "close": (3, 57),
    "lseek": (8, 62),
    "dup": (32, 23),
    "dup2": (33, None),
    "dup3": (292, 24),
    "poll": (7, None),
    "ppoll": (271, 73),
    "select": (23, None),
    "pselect6": (270, 72),
    "recvfrom": (45, 207),
    "shutdown": (48, 210),
    # looking for and at files
    "stat": (4, None),
    "lstat": (6, None),
    "fstat": (5, 80),
    "newfstatat": (262, 79),
    "statx": (332, 291),
    "access": (21, None),
    "faccessat": (269, 48),
    "faccessat2": (439, 439),
    "readlink": (89, None),
    "readlinkat": (267, 78),
    "getdents64": (217, 61),
    "getcwd": (79, 17),
    "chdir": (80, 49),
    # memory
    "mmap": (9, 222),
    "munmap": (11, 215),
    "mprotect": (10, 226),
    "mremap": (25, 216),
    "madvise": (28, 233),
    "brk": (12, 214),
    # threads
    "futex": (202, 98),
    "sched_yield": (24, 124),
    "sched_get_priority_max": (146, 125),
    "sched_get_priority_min": (147, 126),
    "rseq": (334, 293),
    "set_robust_list": (273, 99),
    "set_tid_address": (218, 96),
    "exit": (60, 93),
    "exit_group": (231, 94),
    # its own signals
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "rt_sigpending": (127, 136),
    "rt_sigtimedwait": (128, 137),
    "rt_sigsuspend": (130, 133),
    "sigaltstack": (131, 132),
    "pause": (34, None),
    "restart_syscall": (219, 128),
    # time and chance
    "nanosleep": (35, 101),
    "gettimeofday": (96, 169),
    "time": (201, None),
    "times": (100, 153),
    "getrandom": (318, 278),
    # who and where am I
    "getpid": (39, 172),
    "gettid": (186, 178),
    "getuid": (102, 174),
    "geteuid": (107, 175),
    "getgid": (104, 176),
    "getegid": (108, 177),
    "getresuid": (118, 148),
    "getresgid": (120, 150),
    "getgroups": (115, 158),
    "getpgrp": (111, None),
    "uname": (63, 160),
    "getrusage": (98, 165),
    "getrlimit": (97, 163),
    "getcpu": (309, 168),
    # how matrix libraries ask for the widest registers: refused, they would use others and round differently
    "arch_prctl": (158, None),
}
"""Allowed whatever their arguments."""
CHECKED: Numbers = {
    "open": (2, None),
    "openat": (257, 56),
    "clone": (56, 220),
    "kill": (62, 129),
    "tgkill": (234, 131),
    "prlimit64": (302, 261),
    "getpgid": (121, 155),
    "getsid": (124, 156),
    "sched_getaffinity": (204, 123),
    "sched_getparam": (143, 121),
    "sched_getscheduler": (145, 120),
    "clock_gettime": (228, 113),
    "clock_getres": (229, 114),
    "clock_nanosleep": (230, 115),
    "sendto": (44, 206),
    "fcntl": (72, 25),
    "ioctl": (16, 29),
    "prctl": (157, 167),
    "close_range": (436, 436),
}
"""Allowed for the arguments in `_checks`."""
SET_UP: Numbers = {
    "capset": (126, 91),
    "unshare": (272, 97),
    "mount": (165, 40),
    "mount_setattr": (442, 442),
    "sysinfo": (99, 179),
    "landlock_create_ruleset": (444, 444),
    "landlock_add_rule": (445, 445),
    "landlock_restrict_self": (446, 446),
}
"""Needed to lock, not allowed afterwards."""
_COLUMN = {"x86_64": 0, "aarch64": 1}.get(platform.machine())
LINUX = sys.platform == "linux" and _COLUMN is not None and sys.maxsize > 1 << 32
ARCHITECTURE = (0xC000003E, 0xC00000B7)[_COLUMN or 0] if LINUX else None
"""The audit number of this processor, None where we have no table."""


def native(table: Numbers) -> dict[str, int]:
    """The calls of a table that this processor has."""
    if not LINUX:
        return {}
    columns = ((name, numbers[_COLUMN or 0]) for name, numbers in table.items())
    return {name: number for name, number in columns if number is not None}


NUMBERS = native(FREE | CHECKED | SET_UP)
