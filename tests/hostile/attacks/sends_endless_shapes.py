"""It sends arrays with a million axes, whose lengths take minutes to multiply.

threat: the protocol
score: 0
verdict: died
says: the worker did not keep to the protocol: an array of impossible shape
"""

import struct
import time

from there import above, frame


def send(length):
    body = frame(
        {
            "type": "answered",
            "value": {"type": "array", "dtype": "uint8", "shape": [], "layout": "C", "data": b""},
            "changed": [],
        }
    )[8:]
    axes = b"\xa5shape\xdd" + struct.pack(">I", 1_000_000) + bytes([length]) * 1_000_000
    body = body.replace(b"\xa5shape\x90", axes)
    above("outbox").channel.sendall(struct.pack(">II", len(body), above("number")) + body)
    time.sleep(10)


def squares(x):
    send(127)


def squares_grad(x):
    send(1)


def shares(z):
    send(0)


def golden_ratio():
    send(2)
