"""It has the kernel send a deadly signal to its parent when something arrives, which needs no kill().

threat: other processes
score: 0
verdict: failed
"""

import fcntl
import os
import signal
import struct

from there import ZYGOTE, attempt, confess, sockets

F_SETSIG, F_SETOWN_EX = 10, 15
channel = sockets()[-1]
attempt(fcntl.fcntl, channel, fcntl.F_SETOWN, ZYGOTE)
attempt(fcntl.fcntl, channel, F_SETOWN_EX, struct.pack("ii", 1, ZYGOTE))
attempt(fcntl.fcntl, channel, F_SETSIG, signal.SIGKILL)
attempt(fcntl.fcntl, channel, fcntl.F_SETFL, fcntl.fcntl(channel, fcntl.F_GETFL) | os.O_ASYNC)


def squares(x):
    return confess()
