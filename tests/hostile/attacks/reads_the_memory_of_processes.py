"""It opens the memory, the environment and the descriptors of its parent, of the grader and of all others.

threat: other processes
score: 0
verdict: failed
"""

import os

from there import GRADER, ZYGOTE, attempt, confess

for process in (ZYGOTE, GRADER, 1):
    for name in ("mem", "environ", "maps", "fd", "root", "cwd", "cmdline"):
        path = f"/proc/{process}/{name}"
        attempt(os.listdir if name in ("fd", "root", "cwd") else open, path)
attempt(open, "/proc/self/mem", "rb+")


def squares(x):
    return confess()
