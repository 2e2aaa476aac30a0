"""Replies wait for one another, cross in few messages, and outlive the worker that gathered them."""

import itertools
import os
import stat
import struct
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from grader.functions.reply import Answer, Failure
from grader.model import Verdict
from grader.sandbox import messages
from grader.sandbox.loading import RESTARTS
from grader.sandbox.worker import outbox
from grader.sandbox.worker import serve as worker
from grader.sandbox.worker.outbox import ROOM, Outbox, unsent


class Sink:
    """A channel that keeps the messages, or breaks after so many of them."""

    def __init__(self, breaks_after: int = 1000) -> None:
        self.messages: list[bytes] = []
        self.breaks_after = breaks_after

    def recv(self, size: int) -> bytes:
        raise NotImplementedError

    def sendall(self, data: bytes | memoryview) -> None:
        if len(self.messages) >= self.breaks_after:
            raise BrokenPipeError
        self.messages.append(bytes(data))


@pytest.fixture
def page() -> Iterator[int]:
    """A page, as the grader holds it."""
    descriptor = outbox.new_page()
    yield descriptor
    os.close(descriptor)


def test_what_is_added_crosses_in_one_message(page: int) -> None:
    """When it is flushed, and not before."""
    sink = Sink()
    box = Outbox(sink, page)

    for number in range(100):
        box.add(bytes([number]) * 10)
    assert sink.messages == []
    box.flush()
    box.flush()

    assert sink.messages == [b"".join(bytes([number]) * 10 for number in range(100))]


def test_what_has_no_room_is_sent_in_order(page: int) -> None:
    """A full page is sent first, and what is larger than a page goes by itself."""
    sink = Sink()
    box = Outbox(sink, page)
    parts = [b"a" * (ROOM - 1), b"b", b"c" * 2, b"d" * (ROOM + 1), b"e"]

    for part in parts:
        box.add(part)
    box.flush()

    assert sink.messages == [parts[0] + parts[1], parts[2], parts[3], parts[4]]


def test_without_a_page_everything_is_sent_at_once() -> None:
    """Where the grader could not read it afterwards."""
    sink = Sink()
    box = Outbox(sink)

    box.add(b"one")
    box.add(b"two")
    box.flush()

    assert sink.messages == [b"one", b"two"]


@pytest.mark.parametrize("received", [0, 2, 5])
def test_what_was_not_sent_is_read_afterwards(page: int, received: int) -> None:
    """Also where the message was on its way: from the first byte that did not arrive."""
    box = Outbox(Sink(breaks_after=0), page)
    box.add(b"hello")
    with pytest.raises(BrokenPipeError):
        box.flush()

    assert unsent(page, received) == b"hello"[received:]


def test_what_was_sent_is_not_read_again(page: int) -> None:
    """Whether all of it has been received by then or not."""
    box = Outbox(Sink(), page)
    box.add(b"hello")
    box.flush()
    assert unsent(page, 5) == b""

    box.add(b"you")
    assert unsent(page, 5) == b"you"
    assert unsent(page, 3) == b""  # the rest of what was sent is still in the channel


def test_a_worker_that_ends_between_two_marks_loses_and_repeats_nothing(page: int) -> None:
    """First nothing waits any more, then it counts as sent."""
    box = Outbox(Sink(), page)
    box.add(b"hello")
    struct.pack_into("=Q", box.page, outbox.GATHERED, 0)  # type: ignore[arg-type]

    assert unsent(page, 5) == b""


def test_at_which_step_a_worker_ended_is_known_afterwards(page: int) -> None:
    """Between programs it is at none, and at none where it says what cannot be."""
    box = Outbox(Sink(), page)
    said = []
    for steps in (3, 0, 64, 65, 2**64 - 1):
        box.has_begun(steps)
        said.append(outbox.begun(page))
    assert said == [3, 0, 64, 0, 0]


@pytest.mark.parametrize("sent", [0, 7, 2**63, 2**64 - 1])
@pytest.mark.parametrize("gathered", [0, 1, ROOM, ROOM + 1, 2**64 - 1])
def test_a_page_of_lies_gives_at_most_a_page(page: int, sent: int, gathered: Any) -> None:
    """Never more, and never an error."""
    box = Outbox(Sink(), page)
    struct.pack_into("=QQ", box.page, 0, sent, gathered)  # type: ignore[arg-type]

    for received in (0, 7, 10**6):
        assert len(unsent(page, received)) <= ROOM


