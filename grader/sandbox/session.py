"""The grader's side of the worker: start it, ask it, stop it in time.  Nothing it sends is trusted.

A ``Sandbox`` owns the zygotes; a ``Session`` is one submission in one worker at a time.  After a crash or a
time-out the next call gets a fresh worker, so that one function never costs another.
"""

import math
import os
import selectors
import shutil
import signal
import sys
import tempfile
import time
from collections import deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from itertools import takewhile
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from grader.errors import GraderError
from grader.functions.local import Answer, Arguments, Failure, Reply, manner_of
from grader.model import Cell, Limits, Module, Problem, Submission, Verdict
from grader.processes import private
from grader.sandbox import workers, zygote
from grader.sandbox.preload import preloads
from grader.sandbox.worker import outbox
from grader.sandbox.workers import Workers
from grader.values import wire

if sys.platform != "win32":
    import fcntl

REMEMBERED = 64 << 20  # bytes of small replies
SMALL = 4096  # bytes
OBJECT = 1000  # bytes of memory for what is small
OUTPUT_LIMIT = 64 * 1024  # bytes of a worker's prints that are kept; the rest is read and dropped
ENDING = 1.0  # seconds from the end of a channel to that of its worker
STARTING = 60.0  # seconds for a worker to start and lock itself in, on a machine however busy
SHARE = 4  # a function's answers may take this part of the memory that other functions' answers have left
LIST_COST = 24  # bytes of memory for each that a list takes on the wire
TOLD = 50  # problems, and as many notes
RESTARTS = 5  # how often loading may be begun again without the statement that stopped it
ZYGOTES = 8  # that live at one time, each with other libraries
FLOOD = Problem("printing", f"more than {OUTPUT_LIMIT >> 10} KB were printed; the rest was not kept")
UNASKED = "an answer nobody asked for"


@contextmanager
def canary_file() -> Iterator[Path]:
    """Yield a file that no worker may be able to read; each one tries."""
    for left in _left_behind():
        with suppress(OSError), _claimed(left.parent):
            shutil.rmtree(left.parent)
    with tempfile.TemporaryDirectory(prefix="grader-") as folder, _claimed(Path(folder)):
        path = Path(folder) / "canary"
        path.write_text("a worker that reads this could read the reference\n", encoding="utf-8")
        path.chmod(0o600)
        yield path


def _left_behind() -> Iterator[Path]:
    """Yield the canaries of other graders: those that were killed no longer claim theirs."""
    if sys.platform != "win32":  # nobody can claim a folder there
        yield from Path(tempfile.gettempdir()).glob("grader-*/canary")


@contextmanager
def _claimed(folder: Path) -> Iterator[None]:
    """Keep a folder as long as this process lives; raise OSError where another one does."""
    if sys.platform == "win32":
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)


class Sandbox:
    """Where submissions run: a zygote for each set of modules to import, started when first needed."""

    def __init__(self, limits: Limits, canary: Path) -> None:
        private.hide_memory()  # a worker of our own user could look for right answers there
        self.limits, self.canary = limits, canary
        self.zygotes: dict[tuple[str, ...], Workers] = {}

    def __enter__(self) -> "Sandbox":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the zygotes."""
        for each in self.zygotes.values():
            each.stop()

    def open(
        self,
        submission: Submission,
        wanted: Collection[str],
        secrets: Sequence[Path] = (),
        given: Mapping[str, bytes] | None = None,
    ) -> "Session":
        """Load a submission; nothing in it can make this raise.

        Each worker tries whether it can read one of the ``secrets``, and says so.  ``given`` are the files of
        the assignment, by path: the code can read them, as it can those that were handed in.
        """
        key = preloads(submission)
        zygote = self.zygotes.pop(key, None)
        if zygote is None:
            zygote = workers.source(key, self.canary, self.limits.megabytes, secrets)
        self.zygotes[key] = zygote  # the last that was used
        if len(self.zygotes) > ZYGOTES:  # it starts again, should one of its workers be wanted
            self.zygotes.pop(next(iter(self.zygotes))).stop()
        session = Session(zygote, submission, wanted, self.limits, given)
        session.load()
        return session


class Ended(Exception):
    """The worker is no more; the failure says why."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.message)
        self.failure = failure


