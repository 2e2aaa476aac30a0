"""Steps are those of the call: the same each time, and all of them."""

import gc
from typing import Any

from grader.values.counting import EVADED, MOST, counted
from grader.values.wire import Items, pack


def work(n: int) -> int:
    """Some steps for each of n."""
    total = 0
    for i in range(n):
        total += i
    return total


def test_steps_grow_with_the_work_and_are_the_same_each_time() -> None:
    """A loop takes so many for each turn; what stands on one line is no cheaper."""
    (ten, first), (_, again), (_, twenty), (_, thirty) = [
        counted(lambda n=n: work(n))  # type: ignore[misc]
        for n in (10, 10, 20, 30)
    ]
    assert (ten, first) == (45, again)
    assert thirty - twenty == twenty - first > 0
    assert counted(lambda: sum(i for i in range(100)))[1] > counted(lambda: sum(i for i in range(10)))[1] + 90


def test_what_is_collected_meanwhile_is_not_counted() -> None:
    """Whoever watches the collection of garbage runs code at any time."""

    def watching(phase: str, info: dict[str, int]) -> None:
        del phase, info
        work(10)

    def garbage() -> None:
        for _ in range(5000):
            cycle: list[Any] = []
            cycle.append(cycle)

    _, alone = counted(garbage)
    gc.callbacks.append(watching)
    try:
        assert counted(garbage)[1] == alone
    finally:
        gc.callbacks.remove(watching)
    assert gc.isenabled()


def test_reading_an_answer_is_not_counted_but_what_it_does_then_is() -> None:
    """A long list is read by us; an iterator works when it is read."""
    short, long = ([float(i) for i in range(n)] for n in (5, 500))
    (_, few), (value, many) = counted(lambda: pack(short)), counted(lambda: pack(long))
    assert few == many
    assert isinstance(value, Items)
    assert counted(lambda: pack(i * i for i in range(500)))[1] > 500


def test_more_than_is_counted_is_stopped() -> None:
    """And says that it was more."""
    value, steps = counted(lambda: work(10**9))
    assert (value, steps > MOST) == (None, True)
    assert EVADED < 0
