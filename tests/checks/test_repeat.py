"""Asked again: a function that answers otherwise in another order or another process is not right."""

from collections.abc import Callable, Sequence
from itertools import count
from typing import Any

import numpy as np
import pytest
from jaxtyping import Float
from numpy import ndarray

from grader.checks.corpora import ELSEWHERE
from grader.checks.matches import matches
from grader.functions import Failure, Functions, Local, Reply
from grader.model import Verdict

from .trials import Watched, lost, reference, trial

TWO = "`double` gave two different answers to the same input"


def double(x: Float[ndarray, " n"]) -> Float[ndarray, " n"]:
    """Twice x."""
    return 2 * x


RIGHT = reference(double)


class Twins(Watched):
    """A submission in two processes, which are each other's."""

    def __init__(self, first: dict[str, Callable[..., Any]], second: Local) -> None:
        super().__init__(first)
        self.second = second

    def fresh(self) -> Local:
        return self.second


def test_a_right_function_is_asked_a_few_times_more() -> None:
    """Three examples here and three in the other process, however many there are."""
    there = Watched({"double": double})
    here = Twins({"double": double}, there)
    assert matches(trial(RIGHT, here, count=50), "double").verdict is Verdict.PASSED
    assert len(there.asked) == ELSEWHERE
    assert {len(v[0]) for v in there.asked} <= {len(v[0]) for v in here.asked}


def test_the_same_examples_are_asked_again_each_time() -> None:
    """Everyone meets the same; nothing here is left to chance."""
    asked = []
    for _ in range(2):
        there = Watched({"double": double})
        matches(trial(RIGHT, Twins({"double": double}, there)), "double")
        asked.append([values[0].tolist() for values in there.asked])
    assert asked[0] == asked[1]


def test_a_function_that_remembers_its_answers_is_found_here() -> None:
    """It is right the first time and wrong the second, in one and the same process."""
    seen = set()

    def once(x):
        again = x.tobytes() in seen
        seen.add(x.tobytes())
        return 2 * x + again

    finding = matches(trial(RIGHT, {"double": once}), "double")
    assert (finding.verdict, lost(finding), finding.mistake) == (Verdict.FAILED, TWO, "two_answers")
    assert finding.evidence is not None
    first, second = finding.evidence.got
    np.testing.assert_array_equal(second, first + 1)


def test_a_function_that_needs_its_history_is_found_there() -> None:
    """It is right for as long as the calls come in one process."""
    finding = matches(
        trial(RIGHT, Twins({"double": double}, Local({"double": lambda x: 2 * x + 1}))), "double"
    )
    assert lost(finding) == TWO


def test_a_function_that_raises_the_second_time_is_told_so() -> None:
    """Then there is one answer and one exception."""

    def broken(x):
        raise KeyError("history")

    finding = matches(trial(RIGHT, Twins({"double": double}, Local({"double": broken}))), "double")
    assert lost(finding) == f"{TWO}: asked again, it raised KeyError: 'history'"


def test_an_answer_of_another_shape_is_another_answer() -> None:
    """Whatever comes the second time."""
    finding = matches(trial(RIGHT, Twins({"double": double}, Local({"double": lambda x: None}))), "double")
    assert lost(finding) == TWO


class Slow(Local):
    """Functions that are never done."""

    def ask(self, name: str, calls: Sequence[Sequence[Any]]) -> list[Reply]:
        return [Failure(Verdict.TIMED_OUT, "did not finish")] * len(calls)


@pytest.mark.parametrize("other", [Slow({"double": double}), Local({})], ids=["slow", "not there"])
def test_what_is_not_answered_is_not_held_against_it(other: Functions) -> None:
    """A machine may be busy for a moment: of the answers that says nothing."""
    assert isinstance(other, Local)
    assert matches(trial(RIGHT, Twins({"double": double}, other)), "double").share == 1


@pytest.mark.parametrize("error", [1e-12, 1e-7])
def test_rounding_is_no_second_answer(error: float) -> None:
    """Sums in another order differ in the last digits."""
    counter = count()
    finding = matches(trial(RIGHT, {"double": lambda x: 2 * x * (1 + error * (next(counter) % 2))}), "double")
    assert finding.verdict is Verdict.PASSED


def test_single_precision_may_differ_more() -> None:
    """Of answers in float32 no more digits are asked than they have."""
    counter = count()

    def rough(x):
        return np.float32(2 * x * (1 + 1e-5 * (next(counter) % 2)))

    assert matches(trial(RIGHT, {"double": rough}), "double").verdict is Verdict.PASSED
