"""It sends a reply one byte at a time, so that something always arrives in time.

threat: the protocol
score: 0
verdict: timed_out
says: did not finish within 1 s in `squares`
"""

import os
import time

from there import sockets


def squares(x):
    os.write(sockets()[-1], (1 << 20).to_bytes(4, "big"))
    while True:
        os.write(sockets()[-1], b"\0")
        time.sleep(0.05)
