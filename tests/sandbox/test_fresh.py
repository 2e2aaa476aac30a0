"""A submission in two workers: the second has other calls behind it, and ends with the first."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.functions.reply import Answer
from grader.model import Verdict
from grader.sandbox.sandbox import Sandbox
from grader.sandbox.session import Session

COUNTS = """
calls = 0
def f(x):
    global calls
    calls += 1
    return calls
"""


@pytest.fixture
def load(load: Callable[..., Session]) -> Iterator[Callable[..., Session]]:
    """Load a submission, and end its second worker too."""
    sessions: list[Session] = []

    def loaded(source: str, **more: float) -> Session:
        sessions.append(load(source, **more))
        return sessions[-1]

    yield loaded
    for session in sessions:
        session.fresh().close()


def test_there_are_two_workers_and_each_is_the_others(load: Callable[..., Session]) -> None:
    """However often one asks for the other."""
    session = load(COUNTS)
    other = session.fresh()
    assert other is not session
    assert other.fresh() is session
    assert other.channel.pid != session.channel.pid


def test_the_second_worker_knows_nothing_of_the_calls_of_the_first(load: Callable[..., Session]) -> None:
    """What a submission remembers stays where it was."""
    session = load(COUNTS)
    assert [reply.value for reply in session.ask("f", [(1,)] * 3)] == [1, 2, 3]
    assert session.fresh().ask("f", [(1,)]) == [Answer(1)]
    assert session.ask("f", [(1,)]) == [Answer(4)]


def test_a_function_that_ended_in_one_worker_is_not_asked_in_the_other(load: Callable[..., Session]) -> None:
    """Its seconds are lost once and not twice."""
    session = load("def f(x):\n    while True: pass", seconds=0.3)
    (first,) = session.ask("f", [(1,)])
    assert first.verdict is Verdict.TIMED_OUT
    assert session.fresh().ask("f", [(2,)]) == [first]


def test_a_statement_that_never_ends_is_left_out_of_both(load: Callable[..., Session]) -> None:
    """The second worker does not wait for it again."""
    session = load("def f(x): return x\nwhile True: pass", seconds=0.5)
    assert session.fresh().ask("f", [(2,)]) == [Answer(2)]
    assert list(session.fresh().problems) == []
    assert len(session.problems) == 1


def test_a_worker_that_is_sealed_is_gone_and_tells_nothing_more(load: Callable[..., Session]) -> None:
    """The other one goes on, and what it meets is no longer told of the submission."""
    session = load("import threading\ndef f(x):\n    print('x' * 100_000)\n    return x")
    repeated, pid = session.fresh(), session.channel.pid
    after = session.sealed()
    assert after is repeated
    assert not Path(f"/proc/{pid}").exists()
    assert after.ask("f", [(1,)]) == [Answer(1)]
    assert list(session.problems) == []
    third = after.fresh()
    assert third not in (session, after)
    assert third.fresh() is after
    pids = after.channel.pid, third.channel.pid
    session.__exit__()
    for each in pids:
        assert not Path(f"/proc/{each}").exists()


def test_what_ends_a_worker_aside_is_asked_again_later(load: Callable[..., Session]) -> None:
    """A function that never returns while a mistake is named has lost nothing by that."""
    session = load("def f(x):\n    while x: pass\n    return x", seconds=0.3)
    with session.aside():
        assert [reply.verdict for reply in session.ask("f", [(1,), (0,)])] == [Verdict.TIMED_OUT] * 2
    assert session.sealed().ask("f", [(0,)]) == [Answer(0)]


def descriptors() -> int:
    """Return how many this process has, 0 where the system does not tell."""
    there = Path("/dev/fd")
    return len(list(there.iterdir())) if there.is_dir() else 0


def test_both_workers_end_with_the_session(sandbox: Sandbox, submission: Callable[..., object]) -> None:
    """No process and no descriptor is left."""
    with sandbox.open(submission(COUNTS), ["f"]):  # type: ignore[arg-type]
        pass
    before = descriptors()
    with sandbox.open(submission(COUNTS), ["f"]) as session:  # type: ignore[arg-type]
        pids = session.channel.pid, session.fresh().channel.pid
    assert descriptors() == before
    for pid in pids:
        assert pid is not None
        assert not Path(f"/proc/{pid}").exists()
