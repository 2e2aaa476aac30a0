"""It leaves a process behind that has cut all ties to it.

threat: new processes and rights
score: 0
verdict: failed
"""

import os
import time

from there import attempt, confess


def daemon(fork):
    if fork() == 0:
        try:
            os.setsid()
            if os.fork() == 0:
                time.sleep(60)
        finally:
            os._exit(0)


attempt(daemon, os.fork)
attempt(daemon, lambda: os.forkpty()[0])


def squares(x):
    return confess()
