"""It kills its parent, the grader, its whole group and everyone else whom it may.

threat: other processes
score: 0
verdict: failed
"""

import os
import signal

from there import GRADER, ZYGOTE, attempt, confess


def squares(x):
    for process in (ZYGOTE, GRADER, -ZYGOTE, -GRADER):
        attempt(os.kill, process, signal.SIGKILL)
    attempt(lambda: os.killpg(os.getpgid(ZYGOTE), signal.SIGKILL))
    for process in range(max(2, ZYGOTE - 20), ZYGOTE + 20):
        if process != os.getpid():
            attempt(os.kill, process, signal.SIGKILL)
    return confess()


def golden_ratio():
    attempt(os.kill, -1, signal.SIGKILL)
    return confess()
