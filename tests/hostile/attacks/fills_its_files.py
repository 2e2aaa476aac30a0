"""It writes without end into the files that it may make, and makes them without end.

threat: files and memory of the machine
score: 0
verdict: failed
"""

import os

from there import confess, succeeded


def written(megabytes):
    with open("hostile", "wb", buffering=0) as file:
        for _ in range(megabytes):
            file.write(bytes(1 << 20))


def swollen():
    with open("hostile-hole", "wb") as file:
        file.truncate(1 << 40)


def made():
    for number in range(100_000):
        os.mkdir(f"folder-{number}")


for action, arguments in ((written, (1000,)), (swollen, ()), (made, ())):
    try:
        action(*arguments)
    except OSError:
        continue
    succeeded.append(action.__name__)


def squares(x):
    return confess()
