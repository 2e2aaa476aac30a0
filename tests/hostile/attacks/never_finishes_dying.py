"""It holds an object that cannot be deleted in finite time, and work for the end of the process.

threat: crashes
score: 1
"""

import atexit
import threading


class Undying:
    def __del__(self):
        while True:
            pass


kept = Undying()


@atexit.register
def stay():
    while True:
        pass


threading.Thread(target=stay).start()


def golden_ratio():
    return (1 + 5**0.5) / 2
