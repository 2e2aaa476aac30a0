"""What leads to a worker: start it, send and receive frames, keep its prints, and kill it in time."""

import os
import selectors
import time
from collections import deque
from contextlib import suppress
from dataclasses import replace

from grader.functions.reply import Failure
from grader.sandbox import messages, workers, zygote
from grader.sandbox.clock import HERE, Deadline, computed, waited
from grader.sandbox.failures import UNASKED, Ended, broke_protocol, died, in_function, too_late
from grader.sandbox.memory import Memory
from grader.sandbox.worker import outbox
from grader.sandbox.workers import Worker, Workers
from grader.values.wire import WireError

OUTPUT_LIMIT = 64 * 1024  # bytes of a worker's prints that are kept; the rest is read and dropped
ENDING = 1.0  # seconds from the end of a channel to that of its worker
EXCUSES = 5  # how often a worker may end through no fault of its own


class Prints:
    """What a submission's workers printed, up to a length."""

    def __init__(self) -> None:
        self.kept = bytearray()
        self.flooded = False  # whether there was more

    def add(self, printed: bytes) -> None:
        """Keep what there is room for."""
        room = OUTPUT_LIMIT - len(self.kept)
        self.flooded = self.flooded or len(printed) > room
        self.kept += printed[:room]


class Inbox:
    """What one worker sent, cut into responses."""

    def __init__(self) -> None:
        self.buffer = messages.Buffer()
        self.received = 0  # bytes
        self.at_step = 0  # of a program, from 1, at which the worker ended
        # What has arrived and was not read yet: the number of its request and its body.
        self.waiting: deque[tuple[int, bytes] | WireError] = deque()

    def add(self, data: bytes) -> None:
        """Take in bytes."""
        self.received += len(data)
        try:
            self.waiting.extend(self.buffer.feed(data))
        except WireError as problem:
            self.waiting.append(problem)

    def __bool__(self) -> bool:
        """Whether anything has arrived that was not read, be it part of a response."""
        return bool(self.waiting or self.buffer.bytes)


