"""The grader's side of the worker: ask it for answers, and go on in a new one where it ends.

A ``Session`` is one submission in one worker at a time.  After a crash or a time-out the next call gets a
fresh worker, so that one function never costs another.  Nothing that a worker sends is trusted.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import takewhile
from typing import Any

from grader.errors import GraderError
from grader.functions.reply import Failure, Reply
from grader.model import Limits, Problem, Verdict
from grader.sandbox import messages
from grader.sandbox.channel import OUTPUT_LIMIT, Channel
from grader.sandbox.clock import Clock, Deadline
from grader.sandbox.failures import UNASKED, Ended, in_function
from grader.sandbox.loading import RESTARTS, Loading
from grader.sandbox.memory import Memory, too_large
from grader.sandbox.replies import PendingCalls, Replies, of_these
from grader.sandbox.workers import Workers
from grader.values.wire import WireError

STARTING = 60.0  # seconds for a worker to start and lock itself in, on a machine however busy
FLOOD = Problem("printing", f"more than {OUTPUT_LIMIT >> 10} KB were printed; the rest was not kept")

_replies = Replies()


class Session:
    """One submission: its functions, answered by one worker after another."""

    def __init__(self, zygote: Workers, loading: Loading, limits: Limits) -> None:
        self.limits, self.memory = limits, Memory(limits.megabytes)
        self.channel = Channel(zygote, self.memory)
        self.clock = Clock(limits.seconds, self.channel.time)
        self.loading = loading
        self.locked = messages.Locked("D", [])
        self.number = 0  # of the last request for answers
        self.reloads = 0
        self.ended: dict[str, Failure] = {}  # functions that are not asked again
        self.other: Session | None = None  # the same submission in a second worker
        self.family = [self]  # all its workers, whoever started them
        self.over_for_good = False

    def __enter__(self) -> "Session":
        return self

    def __exit__(self, *_: object) -> None:
        for each in self.family:
            each.close()

    @property
    def names(self) -> Collection[str]:
        """The functions that the submission defines."""
        return self.loading.defined.functions

    @property
    def problems(self) -> Sequence[Problem]:
        """What the student should be told about the submission as a whole."""
        return self.loading.defined.problems

    @property
    def notes(self) -> Sequence[Problem]:
        """What was decided while the submission was loaded."""
        return [*self.loading.defined.notes, *([FLOOD] if self.channel.prints.flooded else ())]

    @property
    def written(self) -> Mapping[str, str]:
        """Its answers in words, by question."""
        return self.loading.defined.written

    @property
    def level(self) -> str:
        """How well its worker is locked in, A to D, as it found by trying."""
        return self.locked.level

    def hint(self, name: str) -> str:
        """Say why a function is not there, or what is odd about it; nothing, where nothing is known."""
        return self.loading.hint(name)

    def arguments(self, name: str) -> Sequence[str]:
        """Return the names of a function's arguments, where they are known."""
        return self.loading.defined.parameters.get(name, ())

    def renew(self) -> None:
        """Give every function its seconds again: a new question begins."""
        self.clock.renew()
        if self.other is not None:
            self.other.clock.renew()

    def spare(self, name: str) -> float:
        """Return the share of its seconds that a function has left."""
        return self.clock.spare(name)

    def close(self) -> None:
        """Kill the worker, if there is one."""
        self.channel.close()

    def fresh(self) -> "Session":
        """Return the same submission in a second worker; there are two, and each is the other's."""
        if self.other is None:
            self.other = Session(self.channel.zygote, self.loading.again(), self.limits)
            self.other.other, self.other.ended = self, self.ended
            self.other.family = self.family
            self.family.append(self.other)
            self.other.load()
        return self.other

    def sealed(self) -> "Session":
        """End this worker for good, and return the other one; its own other one will be a new worker.

        Nothing changes after this what is told of the submission here: ``problems`` and ``locked``.
        """
        self.close()
        self.over_for_good = True
        other = self.fresh()
        other.other = None
        return other

    @contextmanager
    def anew(self) -> "Iterator[Session]":
        """Give the same submission inside the block in a third worker, where no call came before."""
        with Session(self.channel.zygote, self.loading.again(), self.limits) as alone:
            alone.load()
            yield alone

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
        while self.loading.may_go_on:
            if not self._locked_in():
                continue
            try:
                self.loading.done(self._run_statements(), self.memory)
            except Ended as ended:
                self.close()
                if self.channel.may_try_again():
                    continue
                if not self.loading.leave_out(ended.failure):
                    break
            else:
                return
        self.loading.give_up()

    def _locked_in(self) -> bool:
        """Start a worker and hear how it is locked in; False where its zygote died and it is to try again.

        Raises GraderError where it does not come so far: no student's code has run yet, so none pays for it.
        """
        try:
            self.channel.start()
            locked = self.channel.response(Deadline.after(STARTING))
        except Ended as ended:
            self.close()
            if self.channel.may_try_again():
                return False
            raise GraderError(f"a worker did not start: {ended.failure.message}") from None
        if not isinstance(locked, messages.Locked):
            self.close()
            raise GraderError("a worker did not say how it is locked in")
        self.locked = locked
        return True

    def _run_statements(self) -> messages.Loaded:
        """Have the worker run the statements; note each that starts, and return what there is at the end."""
        deadline = self.clock.whole()
        self.channel.send(self.loading.begin(), deadline, "")
        while not isinstance(response := self.channel.response(deadline), messages.Loaded):
            if not isinstance(response, messages.Starting):
                raise Ended(self.channel.end(UNASKED))
            self.loading.starting = response
        return response

    # -- calling

    def ask(self, name: str, calls: Sequence[Sequence[Any]]) -> list[Reply]:
        """Call a function once for each tuple of arguments; one reply for each, in order."""
        return self.ask_all([(name, calls)])[0]

    def ask_all(self, planned_calls: Sequence[tuple[str, Sequence[Sequence[Any]]]]) -> list[list[Reply]]:
        """Call several functions, one after the other, as ``ask`` does, in one message."""
        pending = [PendingCalls(name, calls, []) for name, calls in planned_calls]
        while left := [each for each in pending if each.left]:
            first = left[0]
            if first.name in self.ended:
                first.replies.extend([self.ended[first.name]] * first.left)
            else:
                self._ask(list(takewhile(lambda each: each.name not in self.ended, left)))
        return [each.replies for each in pending]

    def _ask(self, pending: Sequence[PendingCalls]) -> None:
        """Ask until all are answered or the worker ends; that counts against the function it was at."""
        try:
            if self.channel.pid is None:
                self._load_again(pending[0].name)
            self._require(pending[0].name)
            there = list(takewhile(lambda each: each.name in self.names, pending))
            self._send_calls(there)
            self._receive_all(there)
        except Ended as ended:
            self.close()
            if self.channel.may_try_again():
                return
            failure = ended.failure
            name, _, replies = next(each for each in pending if each.left or each.replies[-1] is failure)
            self.ended[name] = failure
            if not (replies and replies[-1] is failure):
                replies.append(failure)

    def _load_again(self, name: str) -> None:
        """Go on in a new worker; raise Ended where that was done more often than functions ended one."""
        assert not self.over_for_good
        if self.reloads >= RESTARTS + len(self.ended):
            words = f"the process ended again and again{in_function(name)}"
            raise Ended(Failure(Verdict.DIED, words))
        self.reloads += 1
        self.load()

    def _require(self, name: str) -> None:
        """Raise Ended where a function is not there: a submission may define it only the first time."""
        if name not in self.names:
            words = f"`{name}` was no longer there when it was loaded again"
            raise Ended(Failure(Verdict.DIED, words))

    def _send_calls(self, pending: Sequence[PendingCalls]) -> None:
        request = messages.CallRequest([each.request() for each in pending])
        self.number += 1
        self.clock.begin()
        frame = messages.frame(request, self.number)
        self.channel.send(frame, self._deadline(pending), pending[0].name)

    def _receive_all(self, pending: Sequence[PendingCalls]) -> None:
        """Take in the replies of some functions, and count their seconds."""
        for place, each in enumerate(pending):
            try:
                if place:
                    self._receive_what_it_took(pending[place - 1 :])
                self._receive_replies(each, self._deadline(pending[place:]))
            except Ended:
                self.clock.count(each.name)
                raise
        self.clock.count(pending[-1].name)

    def _deadline(self, pending: Sequence[PendingCalls]) -> Deadline:
        return self.clock.deadline([each.name for each in pending])

    def _receive_what_it_took(self, pending: Sequence[PendingCalls]) -> None:
        """Before the second function's first reply: count what the first took, should that be told.

        The worker may tell anything; all the seconds that went by are some function's, of its own.
        """
        first, second = pending[:2]
        number, body = self.channel.receive(self._deadline(pending[1:]), second.name)
        if number == self.number and (seconds := messages.took(body)) is not None:
            self.clock.count(first.name, seconds)
        else:
            self.channel.put_back(number, body)

    def _receive_replies(self, pending: PendingCalls, deadline: Deadline) -> None:
        """Take in the replies of one function; raise Ended at one that ends the worker."""
        name, replies = pending.name, pending.replies
        room = self.memory.room(name)
        for values in pending.calls[len(replies) :]:
            number, body = self.channel.receive(deadline, name)
            reply = self._reply(number, body, name, values, room)
            replies.append(reply)
            if type(reply) is Failure and reply.final:
                raise Ended(reply)

    def _reply(self, number: int, body: bytes, name: str, values: Sequence[Any], room: int) -> Reply:
        """Read a reply to a call with these arguments; what is none, or takes too much, ends the worker."""
        if number != self.number:
            return self.channel.end(UNASKED)
        try:
            reply, size = _replies.read(body)
        except WireError as problem:
            return self.channel.end(str(problem))
        if isinstance(reply, Failure):
            return reply if reply.verdict is Verdict.RAISED else self.memory.exceeded(name)
        if self.memory.hold(name, size) > room:
            self.close()
            return too_large(name, room)
        return of_these(reply, values)
