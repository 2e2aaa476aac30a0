"""It ignores all signals, blocks them, catches every exception and never ends.

threat: time
score: 0
verdict: timed_out
says: did not finish within 1 s in `squares`
"""

import signal
import time

for number in signal.valid_signals():
    try:
        signal.signal(number, lambda *_: None)
    except (OSError, ValueError):
        pass
signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())


def squares(x):
    while True:
        try:
            time.sleep(60)
        except BaseException:
            continue
