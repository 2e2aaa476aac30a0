"""It has the interpreter write a byte into the channel at every signal.

threat: the protocol
score: 0
"""

import signal

from there import sockets


def squares(x):
    signal.signal(signal.SIGUSR1, lambda *_: None)
    for channel in sockets():
        signal.set_wakeup_fd(channel, warn_on_full_buffer=False)
        for _ in range(100):
            signal.raise_signal(signal.SIGUSR1)
    return 0.5