class Channel:
    """Leads to one worker after another; there is none until ``start``, and after ``close``."""

    inbox: Inbox
    selector: selectors.BaseSelector

    def __init__(self, zygote: Workers, memory: Memory) -> None:
        self.zygote, self.memory = zygote, memory
        self.worker: Worker | None = None
        self.over: Failure | None = None  # why the worker ended, should it have
        self.blameless = False  # whether its zygote had ended before it, or it never came to a processor
        self.excuses = EXCUSES
        self.prints = Prints()
        self.waited = 0.0  # seconds for a processor, of all workers, as far as it was looked at
        self.before = 0.0  # those of earlier workers
        self.latest = 0.0  # the time that was told last

    @property
    def pid(self) -> int | None:
        """The number of the worker's process, if there is one."""
        return None if self.worker is None else self.worker.pid

    def time(self) -> float:
        """Return the time of the workers, which stands still while one waits for a processor, or we do."""
        if self.worker is not None:  # of one that is gone the last look counts
            self.waited = max(self.waited, self.before + waited(self.worker.pid))
        self.latest = max(self.latest, time.monotonic() - self.waited - waited(HERE))  # they may wait at once
        return self.latest

    def _remaining(self, deadline: Deadline) -> float:
        """Return the seconds to a deadline: no fewer than are left, should it wait for a processor."""
        now = time.monotonic()
        left = deadline.at - now + self.waited
        if left <= 0:
            left = deadline.at - self.time()
        return min(left, deadline.last - now)

    def start(self) -> None:
        """Start a worker."""
        self.before = self.waited
        self.worker = self.zygote.fork()
        self.blameless = False
        self.over = None
        self.worker.channel.settimeout(0)
        self.inbox = Inbox()
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.worker.channel, selectors.EVENT_READ)
        self.selector.register(self.worker.prints, selectors.EVENT_READ)

    def may_try_again(self) -> bool:
        """Whether the worker ended through no fault of its own, and may be started again: not for ever."""
        excused = self.blameless and self.excuses > 0
        self.excuses -= excused
        self.blameless = False
        return excused

    def close(self, *, listen: bool = False, patience: float = 0.0) -> int:
        """Kill the worker, if there is one; return its exit status.

        ``listen``: hear what it still had to say.  ``patience``: so many seconds it has to end by itself.
        """
        if self.worker is None:
            return 0
        self.time()
        worker, self.worker = self.worker, None
        status = self.zygote.reap(worker.pid, patience)
        self.blameless = status is None
        self.selector.close()
        if listen:
            self._take_the_rest(worker)
        self.inbox.at_step = 0 if worker.page is None else outbox.begun(worker.page)
        worker.channel.close()
        worker.prints.close()
        if worker.page is not None:
            os.close(worker.page)
        return workers.KILLED if status is None else status

    def end(self, why: str) -> Failure:
        """Kill a worker that did not keep to the protocol; return what is said of it."""
        self.close()
        return broke_protocol(why)

    def send(self, data: bytes, deadline: Deadline, name: str) -> None:
        """Send all bytes, reading the worker's prints meanwhile so that neither side waits for ever.

        Raises Ended where the worker ends first; ``name`` is the function that it is to call, if any.
        """
        view = memoryview(data)
        while view:
            channel = self._running(name).channel
            try:
                view = view[channel.send(view) :]
            except BlockingIOError:
                self.selector.modify(channel, selectors.EVENT_READ | selectors.EVENT_WRITE)
                self._wait(deadline)
                self._running(name)
                if self.inbox:
                    raise Ended(self.end(UNASKED)) from None
                self.selector.modify(channel, selectors.EVENT_READ)
            except OSError:
                self.over = self._dead()

    def receive(self, deadline: Deadline, name: str) -> tuple[int, bytes]:
        """Return the number and body of the worker's next response; raise Ended where none comes in time."""
        waiting = self.inbox.waiting
        while not waiting:
            self._running(name)
            self._wait(deadline, listen=bool(name))
        response = waiting.popleft()
        if isinstance(response, WireError):
            raise Ended(self.end(str(response)))
        return response

    def put_back(self, number: int, body: bytes) -> None:
        """Let a response that was received be the next one again."""
        self.inbox.waiting.appendleft((number, body))

    def response(self, deadline: Deadline) -> messages.Response:
        """Return the worker's next response, read; raise Ended where none comes in time, or no sound one."""
        _, body = self.receive(deadline, "")
        try:
            return messages.read_response(body)
        except WireError as problem:
            raise Ended(self.end(str(problem))) from None

    def _running(self, name: str) -> Worker:
        """Return the worker; raise Ended where it is no more: while it called the function of that name."""
        if self.over is not None:
            message = self.over.message + in_function(name)
            raise Ended(replace(self.over, message=message, at_step=self.inbox.at_step)) from None
        assert self.worker is not None
        return self.worker

    def _wait(self, deadline: Deadline, *, listen: bool = False) -> None:
        """Take in what has arrived, responses and prints; or why it is ``over``.

        The clock comes first: whoever sends without end is stopped as is who sends nothing.
        """
        remaining = self._remaining(deadline)
        if remaining <= 0:
            starved = self._starved(deadline)
            self.close(listen=listen)
            self.blameless = self.blameless or starved
            self.over = too_late(deadline.seconds)
            return
        assert self.worker is not None
        for key, events in self.selector.select(remaining):
            if not events & selectors.EVENT_READ:
                continue
            if key.fileobj is not self.worker.channel:
                self._take_prints(self.worker)
            elif not self._take_data(self.worker):
                self.over = self._dead(listen=listen)
                return

    def _starved(self, deadline: Deadline) -> bool:
        """Whether a worker that is late for the clock on the wall was not let compute for its seconds."""
        assert self.worker is not None
        return deadline.at > self.time() and computed(self.worker.pid) < deadline.seconds

    def _take_data(self, worker: Worker) -> bool:
        """Take in what a worker sent; False where it closed its channel."""
        try:
            data = worker.channel.recv(1 << 20)
        except BlockingIOError:
            return True
        except OSError:
            return False
        if data:
            self.inbox.add(data)
        return bool(data)

    def _take_prints(self, worker: Worker) -> None:
        printed = worker.prints.read(1 << 16)
        if printed is None:  # not yet
            return
        if not printed:
            self.selector.unregister(worker.prints)
        self.prints.add(printed)

    def _take_the_rest(self, worker: Worker) -> None:
        """Take in what a worker that has ended had sent, and what it had gathered to send."""
        with suppress(OSError):
            while data := worker.channel.recv(1 << 20):
                self.inbox.add(data)
        if worker.page is not None:
            self.inbox.add(outbox.unsent(worker.page, self.inbox.received))

    def _dead(self, *, listen: bool = False) -> Failure:
        """Say how a worker ended that closed its channel."""
        # One that closed its channel and goes on would otherwise be stopped now here, now there.
        status = self.close(listen=listen, patience=ENDING)
        return self.memory.exceeded("") if status == zygote.OUT_OF_MEMORY else died(status)
