"""It writes answers of its own to every descriptor before anything was asked.

threat: the protocol
score: 0
verdict: missing
says: the worker did not keep to the protocol: an answer nobody asked for
"""

import os

from there import frame

for number in range(50):
    forged = frame({"type": "answered", "value": 1.0, "changed": []}, number)
    for descriptor in range(64):
        try:
            os.write(descriptor, forged)
        except OSError:
            pass
