"""It sends what it has learnt by every kind of socket there is.

threat: ways out
score: 0
verdict: failed
"""

import socket

from there import ABSTRACT, DATAGRAM, STREAM, TCP, UDP, attempt, confess


def connect(family, kind, address):
    with socket.socket(family, kind) as sock:
        sock.settimeout(0.5)
        sock.connect(address)
        sock.send(b"secret")


def from_a_pair(address):
    ours, _ = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    ours.sendto(b"secret", address)


def listen():
    with socket.create_server(("127.0.0.1", 0)):
        pass


attempt(connect, socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", TCP))
attempt(connect, socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", UDP))
attempt(connect, socket.AF_UNIX, socket.SOCK_STREAM, "\0" + ABSTRACT)
attempt(connect, socket.AF_UNIX, socket.SOCK_STREAM, STREAM)
attempt(connect, socket.AF_UNIX, socket.SOCK_DGRAM, DATAGRAM)
attempt(from_a_pair, DATAGRAM)
attempt(listen)
attempt(socket.gethostbyname, "example.org")


def squares(x):
    return confess()
