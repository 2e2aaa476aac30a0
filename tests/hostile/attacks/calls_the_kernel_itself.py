"""It makes the system calls that no library makes: newer, older and stranger ways to open, run, signal and watch.

threat: ways out
score: 0
verdict: failed
"""

import ctypes
import platform

from there import SECRET, ZYGOTE, attempt, confess

library = ctypes.CDLL(None, use_errno=True)
X86, PATH, HERE = platform.machine() == "x86_64", SECRET.encode(), -100
room = ctypes.create_string_buffer(256)
parent = ZYGOTE
CALLS = {
    # name: number on x86-64, number on 64-bit ARM, arguments
    "openat2": (437, 437, HERE, PATH, b"\1" + bytes(23), 24),
    "open_tree": (428, 428, HERE, b"/", 1),
    "fsopen": (430, 430, b"tmpfs", 0),
    "name_to_handle_at": (303, 264, HERE, PATH, room, room, 0),
    "creat": (85, None, b"/tmp/hostile-creat", 0o600),
    "mknodat": (259, 33, HERE, b"/tmp/hostile-node", 0o100600, 0),
    "execveat": (322, 281, HERE, b"/bin/true", None, None, 0),
    "clone3": (435, 435, room, 88),
    "pidfd_open": (434, 434, parent, 0),
    "pidfd_send_signal": (424, 424, 0, 0, None, 0),
    "tkill": (200, 130, parent, 0),
    "rt_sigqueueinfo": (129, 138, parent, 0, room),
    "kcmp": (312, 272, parent, parent, 0, 0, 0),
    "process_madvise": (440, 440, 0, room, 1, 0, 0),
    "migrate_pages": (256, 238, parent, 0, None, None),
    "sched_setaffinity": (203, 122, parent, 8, b"\1" + bytes(7)),
    "setpriority": (141, 140, 0, parent, 19),
    "ioprio_set": (251, 30, 1, parent, 0),
    "memfd_create": (319, 279, b"hostile", 0),
    "memfd_secret": (447, 447, 0),
    "userfaultfd": (323, 282, 0),
    "bpf": (321, 280, 0, room, 0),
    "perf_event_open": (298, 241, room, 0, -1, -1, 0),
    "inotify_init1": (294, 26, 0),
    "fanotify_init": (300, 262, 0, 0),
    "eventfd2": (290, 19, 0, 0),
    "epoll_create1": (291, 20, 0),
    "signalfd4": (289, 74, -1, room, 8, 0),
    "timer_create": (222, 107, 0, None, room),
    "setitimer": (38, 103, 0, room, None),
    "splice": (275, 76, 0, None, 1, None, 0, 0),
    "socketcall": (41, 198, 1, 1, 0),
    "io_setup": (206, 0, 1, room),
    "personality": (135, 92, 0x0040000),
    "setns": (308, 268, 0, 0),
    "seccomp": (317, 277, 1, 0, room),
    "quotactl": (179, 60, 0, None, 0, None),
    "syslog": (103, 116, 3, room, 99),
    "sethostname": (170, 161, b"hostile", 7),
    "futex_waitv": (449, 449, room, 0, 0, None, 0),
}


def allowed(name):
    """Whether the kernel even looked at the arguments: the walls answer that it may not, or knows no such call."""
    ours, arm, *arguments = CALLS[name]
    number = ours if X86 else arm
    if number is None:
        raise OSError
    words = [
        each if isinstance(each, (bytes, ctypes.Array)) else ctypes.c_long(each or 0) for each in arguments
    ]
    ctypes.set_errno(0)
    if library.syscall(ctypes.c_long(number), *words) == -1 and ctypes.get_errno() in (1, 13, 38):
        raise OSError


for each in CALLS:
    attempt(allowed, each)


def squares(x):
    return confess()
