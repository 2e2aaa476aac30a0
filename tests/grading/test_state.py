"""Answers that depend on what was asked before, and exceptions with their line, as a student is told."""

from pathlib import Path

import one_question
import pytest

ANSWERS = '''
from typing import Annotated

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from grader import Within


def largest(x: Annotated[Float[ndarray, "n"], Within(-9, 9)]) -> float:
    """The largest entry."""
    return float(x.max())


class Bag:
    """Numbers that are kept."""

    def __init__(self) -> None:
        self.kept = []

    def put(self, number: Annotated[int, Within(0, 9)]) -> None:
        """Keep one."""
        self.kept.append(number)

    def all(self) -> list[int]:
        """Those that are kept."""
        return [*self.kept]


def spread(x: Annotated[Float[ndarray, "n"], Within(-9, 9)], k: Annotated[int, Within(1, 3)]) -> float:
    """The distance of the largest entry from the smallest, k times."""
    return float(k * (x.max() - x.min()))
'''
LAWS = '''
from typing import Annotated

from jaxtyping import Float
from numpy import ndarray

from grader import agree


def one_number_is_its_own_largest(largest, t: float) -> None:
    """Of one number, that is the largest."""
    import numpy as np

    agree(largest(np.array([t])), t)
'''
CHECKS = (
    "{matches: largest, points: 2}, {matches: spread, points: 2}, "
    "{law: one_number_is_its_own_largest, points: 1}, {matches: Bag, points: 1}"
)
HAND_INS = {
    "collects": """
        def largest(x, seen=[]):
            seen.extend(x)
            return max(seen)
        def spread(x, k):
            return k * (x.max() - x.min())
        class Bag:
            def __init__(self, kept=[]):
                self.kept = kept
            def put(self, number):
                self.kept.append(number)
            def all(self):
                return [*self.kept]
    """,
    "raises": """
        def largest(x):
            best = x[0]
            for i in range(len(x)):
                best = max(best, x[i + 1])
            return best
        def spread(x, k):
            return k * x.max() - x.min
    """,
    "throws_dice": """
        import random
        def largest(x):
            return x.max() + random.random()
        def spread(x, k):
            return k * (x.max() - x.min())
    """,
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[float, str]]]:
    """What each hand-in is told, by its name."""
    folder: Path = tmp_path_factory.mktemp("state")
    rubric = one_question.assignment(folder, ANSWERS, CHECKS, LAWS)
    hand_ins = {
        name: "\n".join(line[8:] for line in source.splitlines()) for name, source in HAND_INS.items()
    }
    results = one_question.graded(rubric, hand_ins)
    return {name: one_question.told(result) for name, result in results.items()}


def test_an_answer_that_depends_on_earlier_calls_is_told_with_the_two(
    told: dict[str, list[tuple[float, str]]],
) -> None:
    """It is right alone, and wrong after another one; a right function beside it loses nothing."""
    (largest, said), (spread, _), (_, law), _ = told["collects"]
    assert (largest, spread) == (0, 2)
    assert "What was asked before matters: `largest([" in said
    assert "])` is right when it is asked alone, and wrong after `largest([" in said
    assert "Does something outlive a call: a global variable, a default argument" in said
    assert "What was asked before matters: where nothing was, it holds on this input." in law


def test_what_objects_share_is_told(told: dict[str, list[tuple[float, str]]]) -> None:
    """A program that is wrong after others is right alone."""
    _, said = told["collects"][-1]
    assert "What was asked before matters: some calls are right alone, and wrong after others." in said
    assert "Does something outlive an object: a list in its class, a default argument" in said


def test_an_exception_is_told_with_the_line_and_what_its_names_stand_for(
    told: dict[str, list[tuple[float, str]]],
) -> None:
    """In plain words."""
    said = [words for _, words in told["raises"]]
    assert (
        "In `best = max(best, x[i + 1])`, with x of shape (1,), i = 0, it asks for the entry at 1 along "
        "axis 0, and the last one is at 0" in said[0]
    )
    assert "In `return k * x.max() - x.min`, with k = 1, x of shape (1,), it " in said[1]


def test_chance_is_told(told: dict[str, list[tuple[float, str]]]) -> None:
    """The same call has two answers."""
    _, said = told["throws_dice"][0]
    assert "has two different answers. Is there chance in it?" in said
