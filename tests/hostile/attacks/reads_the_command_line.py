"""It looks for paths of the reference in what Python knows of how it was started, and in the frames above.

threat: secrets
score: 0
verdict: failed
"""

import sys

from there import REFERENCE, confess, succeeded

if any(REFERENCE in str(each) for each in (sys.argv, sys.orig_argv, sys.path)):
    succeeded.append("sys.argv")


def search():
    frame = sys._getframe()
    while frame is not None:
        if "zygote" in str(frame.f_globals.get("__file__")):  # in others are the files of this attack
            yield from map(repr, frame.f_locals.values())
        frame = frame.f_back


if any(REFERENCE in each for each in search()):
    succeeded.append("frames")


def squares(x):
    return confess()
