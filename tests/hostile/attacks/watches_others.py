"""It watches other processes without opening a file: their threads, their clocks, how busy the machine is.

threat: other processes
score: 0
verdict: failed
"""

import ctypes
import os
import resource
import time

from there import GRADER, ZYGOTE, attempt, confess


def sysinfo():
    if ctypes.CDLL(None, use_errno=True).sysinfo(ctypes.create_string_buffer(128)):
        raise OSError


def parent():
    if os.getppid() < 0:
        raise OSError


attempt(sysinfo)
attempt(parent)
for process in (GRADER, ZYGOTE, 1):
    attempt(time.clock_gettime, (~process << 3) | 2)
    attempt(os.getsid, process)
    attempt(os.getpgid, process)
    attempt(os.sched_getaffinity, process)
    attempt(os.sched_getscheduler, process)
    attempt(os.sched_getparam, process)
    attempt(resource.prlimit, process, resource.RLIMIT_CORE)


def squares(x):
    return confess()
