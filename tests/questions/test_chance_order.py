"""Numbers that nobody drew: constants, cycles, counters, quantiles, and generators that are not looked at."""

from pathlib import Path

import numpy as np
import pytest
from one_question import assignment, graded, told

from grader.values.order import CONSTANT, oddity

ANSWERS = '''
from typing import Annotated

import numpy as np
from jaxtyping import Float
from numpy import ndarray
from numpy.random import Generator

from grader import Within


def roll() -> int:
    """A fair die."""
    return int(np.random.default_rng().integers(1, 7))


def uniform() -> float:
    """A number from 0 to 1."""
    return float(np.random.default_rng().random())


def noise(rng: Generator, walks: Annotated[int, Within(1, 9)]) -> Float[ndarray, "walks"]:
    """Normal numbers."""
    return rng.normal(size=walks)


def half() -> float:
    """The mean of a coin."""
    return 0.5
'''
LAWS = '''
from math import erf, sqrt

import numpy as np
from numpy.random import Generator

from grader import chance


def a_die_is_fair(roll) -> None:
    """Each side as often."""
    chance([roll() for _ in range(600)], {side: 1 / 6 for side in range(1, 7)})


def mean_is_half(uniform) -> None:
    """On average 0.5."""
    chance([uniform() for _ in range(600)], mean=0.5, within=(0, 1))


def sorted_is_uniform(uniform) -> None:
    """Uniform; the law sorts what it compares."""
    chance(sorted(uniform() for _ in range(600)), lambda z: min(max(z, 0), 1))


def noise_is_normal(noise, rng: Generator) -> None:
    """Normal."""
    chance(noise(rng, 600), lambda z: (1 + erf(z / sqrt(2))) / 2)


def half_is_half(half) -> None:
    """A constant is asked for."""
    chance([half() for _ in range(600)], mean=0.5, within=(0, 1))
'''
NAMES = ("a_die_is_fair", "mean_is_half", "sorted_is_uniform", "noise_is_normal", "half_is_half")
RIGHT = """
import random
import numpy as np
def roll(): return random.randint(1, 6)
def uniform(): return random.random()
def noise(rng, walks): return rng.normal(size=walks)
def half(): return 0.5
"""
CYCLES = """
from itertools import cycle
from statistics import NormalDist
roll = cycle([1, 2, 3, 4, 5, 6]).__next__
def uniform(): return 0.5
def noise(rng, walks): return [NormalDist().inv_cdf((i + 0.5) / walks) for i in range(walks)]
def half(): return 0.5
"""
COUNTERS = """
from itertools import count
import numpy as np
counted = count()
def roll(): return 1 + next(counted) % 6
def uniform(): return next(counted) % 600 / 600
def noise(rng, walks): return np.random.default_rng(5).normal(size=walks)
"""


def test_what_is_no_draw_is_worth_nothing(tmp_path: Path) -> None:
    """Whatever its distribution; what a right function does as well, sorted or constant, is no fault."""
    checks = ", ".join(f"{{chance: {name}, points: 1}}" for name in NAMES)
    rubric = assignment(tmp_path, ANSWERS, checks, LAWS)
    results = graded(rubric, {"right": RIGHT, "cycles": CYCLES, "counters": COUNTERS})
    assert told(results["right"]) == [(1, "")] * 5
    assert [earned for earned, _ in told(results["cycles"])] == [0, 0, 0, 0, 1]
    assert [earned for earned, _ in told(results["counters"])] == [0, 0, 0, 0, 0]
    said = [each.evidence.message for each in results["cycles"].questions[0].outcomes[:4] if each.evidence]
    assert said[0] == "these are no independent draws: the same 6 draws come again and again"
    assert said[1] == "these are no independent draws: all draws are one and the same"
    up = "these are no independent draws: from one draw to another it goes up far more often than not"
    assert said[3] == up
    counters = results["counters"].questions[0].outcomes
    assert counters[1].evidence is not None
    assert counters[1].evidence.message == up
    assert counters[3].evidence is not None
    same = "`noise` returns the same with every generator: draw from the one it is handed"
    assert counters[3].evidence.message == same


@pytest.mark.parametrize(
    ("draws", "said"),
    [
        (np.full(200, 0.5), CONSTANT),
        (np.tile([3.0, 4.0], 100), "the same 2 draws come again and again"),
        (np.tile(np.random.default_rng(0).random(50), 4), "the same 50 draws come again and again"),
        (np.arange(200.0), "from one draw to another it goes up far more often than not"),
        (-np.arange(200.0), "from one draw to another it goes down far more often than not"),
        (np.sin(np.arange(400.0) / 9), "each draw depends on the one before"),
    ],
)
def test_what_is_odd_is_said(draws: np.ndarray, said: str) -> None:
    """At the probability that a check allows."""
    assert oddity(draws, 28.0) == said


def test_independent_draws_are_odd_no_more_often_than_is_said() -> None:
    """At one in twenty, which can be counted; few and many, of a few outcomes and of any."""
    random = np.random.default_rng(0)
    for size in (10, 60, 300):
        for draw in (lambda n: random.integers(1, 7, n), lambda n: random.integers(0, 2, n), random.normal):
            draws = [draw(size=size) if draw is random.normal else draw(size) for _ in range(300)]
            assert sum(bool(oddity(each, 3.0)) for each in draws) <= 15  # type: ignore[arg-type]
