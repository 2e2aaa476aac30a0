"""It passes open descriptors to the grader by the hundred, until that has none left.

threat: the protocol
score: 0
"""

import os
import socket

from there import frame, sockets

some = list(range(min(3, len(sockets()))))


def squares(x):
    channel = socket.socket(fileno=os.dup(sockets()[-1]))
    for _ in range(200):
        socket.send_fds(channel, [b"\0"], [0, 1, 2] * 20)
    return 0.5


def golden_ratio():
    ours, theirs = socket.socketpair()
    socket.send_fds(ours, [b"\0"], [ours.fileno(), theirs.fileno()])
    return 0.5
