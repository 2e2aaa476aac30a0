"""It has the encoder itself send what no answer can be: floats of other kinds, deep and endless numbers, extensions.

threat: the protocol
score: 0
"""

import os
import struct

from there import above, frame, sockets


def send(body):
    os.write(sockets()[-1], struct.pack(">II", len(body), above("number")) + body)
    os.read(sockets()[-1], 1)


def value(raw):
    whole = frame({"type": "answered", "value": None, "changed": []})[8:]
    return whole.replace(b"\xa5value\xc0", b"\xa5value" + raw)


def squares(x):
    send(value(b"\xd6\xff" + bytes(4)))  # a time


def squares_grad(x):
    send(value(b"\xcf" + b"\xff" * 8))  # a whole number of 64 bits


def shares(z):
    send(value(b"\x80" * 3))  # more than one value


def golden_ratio():
    send(value(b"\xca\x7f\xcf\x1b\xbd"))  # a float of 32 bits that is none