class Part(NamedTuple):
    """The calls of one function in a message, and the replies so far."""

    name: str
    calls: Sequence[Sequence[Any]]
    replies: list[Reply]

    @property
    def left(self) -> int:
        """How many are not answered yet."""
        return len(self.calls) - len(self.replies)

    def request(self) -> wire.EncodedCall:
        """Return what is left as it crosses."""
        left = self.calls[len(self.replies) :]
        manners = [manner_of(values) for values in left]
        told = manners if any(manner != "new" for manner in manners) else ()
        return wire.EncodedCall(self.name, list(map(_encoded, left)), told)


class Session:
    """One submission: its functions, answered by one worker after another."""

    def __init__(
        self,
        zygote: Workers,
        submission: Submission,
        wanted: Collection[str],
        limits: Limits,
        given: Mapping[str, bytes] | None = None,
    ) -> None:
        self.zygote, self.limits, self.given = zygote, limits, given or {}
        self.submission, self.wanted = submission, wanted
        self.other: Session | None = None  # the same submission in a second worker
        self.family = [self]  # all its workers, whoever started them
        self.over_for_good = False
        self.load_request = wire.Load(
            [
                wire.SourceFile(
                    m.name, m.notebook, [wire.Piece(cell.name, cell.source) for cell in m.cells], m.path
                )
                for m in submission.modules
            ],
            list(wanted),
            [],
            {**submission.files, **self.given},
        )
        self.pid: int | None = None
        self.orphaned = False
        self.level = "D"
        self.gaps: tuple[str, ...] = ()
        self.number = 0
        self.output = bytearray()
        self.written: dict[str, str] = {}
        self.told: list[Problem] = []  # what went wrong while it was loaded
        self.notes: list[Problem] = []  # what was decided while it was loaded
        self.hints: dict[str, str] = {}  # of functions: why one is not there, or what is odd
        self.parameters: dict[str, list[str]] = {}  # of functions: the names of their arguments
        self.flooded = False
        self.skip: list[int] = []  # the statements that stopped the loading
        self.lost: list[Problem] = []  # what is told of them
        self.reloads = 0
        self.excuses = RESTARTS  # how often a worker may end because its zygote did
        self.functions: frozenset[str] = frozenset()
        self.spent: dict[str, float] = {}  # seconds by function
        self.begun = 0.0  # when those began that are not counted yet
        self.held: dict[str, int] = {}  # bytes of its answers by function: the grader keeps them all
        self.ended: dict[str, Failure] = {}  # functions that are not asked again

    def __enter__(self) -> "Session":
        return self

    def __exit__(self, *_: object) -> None:
        for each in self.family:
            each.close()

    @property
    def names(self) -> Collection[str]:
        """The functions that the submission defines."""
        return self.functions

    @property
    def problems(self) -> Sequence[Problem]:
        """What the student should be told about the submission as a whole."""
        return [*self.told, FLOOD] if self.flooded else self.told

    def hint(self, name: str) -> str:
        """Say why a function is not there, or what is odd about it; nothing, where nothing is known."""
        return self.hints.get(name, "")

    def arguments(self, name: str) -> Sequence[str]:
        """Return the names of a function's arguments, where they are known."""
        return self.parameters.get(name, ())

    def renew(self) -> None:
        """Give every function its seconds again: a new question begins."""
        self.spent.clear()
        if self.other is not None:
            self.other.spent.clear()

    def spare(self, name: str) -> float:
        """Return the share of its seconds that a function has left."""
        return 1 - self.spent.get(name, 0.0) / self.limits.seconds

    def fresh(self) -> "Session":
        """Return the same submission in a second worker; there are two, and each is the other's."""
        if self.other is None:
            self.other = Session(self.zygote, self.submission, self.wanted, self.limits, self.given)
            self.other.other, self.other.ended = self, self.ended
            self.other.skip = list(self.skip)
            self.other.family = self.family
            self.family.append(self.other)
            self.other.load()
        return self.other

    def sealed(self) -> "Session":
        """End this worker for good, and return the other one; its own other one will be a new worker.

        Nothing changes after this what is told of the submission here: ``problems`` and ``level``.
        """
        self.close()
        self.over_for_good = True
        other = self.fresh()
        other.other = None
        return other

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Forget when the block ends which functions ended a worker inside it."""
        before = dict(self.ended)
        try:
            yield
        finally:
            self.ended.clear()  # both workers share it
            self.ended.update(before)

    # -- loading

    def load(self) -> None:
        """Run the submission; a statement that never ends or kills the worker is left out the next time."""
        while len(self.lost) <= RESTARTS:
            self.load_request = msgspec.structs.replace(self.load_request, skip=list(self.skip))
            starting: wire.Starting | None = None
            if not self._locked_in():
                continue
            deadline = time.monotonic() + self.limits.seconds
            try:
                self._send(wire.frame(self.load_request), deadline, "")
                while not isinstance(response := self._response(deadline), wire.Loaded):
                    if not isinstance(response, wire.Starting):
                        raise Ended(self._end(UNASKED))
                    starting = response
            except Ended as ended:
                self.close()
                if self._excused():
                    continue
                if starting is None:
                    self.lost.append(Problem("", f"this could not be loaded: {ended.failure.message}"))
                    break
                where = wire.text(starting.where, 700)
                self.lost.append(Problem(where, f"{ended.failure.message}; it is left out"))
                self.skip.append(starting.statement)
                continue
            self.functions = frozenset(response.functions) & frozenset(self.load_request.wanted)
            self.written = {name: wire.text(answer, 20_000) for name, answer in response.answers.items()}
            told = [
                (each.note, Problem(wire.text(each.where, 700), self._words(each))) for each in response.told
            ]
            self.told = [*self.lost, *(problem for note, problem in told if not note)][
                : TOLD + len(self.lost)
            ]
            self.notes = [problem for note, problem in told if note][:TOLD]
            asked = self.load_request.wanted
            self.hints = {n: wire.text(response.hints[n], 500) for n in asked if n in response.hints}
            self.parameters = {
                name: [wire.text(each, 100) for each in response.parameters[name][:30]]
                for name in self.functions
                if name in response.parameters
            }
            return
        self.functions = frozenset()
        self.told = list(self.lost)

    def _locked_in(self) -> bool:
        """Start a worker and hear how it is locked in; False where its zygote died and it is to try again.

        Raises GraderError where it does not come so far: no student's code has run yet, so none pays for it.
        """
        try:
            self._start()
            locked = self._response(time.monotonic() + STARTING)
        except Ended as ended:
            self.close()
            if self._excused():
                return False
            raise GraderError(f"a worker did not start: {ended.failure.message}") from None
        if not isinstance(locked, wire.Locked):
            self.close()
            raise GraderError("a worker did not say how it is locked in")
        self.level, self.gaps = locked.level, tuple(locked.notes)
        return True

    def _response(self, deadline: float) -> wire.Response:
        _, body = self._receive(deadline, "")
        try:
            return wire.read_response(body)
        except wire.WireError as problem:
            raise Ended(self._end(str(problem))) from None

    # -- calling

    def ask(self, name: str, calls: Sequence[Sequence[Any]]) -> list[Reply]:
        """Call a function once for each tuple of arguments; one reply for each, in order."""
        return self.ask_all([(name, calls)])[0]

    def ask_all(self, asked: Sequence[tuple[str, Sequence[Sequence[Any]]]]) -> list[list[Reply]]:
        """Call several functions, one after the other, as ``ask`` does, in one message."""
        parts = [Part(name, calls, []) for name, calls in asked]
        while left := [part for part in parts if part.left]:
            first = left[0]
            if first.name in self.ended:
                first.replies.extend([self.ended[first.name]] * first.left)
            else:
                self._ask(list(takewhile(lambda part: part.name not in self.ended, left)))
        return [part.replies for part in parts]

    def _ask(self, parts: Sequence[Part]) -> None:
        """Ask until all are answered or the worker ends."""
        part = parts[0]
        try:
            if self.pid is None:
                self._load_again(part.name)
            if part.name not in self.functions:
                words = f"`{part.name}` was no longer there when it was loaded again"
                raise Ended(Failure(Verdict.DIED, words))
            parts = list(takewhile(lambda part: part.name in self.functions, parts))
            request = wire.Calls([part.request() for part in parts])
            self.number += 1
            self.begun = time.monotonic()
            self._send(wire.frame(request, self.number), self._deadline(parts), part.name)
            for place, part in enumerate(parts):
                try:
                    if place:
                        self._hear_what_it_took(parts[place - 1 :])
                    self._hear(part, self._deadline(parts[place:]))
                except Ended:
                    self._count(part)
                    raise
            self._count(part)
        except Ended as ended:
            self.close()
            if self._excused():
                return
            self.ended[part.name] = ended.failure
            if not (part.replies and part.replies[-1] is ended.failure):
                part.replies.append(ended.failure)

    def _load_again(self, name: str) -> None:
        """Go on in a new worker; raise Ended where that was done more often than functions ended one."""
        assert not self.over_for_good
        if self.reloads >= RESTARTS + len(self.ended):
            raise Ended(Failure(Verdict.DIED, f"the process ended again and again{_in(name)}"))
        self.reloads += 1
        self.load()

    def _hear(self, part: Part, deadline: float) -> None:
        """Take in the replies of one function."""
        name, replies = part.name, part.replies
        room = self._room(name)
        for values in part.calls[len(replies) :]:
            number, body = self._receive(deadline, name)
            reply = self._reply(number, body, name, len(values), room)
            replies.append(reply)
            if type(reply) is Failure and reply.final:
                raise Ended(reply)

    def _deadline(self, parts: Sequence[Part]) -> float:
        """Return when the first of some functions must have answered.

        The worker may be at a later one already: what took no time is not told at once.
        """
        return self.begun + max(self.limits.seconds - self.spent.get(part.name, 0.0) for part in parts)

    def _hear_what_it_took(self, parts: Sequence[Part]) -> None:
        """Before the second function's first reply: count what the first took, should that be told.

        The worker may tell anything; all the seconds that went by are some function's, of its own.
        """
        number, body = self._receive(self._deadline(parts[1:]), parts[1].name)
        if number == self.number and (seconds := wire.took(body)) is not None:
            self._count(parts[0], seconds)
        else:
            self.waiting.appendleft((number, body))

    def _count(self, part: Part, seconds: float = math.inf) -> None:
        """Count seconds as a function's, at most those that went by since others were counted."""
        counted = min(time.monotonic() - self.begun, max(0.0, seconds))
        self.spent[part.name] = self.spent.get(part.name, 0.0) + counted
        self.begun += counted

    def _reply(self, number: int, body: bytes, name: str, places: int, room: int) -> Reply:
        if number != self.number:
            return self._end(UNASKED)
        try:
            reply = _replies.read(body)
        except wire.WireError as problem:
            return self._end(str(problem))
        if isinstance(reply, Failure):
            return reply if reply.verdict is Verdict.RAISED else self._memory(name)
        self.held[name] = held = self.held.get(name, 0) + len(body) * _cost(reply)
        if held > room:
            self.close()
            return Failure(Verdict.OUT_OF_MEMORY, f"returned more than {room >> 20} MB in all{_in(name)}")
        if reply.changed and max(reply.changed) >= places:
            return replace(reply, changed=tuple(place for place in reply.changed if place < places))
        return reply

    def _room(self, name: str) -> int:
        """Bytes that a function's answers may take: never nothing, whatever other functions returned."""
        others = sum(self.held.values()) - self.held.get(name, 0)
        return ((self.limits.megabytes << 20) - others) // SHARE

    def _words(self, told: wire.Told) -> str:
        return self._memory("").message if told.memory else wire.text(told.message, 700)

    def _memory(self, name: str) -> Failure:
        gigabytes, rest = divmod(self.limits.megabytes, 1024)
        size = f"{self.limits.megabytes} MB" if rest else f"{gigabytes} GB"
        return Failure(Verdict.OUT_OF_MEMORY, f"used more than {size}{_in(name)}")

    # -- the worker

    def _start(self) -> None:
        self.pid, self.channel, self.prints, self.page = self.zygote.fork()
        self.orphaned = False
        self.over: Failure | None = None  # why the worker ended, should it have
        self.channel.settimeout(0)
        self.buffer = wire.Buffer()
        self.received = 0  # bytes
        # What has arrived and was not read yet.
        self.waiting: deque[tuple[int, bytes] | wire.WireError] = deque()
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.channel, selectors.EVENT_READ)
        self.selector.register(self.prints, selectors.EVENT_READ)

    def _excused(self) -> bool:
        """Whether the worker ended because its zygote did: then it is asked again, though not for ever."""
        excused = self.orphaned and self.excuses > 0
        self.excuses -= excused
        self.orphaned = False
        return excused

    def close(self, *, listen: bool = False, patience: float = 0.0) -> int:
        """Kill the worker, if there is one; return its exit status.

        ``listen``: hear what it still had to say.  ``patience``: so many seconds it has to end by itself.
        """
        if self.pid is None:
            return 0
        status = self.zygote.reap(self.pid, patience)
        self.pid = None
        self.orphaned = status is None
        self.selector.close()
        if listen:
            self._hear_the_rest()
        self.channel.close()
        self.prints.close()
        if self.page is not None:
            os.close(self.page)
        return workers.KILLED if status is None else status

    def _hear_the_rest(self) -> None:
        """Take in what the worker had sent, and what it had gathered to send."""
        with suppress(OSError):
            while data := self.channel.recv(1 << 20):
                self._arrived(data)
        if self.page is not None:
            self._arrived(outbox.unsent(self.page, self.received))

    def _send(self, data: bytes, deadline: float, name: str) -> None:
        """Send all bytes, reading the worker's prints meanwhile so that neither side waits for ever."""
        view = memoryview(data)
        while view:
            try:
                view = view[self.channel.send(view) :]
            except BlockingIOError:
                self.selector.modify(self.channel, selectors.EVENT_READ | selectors.EVENT_WRITE)
                self._wait(deadline)
                if self.over is not None:
                    raise self._ended(name) from None
                if self.waiting or self.buffer.bytes:
                    raise Ended(self._end(UNASKED)) from None
                self.selector.modify(self.channel, selectors.EVENT_READ)
            except OSError:
                self.over = self._dead()
                raise self._ended(name) from None

    def _receive(self, deadline: float, name: str) -> tuple[int, bytes]:
        """Return the number and body of the worker's next response; raise Ended where none comes in time."""
        while not self.waiting:
            if self.over is not None:
                raise self._ended(name)
            self._wait(deadline, listen=bool(name))
        response = self.waiting.popleft()
        if isinstance(response, wire.WireError):
            raise Ended(self._end(str(response)))
        return response

    def _ended(self, name: str) -> Ended:
        """Return why the worker is no more: while it called the function of that name."""
        assert self.over is not None
        return Ended(replace(self.over, message=self.over.message + _in(name)))

    def _wait(self, deadline: float, *, listen: bool = False) -> None:
        """Take in what has arrived: responses to ``waiting``, prints to ``output``; or why it is ``over``."""
        remaining = deadline - time.monotonic()
        if remaining <= 0:
            self.close(listen=listen)
            self.over = Failure(Verdict.TIMED_OUT, f"did not finish within {self.limits.seconds:g} s")
            return
        for key, events in self.selector.select(remaining):
            if not events & selectors.EVENT_READ:
                continue
            if key.fileobj is self.channel:
                try:
                    data = self.channel.recv(1 << 20)
                except BlockingIOError:
                    continue
                except OSError:
                    data = b""
                if not data:
                    self.over = self._dead(listen=listen)
                    return
                self._arrived(data)
            else:
                printed = self.prints.read(1 << 16)
                if printed is None:  # not yet
                    continue
                if not printed:
                    self.selector.unregister(self.prints)
                room = OUTPUT_LIMIT - len(self.output)
                self.flooded = self.flooded or len(printed) > room
                self.output += printed[:room]

    def _arrived(self, data: bytes) -> None:
        self.received += len(data)
        try:
            self.waiting.extend(self.buffer.feed(data))
        except wire.WireError as problem:
            self.waiting.append(problem)

    def _dead(self, *, listen: bool = False) -> Failure:
        """Say how a worker ended that closed its channel."""
        # One that closed its channel and goes on would otherwise be stopped now here, now there.
        status = self.close(listen=listen, patience=ENDING)
        if status == zygote.OUT_OF_MEMORY:
            return self._memory("")
        if status < 0:
            how = f"the process was ended by {_signal(-status)}"
        else:  # Windows has no signals, and large numbers for a crash
            how = f"the process crashed (0x{status:X})" if status > 0xFF else "the process exited"
        return Failure(Verdict.DIED, how)

    def _end(self, why: str) -> Failure:
        self.close()
        return Failure(Verdict.DIED, f"the worker did not keep to the protocol: {why}")


