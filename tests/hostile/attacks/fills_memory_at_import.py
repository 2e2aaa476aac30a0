"""It fills the memory while it is imported, and holds on to it.

threat: resources
score: 0
verdict: out_of_memory
says: attack.py:14: used more than 256 MB
"""

hoard = []


def fill(size):
    while True:
        hoard.append(bytearray(size))


fill(1 << 24)


def squares(x):
    fill(1 << 12)
