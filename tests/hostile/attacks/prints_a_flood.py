"""It prints megabytes, text and bytes that are none, around right answers: that costs nothing but time.

threat: resources
score: 8
"""

import os
import sys

import numpy as np

print("x" * 5_000_000)
os.write(1, bytes(range(256)) * 1000)
sys.stderr.write("\x1b[2J\x07" * 10_000)


def squares(x):
    print("x" * 100_000, flush=True)
    return np.sum(x**2)


def squares_grad(x):
    os.write(2, b"\xff\xfe\0" * 10_000)
    return 2 * x


def shares(z):
    e = np.exp(z - z.max())
    return e / e.sum()


def golden_ratio():
    return (1 + 5**0.5) / 2
