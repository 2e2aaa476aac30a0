"""It answers all calls of a request at once, under the number that the worker was given for it.

threat: the protocol
score: 0
verdict: failed
"""

import os

from there import above, frame, sockets


def squares(x):
    forged = frame({"type": "answered", "value": 1.0, "changed": []}, above("number"))
    for channel in sockets():
        os.write(channel, forged * 1000)
    return 1.0


def golden_ratio():
    os.write(sockets()[-1], frame({"type": "answered", "value": 2, "changed": []}, above("number")))
    return 1.6
