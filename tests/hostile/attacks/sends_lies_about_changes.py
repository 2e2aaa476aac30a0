"""It sends replies whose smaller parts are wrong: places that no argument has, levels that no worker reaches.

threat: the protocol
score: 0
"""

import os

from there import above, frame, sockets


def send(**message):
    os.write(sockets()[-1], frame(message, above("number")))
    os.read(sockets()[-1], 1)


def squares(x):
    send(type="answered", value=-1.0, changed=[10**9, -5, 2**62] * 10)


def squares_grad(x):
    send(type="raised", exception="\x1b[2J" * 99, message="\u202e" * 9999, where="\n" * 999, memory=True)


def shares(z):
    send(type="answered", value={"type": "other", "described": "x" * 10**6}, changed=[])


def golden_ratio():
    send(type="locked", level="A" * 1000, notes=["trusted"])
