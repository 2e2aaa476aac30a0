"""It speaks the language of the process that forks the workers, on every descriptor it finds.

threat: the protocol
score: 0
"""

import os
import struct

from there import ZYGOTE, sockets


def squares(x):
    for descriptor in [*sockets(), 0, 1, 2]:
        for message in (
            b"F" + bytes(8),
            b"R" + struct.pack(">ii", os.getpid(), 0),
            struct.pack(">ii", ZYGOTE, 0),
        ):
            try:
                os.write(descriptor, message)
            except OSError:
                pass
    os._exit(0)
