"""It starts threads until there can be no more.

threat: new processes and rights
score: 0
verdict: raised
says: can't start new thread
"""

import threading
import time


def squares(x):
    while True:
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
