"""It sends a reply with a hundred thousand lists in each other, and others with nodes without number.

threat: the protocol
score: 0
verdict: died
says: the worker did not keep to the protocol
"""

import os

from there import above, sockets


def raw(value):
    body = b"\x83\xa4type\xa8answered\xa5value" + value + b"\xa7changed\x90"
    channel = sockets()[-1]
    data = len(body).to_bytes(4, "big") + above("number").to_bytes(4, "big") + body
    while data:
        data = data[os.write(channel, data) :]


def squares(x):
    raw(b"\x83\xa4type\xa5items\xa8is_tuple\xc2\xa5items\x91" * 100_000 + b"\xc0")


def squares_grad(x):
    raw(b"\x83\xa4type\xa5items\xa8is_tuple\xc2\xa5items\xdd\xff\xff\xff\xff")


def shares(z):
    raw(
        b"\x83\xa4type\xa5items\xa8is_tuple\xc2\xa5items\xdd"
        + (900_000).to_bytes(4, "big")
        + b"\xc0" * 900_000
    )


def golden_ratio():
    raw(b"\x91" * 1_000_000)
