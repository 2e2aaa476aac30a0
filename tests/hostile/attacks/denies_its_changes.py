"""It works in its argument and has the worker say that it did not: asked again with what it left, it is wrong.

threat: shared memory
score: 6
verdict: failed
says: handed over twice: does it change its arguments?
"""

import sys

import numpy as np


def honest(answered):
    return lambda value, changed, left, steps: answered(value, [], [], steps)


frame = sys._getframe()
while frame is not None:
    messages = frame.f_globals.get("messages")
    if messages is not None:
        messages.Answered = honest(messages.Answered)
        break
    frame = frame.f_back


def squares(x):
    return np.sum(x**2)


def squares_grad(x):
    x *= 2
    return x


def shares(z):
    e = np.exp(z - z.max())
    return e / e.sum()


def golden_ratio():
    return (1 + 5**0.5) / 2
