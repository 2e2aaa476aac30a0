"""It becomes root, or whoever else it can.

threat: new processes and rights
score: 0
verdict: failed
"""

import os

from there import attempt, confess


def become(change):
    before = os.getresuid(), os.getresgid()
    change()
    if (os.getresuid(), os.getresgid()) == before:
        raise OSError


attempt(become, lambda: os.setuid(0))
attempt(become, lambda: os.setresuid(0, 0, 0))
attempt(become, lambda: os.setgid(0))
attempt(become, lambda: os.setresuid(1, 1, 1))
attempt(os.execv, "/usr/bin/sudo", ["sudo", "-n", "true"])
attempt(os.execv, "/bin/su", ["su"])


def squares(x):
    return confess()
