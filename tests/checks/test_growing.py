"""Steps that grow too fast, and steps that do not."""

from collections.abc import Callable
from math import log2

import pytest

from grader.checks.growing import padded, too_many

SIZES = (16, 32, 64, 128, 256)
WAYS: dict[str, Callable[[int], float]] = {
    "constant": lambda _: 0,
    "log n": log2,
    "n": float,
    "n log n": lambda n: n * log2(n),
    "n**2": lambda n: n**2,
    "n**3": lambda n: n**3,
}


@pytest.mark.parametrize("once", [0, 1000, 10**6])
@pytest.mark.parametrize("at_most", [*WAYS][:-1])
def test_what_is_done_once_makes_nothing_wrong(once: int, at_most: str) -> None:
    """Steps that grow as they may are right, however many there are beside them."""
    sizes = SIZES[:4] if at_most == "n**2" else SIZES
    counts = {n: once + 50 + round(7 * WAYS[at_most](n)) for n in sizes}
    assert not too_many(counts, at_most)
    assert not padded(counts, at_most)


@pytest.mark.parametrize(
    ("at_most", "grows"),
    [("constant", "n"), ("log n", "n"), ("n", "n**2"), ("n log n", "n**2"), ("n**2", "n**3")],
)
def test_what_is_done_once_hides_no_growth(at_most: str, grows: str) -> None:
    """Among a million steps the others are hardly any; what each size adds is too much all the same."""
    counts = {n: 10**6 + round(3 * WAYS[grows](n)) for n in (SIZES[:4] if at_most == "n**2" else SIZES)}
    assert padded(counts, at_most)


@pytest.mark.parametrize("steps", [(90, 90, 90, 90, 95), (90, 91, 93, 97, 105), (90, 120, 150, 180, 210)])
def test_a_few_more_steps_are_no_growth(steps: tuple[int, ...]) -> None:
    """Where nothing may grow a step for every hundred may be, or a few for each doubling."""
    assert not padded(dict(zip(SIZES, steps, strict=True)), "constant")
