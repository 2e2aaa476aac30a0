"""It closes every descriptor it has.

threat: the protocol
score: 0
verdict: died
says: the process was ended by SIGKILL in `squares`
"""

import os


def squares(x):
    os.closerange(0, 1000)
    while True:
        pass
