"""Functions that may never end or take all memory, tried for real."""

import sys
import time
from contextlib import suppress

import numpy as np
import pytest

from grader.functions.bounded import Bounded, TooLong, time_limit
from grader.functions.reply import Answer, Failure
from grader.model import Verdict

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no such alarms")


def bounded(function, seconds: float = 0.2, megabytes: int = 64) -> Bounded:
    return Bounded({"f": function}, {"f": seconds}, megabytes)


def test_what_ends_in_time_answers() -> None:
    """A function with time left is called once for each tuple of arguments."""
    replies = bounded(lambda x: x + 1).ask("f", [(1,), (2,)])
    assert [reply.value for reply in replies if isinstance(reply, Answer)] == [2, 3]


def test_what_never_ends_is_stopped_once() -> None:
    """The calls before it have answers; it is not run again until its seconds are given anew."""
    started = []

    def halves(n: int) -> int:
        started.append(n)
        while n > 0:
            n -= n < 5
        return n

    functions = bounded(halves)
    replies = functions.ask("f", [(3,), (9,), (2,)])
    late = Failure(Verdict.TIMED_OUT, "`f` did not finish within 0.2 s")
    assert replies[1:] == [late, late]
    assert isinstance(replies[0], Answer)
    assert functions.ask("f", [(1,)]) == [late]
    assert started == [3, 9]
    functions.renew()
    assert isinstance(functions.ask("f", [(1,)])[0], Answer)


def test_calls_share_the_seconds() -> None:
    """Many calls that take long together are as late as one."""

    def slow(_: int) -> None:
        end = time.process_time() + 0.05
        while time.process_time() < end:
            pass

    verdicts = [getattr(reply, "verdict", None) for reply in bounded(slow).ask("f", [(n,) for n in range(9)])]
    assert verdicts[:2] == [None, None]
    assert verdicts[-1] is Verdict.TIMED_OUT


def test_an_alarm_in_a_callback_rings_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the first one raised there is lost, and nobody is told of it; other errors there are told."""
    lost: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda told: lost.append(told.exc_type))
    monkeypatch.setattr("grader.functions.bounded.AGAIN", 0.1)
    stuck = True

    class Slow:
        def __del__(self) -> None:
            while stuck:
                pass
            raise KeyError

    def falls() -> None:
        nonlocal stuck
        Slow()
        stuck = False
        Slow()
        while True:
            pass

    (reply,) = bounded(falls).ask("f", [()])
    assert getattr(reply, "verdict", None) is Verdict.TIMED_OUT
    assert lost == [KeyError]


def test_only_work_counts() -> None:
    """A machine that is busy with other things makes no function late."""
    (reply,) = bounded(lambda: time.sleep(0.4)).ask("f", [()])
    assert isinstance(reply, Answer)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps to a limit of memory")
def test_memory_has_an_end() -> None:
    """A list that grows without end meets the limit, and the process has its memory back."""

    def grows() -> None:
        found: list[list[int]] = []
        while True:
            found.append([0] * 1_000_000)

    (reply,) = bounded(grows, 20.0).ask("f", [()])
    assert reply == Failure(Verdict.RAISED, "MemoryError")
    assert len(bytearray(200_000_000)) == 200_000_000


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps to a limit of memory")
def test_an_answer_is_read_without_a_limit() -> None:
    """What fits while it is made is copied while it is read, and that must not fail."""
    replies = bounded(lambda: np.zeros(3_000_000), 20.0, 40).ask("f", [(), ()])
    assert [isinstance(reply, Answer) for reply in replies] == [True, True]


def test_an_alarm_may_stand_inside_another() -> None:
    """A function that waits uses no seconds of its own; the alarm around it rings all the same."""
    before = time.monotonic()
    with pytest.raises(TooLong), time_limit(0.2), time_limit(5.0, at_work=True):
        time.sleep(4)
    assert time.monotonic() - before < 2


@pytest.mark.parametrize("at_work", [False, True])
def test_an_alarm_of_a_kind_may_stand_inside_one_of_its_kind(at_work: bool) -> None:
    """Neither has more seconds for it, whichever has fewer."""
    before = time.monotonic()
    with pytest.raises(TooLong), time_limit(0.2, at_work=at_work):
        with time_limit(5.0, at_work=at_work):
            pass
        with pytest.raises(TooLong), time_limit(0.01, at_work=at_work):
            while True:
                pass
        while True:
            pass
    with pytest.raises(TooLong), time_limit(0.2, at_work=at_work), time_limit(5.0, at_work=at_work):
        while True:
            pass
    assert time.monotonic() - before < 4


def test_an_alarm_that_is_lost_rings_again() -> None:
    """What is raised in a callback of Python's own goes nowhere, and the block goes on."""
    with pytest.raises(TooLong), time_limit(0.05):
        with suppress(TooLong):
            while True:
                pass
        while True:
            pass