def _encoded(values: Sequence[Any]) -> msgspec.Raw:
    return values.encoded if isinstance(values, Arguments) else Arguments(values).encoded


def _read(body: bytes) -> Reply:
    """Return a reply as it reads; without words where memory ran out.  Raises WireError where it is none."""
    response = wire.read_response(body)
    if isinstance(response, wire.Answered):
        wire.require_sound(response.value)
        changed = tuple(sorted({place for place in response.changed if place >= 0}))
        return Answer(response.value, changed, wire.bits_of(response.value))
    if not isinstance(response, wire.Raised):
        raise wire.WireError(UNASKED)
    if response.memory:
        return Failure(Verdict.OUT_OF_MEMORY, "")
    words = f"{wire.text(response.exception, 100)}: {wire.text(response.message, 500)}".rstrip(": ")
    place = f" ({wire.text(response.where, 700)})" if response.where else ""
    return Failure(Verdict.RAISED, words + place, tuple(wire.text(kind, 100) for kind in response.kinds))


@dataclass
class Replies:
    """Replies that were read: most submissions give the answers of others, and bytes are compared faster."""

    known: dict[bytes, Reply] = field(default_factory=dict)
    size: int = 0  # bytes of memory, near enough

    def read(self, body: bytes) -> Reply:
        """Return a reply as ``_read`` does."""
        reply = self.known.get(body)
        if reply is None:
            reply = _read(body)
            if len(body) <= SMALL:
                self.size += OBJECT + len(body) * (1 + _cost(reply))  # as it came, and as it was read
                if self.size > REMEMBERED:
                    self.known.clear()
                    self.size = 0
                self.known[body] = reply
        return reply


