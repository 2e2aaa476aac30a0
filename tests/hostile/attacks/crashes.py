"""It crashes: by a read from nowhere, by an abort, by a stack that overflows, by a deadly signal.

threat: crashes
score: 0
verdict: died
says: the process was ended by SIGSEGV in `squares`
"""

import ctypes
import os
import signal
import sys


def squares(x):
    return ctypes.string_at(8)


def squares_grad(x):
    os.abort()


def shares(z):
    sys.setrecursionlimit(10**9)

    class Deep:
        def __repr__(self):
            return repr(self) + ""

        def __add__(self, other):
            return max([self], key=lambda each: each + 1)

    return Deep() + 1


def golden_ratio():
    signal.raise_signal(signal.SIGRTMIN + 5)
