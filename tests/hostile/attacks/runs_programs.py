"""It runs programs, in every way that Python knows.

threat: new processes and rights
score: 0
verdict: failed
"""

import os
import subprocess

from there import attempt, confess

TOUCH = ["/usr/bin/touch", "/tmp/hostile-program"]


def system(command):
    if os.system(command) != 0:
        raise OSError


attempt(system, " ".join(TOUCH))
attempt(subprocess.run, TOUCH)
attempt(os.posix_spawn, TOUCH[0], TOUCH, {})
attempt(os.popen, " ".join(TOUCH))
attempt(os.execv, TOUCH[0], TOUCH)


def squares(x):
    return confess()


def golden_ratio():
    return subprocess.check_output(["/bin/echo", "1.618"])