# ---- through a real worker ---------------------------------------------------------------------------


def test_a_thousand_answers_before_the_end_are_all_there(load: Any) -> None:
    """Small ones that waited, and large ones; the call that ended the worker is known exactly."""
    session = load(
        "import os, numpy\ndef f(x):\n    if x == 777:\n        os._exit(0)\n"
        "    return numpy.full(20_000, float(x)) if x % 100 == 7 else x\n"
    )

    replies = session.ask("f", [[number] for number in range(1000)])

    assert [reply for reply in replies if isinstance(reply, Failure)] == [
        Failure(Verdict.DIED, "the process exited in `f`")
    ] * 223
    given = [reply.value for reply in replies if isinstance(reply, Answer)]
    assert [int(np.max(each)) for each in given] == list(range(777))


def test_a_thousand_answers_before_the_time_is_up_are_all_there(load: Any) -> None:
    """The grader reads what waits when it stops the worker."""
    session = load("def f(x):\n    while x == 777: pass\n    return x\n")
    session.clock.seconds = 0.5

    replies = session.ask("f", [[number] for number in range(1000)])

    too_long = Failure(Verdict.TIMED_OUT, "did not finish within 0.5 s in `f`")
    assert replies == [*map(Answer, range(777)), *[too_long] * 223]


def test_a_worker_that_closes_its_channel_and_goes_on_is_heard_to_its_end(load: Any) -> None:
    """Always to the same one, and not to where it happened to be."""
    session = load("import os\ndef f(x):\n    if x == 100:\n        os.closerange(3, 64)\n    return x\n")

    for _ in range(3):
        assert session.ask("f", [[number] for number in range(400)]) == [*map(Answer, range(400))]


def test_a_few_messages_are_enough_for_many_answers(load: Any) -> None:
    """Two hundred answers do not wake the grader two hundred times."""
    session = load("def f(x):\n    return x\n")
    received = []
    arrived = session.channel.inbox.add
    session.channel.inbox.add = lambda data: (received.append(len(data)), arrived(data))

    session.ask("f", [[number] for number in range(200)])

    assert len(received) == 1


# ---- several functions in one message ----------------------------------------------------------------


def test_several_functions_answer_one_message(load: Any) -> None:
    """Each to its own calls."""
    session = load("def f(x):\n    return x\ndef g(x):\n    return 2 * x\n")

    replies = session.ask_all([("f", [[1], [2]]), ("g", []), ("g", [[3]]), ("f", [[4]])])

    assert replies == [[Answer(1), Answer(2)], [], [Answer(6)], [Answer(4)]]
    assert session.number == 1


@pytest.mark.parametrize(
    ("body", "failure"),
    [
        ("while True: pass", Failure(Verdict.TIMED_OUT, "did not finish within 0.5 s in `g`")),
        ("os._exit(1)", Failure(Verdict.DIED, "the process exited in `g`")),
        ("return [0] * 10**9", Failure(Verdict.OUT_OF_MEMORY, "used more than 512 MB in `g`")),
    ],
)
def test_one_that_ends_the_worker_costs_the_others_nothing(load: Any, body: str, failure: Any) -> None:
    """They are asked on in a new one; the failure has the name of the function that it was."""
    session = load(f"import os\ndef f(x):\n    return x\ndef g(x):\n    {body}\ndef h(x):\n    return -x\n")
    session.clock.seconds = 0.5

    replies = session.ask_all([("f", [[1]]), ("g", [[2], [3]]), ("h", [[4]]), ("g", [[5]])])

    assert replies == [[Answer(1)], [failure] * 2, [Answer(-4)], [failure]]
    assert session.ask("f", [[6]]) == [Answer(6)]


def test_each_function_has_its_own_seconds(load: Any) -> None:
    """What one takes is not taken from the next."""
    session = load("import time\ndef f(x):\n    time.sleep(x)\n    return x\ng = h = lambda x: f(x)\n")
    session.clock.seconds = 1.0

    replies = session.ask_all([("f", [[0.6]]), ("g", [[0.6]]), ("h", [[0.0]])])

    assert replies == [[Answer(0.6)], [Answer(0.6)], [Answer(0.0)]]
    assert session.clock.spent["f"] == pytest.approx(0.6, abs=0.3)
    assert session.clock.spent["g"] == pytest.approx(0.6, abs=0.3)
    assert session.ask("h", [[0.6]]) == [Answer(0.6)]
    assert session.ask("g", [[0.6]]) == [Failure(Verdict.TIMED_OUT, "did not finish within 1 s in `g`")]


