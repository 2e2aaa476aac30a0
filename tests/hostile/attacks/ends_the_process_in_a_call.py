"""It ends the process at once, with exit status 0, when a function is called.

threat: endings
score: 0
verdict: died
says: the process exited in `squares`
"""

import os


def squares(x):
    os._exit(0)


def squares_grad(x):
    os._exit(0)


def shares(z):
    os._exit(0)


def golden_ratio():
    os._exit(0)
