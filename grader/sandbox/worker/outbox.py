"""Replies on their way to the grader: gathered, for a message costs more than most calls do.

What was gathered and not yet sent lies in a page of memory that the grader reads when the worker has ended.
So no reply is lost with it, and it is known which call ended it: the first without a reply; and at which
step, if that was a program.
"""

import mmap
import os
import struct
from typing import Protocol

from grader.values.programs import STEPS

COUNT = struct.Struct("=Q")
SENT, GATHERED = 0, COUNT.size  # where the page says how many bytes were sent, and how many wait in it
BEGUN = 2 * COUNT.size  # where it says how many steps of a program have begun; 0 between programs
START = 3 * COUNT.size  # where these bytes begin
ROOM = 1 << 16  # bytes that wait at most


class Pipe(Protocol):
    """What leads to the grader: a socket, or two pipes."""

    def recv(self, size: int, /) -> bytes:
        """Return what has arrived, as soon as something has; nothing when the grader hung up."""

    def sendall(self, data: bytes | memoryview, /) -> None:
        """Send all bytes."""


class Outbox:
    """The worker's side.  Without a page everything is sent at once."""

    def __init__(self, channel: Pipe, page: int | None = None) -> None:
        self.channel = channel
        self.page = None if page is None else memoryview(mmap.mmap(page, START + ROOM))
        self.sent = self.gathered = 0  # bytes

    def add(self, data: bytes) -> None:
        """Send some bytes, now or with others."""
        if self.page is None or len(data) > ROOM:
            self.flush()
            self.channel.sendall(data)
            self._count(len(data))
            return
        if self.gathered + len(data) > ROOM:
            self.flush()
        at = START + self.gathered
        self.page[at : at + len(data)] = data
        self.gathered += len(data)
        COUNT.pack_into(self.page, GATHERED, self.gathered)  # last: what it counts is there

    def send(self, data: bytes) -> None:
        """Send some bytes now, and what waits before them."""
        self.add(data)
        self.flush()

    def flush(self) -> None:
        """Send what waits."""
        if self.page is not None and self.gathered:
            self.channel.sendall(self.page[START : START + self.gathered])
            self._count(self.gathered)

    def has_begun(self, steps: int) -> None:
        """Note how many steps of a program have begun; 0 where it has ended."""
        if self.page is not None:
            COUNT.pack_into(self.page, BEGUN, steps)

    def _count(self, sent: int) -> None:
        self.sent += sent
        self.gathered = 0
        if self.page is not None:  # in this order: ended in between, nothing waits and nothing is read twice
            COUNT.pack_into(self.page, GATHERED, 0)
            COUNT.pack_into(self.page, SENT, self.sent)


def new_page() -> int:
    """Return the descriptor of a page for one worker."""
    page = os.memfd_create("replies")
    os.ftruncate(page, START + ROOM)
    return page


def begun(page: int) -> int:
    """Return at which step of a program a worker has ended, from 1; 0 where it was at none, or lies."""
    (steps,) = COUNT.unpack(os.pread(page, COUNT.size, BEGUN))
    return steps if steps <= STEPS else 0


def unsent(page: int, received: int) -> bytes:
    """Return what a worker that has ended had gathered beyond the bytes received from it.

    It may have written anything there: these are bytes like any that it sends.
    """
    data = os.pread(page, START + ROOM, 0)
    (sent,), (gathered,) = COUNT.unpack_from(data, SENT), COUNT.unpack_from(data, GATHERED)
    return data[START + received - sent : START + gathered] if sent <= received else b""
