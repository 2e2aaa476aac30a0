"""It announces a reply of four gigabytes.

threat: the protocol
score: 0
verdict: died
says: the worker did not keep to the protocol: a frame of 4294967295 bytes
"""

import os

from there import sockets


def squares(x):
    os.write(sockets()[-1], b"\xff\xff\xff\xff" + b"x" * 1000)


def squares_grad(x):
    os.write(sockets()[-1], b"\0\0\0\0" * 1000)


def shares(z):
    os.write(sockets()[-1], b"\0")
    os._exit(0)


def golden_ratio():
    os.write(sockets()[-1], os.urandom(1000))