def test_a_worker_that_is_late_to_begin_tells_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the first function nothing took any: the grader waits for an answer then."""
    monkeypatch.setattr(worker, "perf_counter", itertools.count().__next__)
    sink = Sink()
    calls = messages.CallRequest([messages.Call(name, [[1.0]]) for name in "fg"])

    worker.answer(calls, 7, {"f": float, "g": float}, {}, Outbox(sink))

    told = [messages.read_response(body) for _, body in messages.Buffer().feed(b"".join(sink.messages))]
    assert [type(each) for each in told] == [messages.Answered, messages.Took, messages.Answered]


def test_a_worker_is_not_loaded_again_without_end(load: Any) -> None:
    """One that answers all it was asked and then ends could else go on for hours."""
    session = load("def f(x):\n    return x\n")
    replies = []
    for _ in range(20):
        session.close()
        replies += session.ask("f", [[1]])

    ended = Failure(Verdict.DIED, "the process ended again and again in `f`")
    assert replies == [Answer(1)] * RESTARTS + [ended] * (20 - RESTARTS)


def test_a_grader_that_comes_late_counts_the_same_seconds(load: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine it hears of several functions at once, some time after the last has ended."""
    session = load("import time\ndef f(x):\n    time.sleep(x)\n    return x\ng = h = lambda x: f(x)\n")
    session.clock.seconds = 5.0
    send = session.channel.send
    monkeypatch.setattr(session.channel, "send", lambda *arguments: (send(*arguments), time.sleep(1.0)))

    replies = session.ask_all([("f", [[0.2]]), ("g", [[0.3]]), ("f", [[0.2]]), ("h", [[0.0], [0.0]])])

    assert replies == [[Answer(0.2)], [Answer(0.3)], [Answer(0.2)], [Answer(0.0)] * 2]
    assert session.clock.spent["f"] == pytest.approx(0.4, abs=0.2)
    assert session.clock.spent["g"] == pytest.approx(0.3, abs=0.2)


@pytest.mark.parametrize(
    "clock", ["lambda: 0.0", "iter([0.0] + [-9e9] * 99).__next__", "count(0.0, 9e9).__next__"]
)
def test_a_clock_that_was_turned_gains_no_seconds(load: Any, clock: str) -> None:
    """Whatever the worker tells, all seconds that went by are counted, as one function's or another's."""
    session = load(
        "import gc, time\nfrom itertools import count\n"
        "for each in gc.get_objects():\n"
        "    if isinstance(each, dict) and 'WORTH_TELLING' in each:\n"
        f"        each['perf_counter'] = {clock}\n"
        "def f(x):\n    time.sleep(x)\n    return x\ng = h = lambda x: f(x)\n"
    )

    session.ask_all([("f", [[0.2]]), ("g", [[0.2]]), ("h", [[0.0]])])

    assert 0.35 < sum(session.clock.spent.values()) < 2.0  # no clock sleeps to the millisecond


def test_a_function_that_is_gone_after_a_crash_is_told_so(load: Any) -> None:
    """A submission may define it only the first time."""
    session = load("def f(x):\n    return x\n")
    session.loading.defined = replace(session.loading.defined, functions=frozenset({"f", "g"}))
    session.close()

    (reply,), (other,) = session.ask_all([("f", [[1]]), ("g", [[1]])])

    assert reply == Answer(1)
    assert other == Failure(Verdict.DIED, "`g` was no longer there when it was loaded again")


def test_a_worker_has_no_descriptor_of_its_page(load: Any) -> None:
    """It could make it longer or shorter."""
    session = load(
        "import os, stat\ndef f():\n    found = []\n    for n in range(3, 256):\n        try:\n"
        "            found.append(stat.S_IFMT(os.fstat(n).st_mode))\n        except OSError:\n"
        "            pass\n    return found\n"
    )

    (reply,) = session.ask("f", [[]])

    assert stat.S_IFSOCK in reply.value
    assert stat.S_IFREG not in reply.value
