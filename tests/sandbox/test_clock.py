"""Every second is some function's, whatever a worker tells; but none that a busy machine takes."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest

from grader.functions.reply import Answer, Failure
from grader.model import Verdict
from grader.sandbox import clock as module
from grader.sandbox.clock import Clock, Deadline


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time: a list of one number, to be turned."""
    time = [100.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: time[0])  # type: ignore[attr-defined]
    return time


@pytest.mark.parametrize(("told", "counted"), [(2.0, 2.0), (9.0, 5.0), (-1.0, 0.0)])
def test_no_more_and_no_less_is_counted_than_went_by(now: list[float], told: float, counted: float) -> None:
    """What a worker tells is held against the grader's own clock; the rest stays for the next function."""
    clock = Clock(10.0, module.time.monotonic)  # type: ignore[attr-defined]
    clock.begin()
    now[0] += 5.0

    clock.count("f", told)
    clock.count("g")

    assert clock.spent == {"f": counted, "g": 5.0 - counted}


def test_a_deadline_is_that_of_the_function_with_most_seconds_left(now: list[float]) -> None:
    """The worker may be at a later one already."""
    clock = Clock(10.0, module.time.monotonic)  # type: ignore[attr-defined]
    clock.spent = {"f": 4.0, "g": 7.0}
    clock.begin()
    now[0] += 2.0

    assert clock.deadline(["f", "g"]) == Deadline(106.0, 10.0, 162.0)
    assert clock.deadline(["g"]) == Deadline(103.0, 10.0, 162.0)
    assert clock.spare("g") == pytest.approx(0.3)
    clock.renew()
    assert clock.spare("g") == 1.0


# ---- on a busy machine -------------------------------------------------------------------------------------

SPINNERS = 3
COMPUTES = """
import time
def f(seconds):
    while time.process_time() < seconds: pass
    return 1.0
def g(seconds):
    time.sleep(seconds)
    return 1.0
def h(seconds):
    import threading
    def spin():
        while True: pass
    for _ in range(8): threading.Thread(target=spin, daemon=True).start()
    while True: pass
"""


@pytest.fixture
def busy() -> Iterator[None]:
    """One processor for the test and what it starts, shared with some that never rest.

    Each has a session of its own, as a worker has: Linux shares processors between sessions first, so that
    some in one session took half of this one at most, and less where that session computed elsewhere, too.
    """
    if sys.platform != "linux" or not module.waited(os.getpid()):
        pytest.skip("this system does not say who waits for a processor")
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    spins = [sys.executable, "-c", "while True: pass"]
    spinners = [subprocess.Popen(spins, start_new_session=True) for _ in range(SPINNERS)]
    try:
        yield
    finally:
        for each in spinners:
            each.kill()
            each.wait()
        os.sched_setaffinity(0, before)


def on_this_processor(session) -> None:
    """Let the worker of a session share the processor, whenever its parent was started."""
    os.sched_setaffinity(session.channel.pid, os.sched_getaffinity(0))


def test_who_waits_for_a_processor_loses_no_time(load: Any, ask: Any, busy: None) -> None:
    """Half a second of computing takes longer than a second here, and is within a limit of one."""
    session = load(COMPUTES, seconds=1.0)
    on_this_processor(session)
    begun = time.monotonic()
    assert isinstance(ask(session, "f", 0.6), Answer)
    assert time.monotonic() - begun > 1.0
    assert session.clock.spent["f"] < 1.0


def test_who_sleeps_is_stopped_as_ever(load: Any, ask: Any, busy: None) -> None:
    """However busy the machine is: a sleeper waits for no processor."""
    session = load(COMPUTES, seconds=1.0)
    on_this_processor(session)
    begun = time.monotonic()
    reply = ask(session, "g", 60.0)
    assert isinstance(reply, Failure)
    assert reply.verdict is Verdict.TIMED_OUT
    assert time.monotonic() - begun < 2.5


def test_who_makes_itself_wait_gains_little(load: Any, ask: Any) -> None:
    """Threads that take the processor from the first one end with it, after a few times its seconds."""
    session = load(COMPUTES, seconds=0.5)
    begun = time.monotonic()
    reply = ask(session, "h", 0.0)
    assert isinstance(reply, Failure)
    assert reply.verdict is Verdict.TIMED_OUT
    assert time.monotonic() - begun < 0.5 * module.FAR + 2


class FirstNear(float):
    """How far the last moment is: the first is at once."""

    asked = 0

    def __mul__(self, seconds: float) -> float:
        FirstNear.asked += 1
        return 0.2 if FirstNear.asked == 1 else 6 * seconds


def test_who_never_came_to_a_processor_is_asked_again(
    load: Any, ask: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is over on the wall alone, for others had the machine, costs nothing: a new worker is asked."""
    session = load(COMPUTES, seconds=30.0)
    monkeypatch.setattr(FirstNear, "asked", 0)
    monkeypatch.setattr(module, "FAR", FirstNear())
    assert isinstance(ask(session, "g", 0.4), Answer)
    assert FirstNear.asked > 1


def test_that_the_grader_waits_for_a_processor_is_no_time_of_a_worker(load: Any, busy: None) -> None:
    """An answer may lie there for long before it is read."""
    session = load(COMPUTES, seconds=1.0)
    begun, before, computed = time.monotonic(), session.channel.time(), time.process_time()
    while time.process_time() < computed + 0.15:
        pass
    assert session.channel.time() - before < (time.monotonic() - begun) / 2
