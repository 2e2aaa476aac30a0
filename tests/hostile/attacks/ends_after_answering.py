"""It ends its process each time when all answers are given, so that no function is to blame, and is loaded again.

threat: exhaustion
score: 0
"""

import os
import struct
import time

from there import above, frame

time.sleep(0.05)


def finish(*_):
    box, number = above("outbox"), above("number")
    one = frame({"type": "answered", "value": 1.0, "changed": []}, number)
    early = one * (sum(len(each.arguments) for each in above("request").calls) - 1)
    if early:
        box.channel.sendall(early)
    box.page[16 : 16 + len(one)] = one
    struct.pack_into("=QQ", box.page, 0, box.sent + len(early), len(one))
    os._exit(0)


squares = squares_grad = shares = golden_ratio = finish
