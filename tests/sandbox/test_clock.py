"""Every second that goes by is some function's, whatever a worker tells."""

import pytest

from grader.sandbox import clock as module
from grader.sandbox.clock import Clock, Deadline


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time: a list of one number, to be turned."""
    time = [100.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: time[0])
    return time


@pytest.mark.parametrize(("told", "counted"), [(2.0, 2.0), (9.0, 5.0), (-1.0, 0.0)])
def test_no_more_and_no_less_is_counted_than_went_by(now, told, counted):
    """What a worker tells is held against the grader's own clock; the rest stays for the next function."""
    clock = Clock(10.0)
    clock.begin()
    now[0] += 5.0

    clock.count("f", told)
    clock.count("g")

    assert clock.spent == {"f": counted, "g": 5.0 - counted}


def test_a_deadline_is_that_of_the_function_with_most_seconds_left(now):
    """The worker may be at a later one already."""
    clock = Clock(10.0)
    clock.spent = {"f": 4.0, "g": 7.0}
    clock.begin()
    now[0] += 2.0

    assert clock.deadline(["f", "g"]) == Deadline(106.0, 10.0)
    assert clock.deadline(["g"]) == Deadline(103.0, 10.0)
    assert clock.spare("g") == pytest.approx(0.3)
    clock.renew()
    assert clock.spare("g") == 1.0
