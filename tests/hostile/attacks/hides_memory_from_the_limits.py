"""It keeps memory where limits do not count it: nameless files, pipes, shared mappings.

threat: files and memory of the machine
score: 0
verdict: failed
"""

import mmap
import os

from there import attempt, confess


def nameless_file():
    descriptor = os.memfd_create("hostile")
    os.truncate(descriptor, 1 << 30)


def pipes():
    held = 0
    for _ in range(1000):
        read, write = os.pipe()
        held += os.write(write, b"x" * 65536)
    return held


def shared():
    maps = []
    for _ in range(64):
        maps.append(mmap.mmap(-1, 64 << 20))
    return maps


attempt(nameless_file)
attempt(pipes)
attempt(shared)


def squares(x):
    return confess()
