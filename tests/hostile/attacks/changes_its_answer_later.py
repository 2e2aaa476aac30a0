"""It returns a buffer that a thread of its own goes on changing.

threat: shared memory
score: 0
verdict: failed
"""

import threading

import numpy as np

buffer = np.zeros(1)


def change():
    while True:
        buffer[0] += 1e6


threading.Thread(target=change, daemon=True).start()


def squares(x):
    return buffer


def golden_ratio():
    return buffer
