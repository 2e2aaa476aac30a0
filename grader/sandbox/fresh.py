"""A worker of its own: a new Python for one submission, where none can be forked.

``python -P -B -m grader.sandbox.fresh MEGABYTES MODULE...``.  Requests come on standard input, responses
go to standard output, and what the student prints to standard error.  There are no walls here, only what
limits the system knows: level D.
"""

import os
import sys
from queue import SimpleQueue
from threading import Thread

from grader.sandbox import messages, zygote
from grader.sandbox.walls import lockdown
from grader.sandbox.walls.limits import WorkerLimits
from grader.sandbox.worker import serve as worker
from grader.sandbox.worker.outbox import Outbox


class Pipes:
    """Two pipes that a worker uses like its socket."""

    def __init__(self, requests: int, responses: int) -> None:
        self.requests, self.responses = requests, responses
        self.arrived: SimpleQueue[bytes] = SimpleQueue()
        Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        """Take in what arrives; when the grader is gone, leave at once, whatever the student's code does."""
        while data := os.read(self.requests, 1 << 16):
            self.arrived.put(data)
        os._exit(0)

    def recv(self, _size: int) -> bytes:
        """Return what has arrived, as soon as something has."""
        return self.arrived.get()

    def sendall(self, data: bytes | memoryview) -> None:
        """Send all bytes."""
        view = memoryview(data)
        while view:
            view = view[os.write(self.responses, view) :]


def main(megabytes: int, preload: list[str]) -> None:
    """Import, say that there are no walls, and answer until the grader hangs up."""
    requests, responses = os.dup(0), os.dup(1)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    zygote.import_all(preload)
    zygote.hide_grader()
    try:
        nothing = lockdown.Walls(None, None, interpreter_readable=True)
        lockdown.apply(nothing, WorkerLimits(megabytes, None), keep={0, 1, 2, requests, responses})
        outbox = Outbox(Pipes(requests, responses))
        note = f"no walls on {sys.platform}: a submission can do whatever you can"
        outbox.send(messages.frame(messages.Locked("D", [note])))
        worker.serve(outbox)
    except MemoryError:  # there is not even enough left to say so
        os._exit(zygote.OUT_OF_MEMORY)
    finally:
        os._exit(0)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
