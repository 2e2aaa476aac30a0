"""It lists the processes of the machine, to find other submissions and what they are.

threat: other processes
score: 0
verdict: failed
"""

import os

from there import ZYGOTE, attempt, confess

attempt(os.listdir, "/proc")
for process in range(ZYGOTE, ZYGOTE + 50):
    if process != os.getpid():
        attempt(open, f"/proc/{process}/status")


def squares(x):
    return confess()
