"""It starts processes that start processes.

threat: new processes and rights
score: 0
verdict: raised
says: may not start processes
"""

import os
import time


def squares(x):
    mother = os.getpid()
    for _ in range(10):
        os.fork()
    if os.getpid() == mother:
        raise RuntimeError("got through: fork")
    time.sleep(30)
    os._exit(0)
