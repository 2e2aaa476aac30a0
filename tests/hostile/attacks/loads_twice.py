"""It says itself that it was loaded, with functions that are not there and answers in words for other questions.

threat: the protocol
score: 0
"""

import os

from there import frame, sockets

loaded = {
    "type": "loaded",
    "functions": ["squares", "squares_grad", "shares", "golden_ratio", "__import__"],
    "answers": {"1": "paid in full"},
    "told": [{"where": "hw.py", "message": "all right"}],
}
for channel in sockets():
    os.write(channel, frame(loaded))
    os.write(channel, frame({"type": "locked", "level": "A", "notes": []}))
