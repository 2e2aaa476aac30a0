"""It sends arrays of impossible shapes, unknown types and more, or fewer, bytes than they need.

threat: the protocol
score: 0
verdict: died
says: the worker did not keep to the protocol: an array of impossible shape
"""

import os

from there import above, frame, sockets


def send(dtype, shape, data=b"\0" * 8):
    array = {"type": "array", "dtype": dtype, "shape": shape, "layout": "C", "data": data}
    os.write(sockets()[-1], frame({"type": "answered", "value": array, "changed": []}, above("number")))


def squares(x):
    send("float64", [2**32, 2**32, 0], b"")


def squares_grad(x):
    send("float64", [-1, -1])


def shares(z):
    send("object", [1])


def golden_ratio():
    send("float64", [3])