_replies = Replies()


def _cost(reply: Reply) -> int:
    """Return the bytes of memory for each on the wire."""
    return LIST_COST if isinstance(reply, Answer) and type(reply.packed) is wire.Items else 1


def _in(name: str) -> str:
    return f" in `{name}`" if name else ""


def _signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:  # most of the real-time signals have no name
        return f"signal {number}"


def imported(packages: Sequence[str], limits: Limits) -> dict[str, str]:
    """Try to import each of these behind the walls; return what went wrong, "" where nothing did."""
    found = {}
    with canary_file() as canary, Sandbox(limits, canary) as sandbox:
        for name in packages:
            cell = Cell("import", f"import {name}\n")
            one = Submission("", "", (Module("hw", "hw.py", (cell,)),), {}, (), "")
            with sandbox.open(one, ()) as session:
                found[name] = "; ".join(problem.message for problem in session.problems)
    return found


def locked_in(limits: Limits, secrets: Sequence[Path] = ()) -> tuple[str, tuple[str, ...]]:
    """Start a worker with nothing in it that tries to read the ``secrets``, if it can.

    Return its level, A to D, and a sentence for each gap.
    """
    nothing = Submission("", "", (), {}, (), "")
    with (
        canary_file() as canary,
        Sandbox(limits, canary) as sandbox,
        sandbox.open(nothing, (), secrets) as session,
    ):
        return session.level, session.gaps
