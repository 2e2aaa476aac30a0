"""Asked again: a function that answers otherwise in another order or another process is not right."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import count
from typing import Any

import numpy as np
import pytest
from jaxtyping import Float
from numpy import ndarray

from grader.checks.gradient import gradient
from grader.checks.law import law
from grader.checks.matches import matches
from grader.checks.repeat import ask_again
from grader.checks.value import value
from grader.examples.calls import ELSEWHERE
from grader.functions.functions import Functions
from grader.functions.local import Local
from grader.functions.reply import Answer, Failure, Reply
from grader.model import Verdict
from grader.values.compare import agree

from .trials import Watched, lost, reference, trial

TWO = "`double` gave two different answers to the same input"
CHANCE = "is there chance in it"
HERE = f"{TWO}: {CHANCE}, are answers kept by the `id` of an array, or does something outlive a call?"
THERE = f"{TWO}, in two processes with other calls before: {CHANCE} or does something outlive a call?"


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
    assert (finding.verdict, lost(finding), finding.mistake) == (Verdict.FAILED, HERE, "two_answers")
    assert finding.evidence is not None
    first, second = finding.evidence.got
    np.testing.assert_array_equal(second, first + 1)


def test_a_function_that_needs_its_history_is_found_there() -> None:
    """It is right for as long as the calls come in one process."""
    finding = matches(
        trial(RIGHT, Twins({"double": double}, Local({"double": lambda x: 2 * x + 1}))), "double"
    )
    assert lost(finding) == THERE


def test_a_function_that_raises_the_second_time_is_told_so() -> None:
    """Then there is one answer and one exception."""

    def broken(x):
        raise KeyError("history")

    finding = matches(trial(RIGHT, Twins({"double": double}, Local({"double": broken}))), "double")
    assert lost(finding) == f"{TWO}: asked again, it raised KeyError: 'history'"


def test_an_answer_of_another_shape_is_another_answer() -> None:
    """Whatever comes the second time."""
    finding = matches(trial(RIGHT, Twins({"double": double}, Local({"double": lambda x: None}))), "double")
    assert lost(finding) == THERE


EXAMPLES = 30  # about as many as are chosen


def memo_by_id() -> Callable[..., Any]:
    """A function that keeps its answers by the place of the array, and keeps the array, so that it stays."""
    known: dict[int, Any] = {}

    def remembers(x):
        return known.setdefault(id(x), (x, 2 * x))[1]

    return remembers


def every_fiftieth() -> Callable[..., Any]:
    """A function that is off by a hundredth now and then, and was lucky the first time."""
    counter = count(1)

    def noisy(x):
        number = next(counter)
        return 2 * x + 0.01 * (number > EXAMPLES and number % 50 == 0)

    return noisy


def changes_and_denies() -> Functions:
    """A submission whose worker never says that an argument was changed."""

    class Denying(Local):
        def ask(self, name: str, calls: Sequence[Sequence[Any]]) -> list[Reply]:
            replies = super().ask(name, calls)
            return [replace(each, changed=()) if isinstance(each, Answer) else each for each in replies]

    return Denying({"double": lambda x: np.multiply(x, 2, out=x)})


def fails_if_it_cannot_write(x: ndarray) -> ndarray:
    """Beyond five rows."""
    if len(x) > 5 and not x.flags.writeable:
        raise TypeError("read the array first")
    return 2 * x


def writes_beyond_five_rows(x: ndarray) -> ndarray:
    if len(x) > 5:
        x[0] = x[0]
    return 2 * x


FROZEN = "asked again, with an input that cannot be changed, it raised "
WRONG = {
    "a memo by id": (lambda: {"double": memo_by_id()}, HERE),
    "changed in secret": (changes_and_denies, f"{TWO}, handed over twice: does it change its arguments?"),
    "noise": (lambda: {"double": every_fiftieth()}, HERE),
    "read-only": (
        lambda: {"double": fails_if_it_cannot_write},
        f"{TWO}: {FROZEN}TypeError: read the array first",
    ),
    "writes": (
        lambda: {"double": writes_beyond_five_rows},
        (
            "`double` writes into its argument `x`, which belongs to whoever calls it: work on a copy "
            "(given one that is read-only, it raised ValueError: assignment destination is read-only)"
        ),
    ),
}


def adds_up(double, x: Float[ndarray, " n"]) -> None:
    """Twice x is x and x."""
    agree(double(x), x + x)


def half_square(x: Float[ndarray, " n"]) -> float:
    """Half of twice the square."""
    return float(x @ x)


EVERY_KIND = {
    "matches": lambda there: matches(there, "double"),
    "law": lambda there: law(there, "adds_up"),
    "gradient": lambda there: gradient(there, "double", of="half_square", wrt="x"),
}


@pytest.mark.parametrize("check", EVERY_KIND.values(), ids=EVERY_KIND)
@pytest.mark.parametrize(("wrong", "message"), WRONG.values(), ids=WRONG)
def test_every_kind_of_check_asks_again(check, wrong, message: str) -> None:
    """In arrays that were used before, on the same arguments twice, and on arrays nobody can write to."""
    functions = wrong()
    there = trial(reference(double, half_square, laws=(adds_up,)), functions, count=EXAMPLES)
    finding = check(there)
    assert lost(finding) == message


def test_a_value_is_asked_again() -> None:
    """It may be right once."""
    counter = count()

    def seven() -> float:
        """Seven."""
        return 7.0

    finding = value(trial(reference(seven), {"seven": lambda: 7.0 + next(counter)}), "seven")
    assert lost(finding) == (
        "`seven` gave two different answers to the same input: "
        "is there chance in it or does something outlive a call?"
    )


def restores(x: ndarray) -> ndarray:
    """Work in the argument, and leave it as it was: always, so never where nobody can write."""
    x *= 2
    twice = x.copy()
    x /= 2
    return twice


KEPT: list[Any] = []
RIGHT_ANSWERS = {
    "restores": restores,
    "keeps": lambda x: KEPT.append(x) or 2 * x,
    "returns its argument": lambda x: np.asarray(x) if not x.any() else 2 * x,
    "a memo by value": (lambda known: lambda x: known.setdefault((x.shape, x.tobytes()), 2 * x))({}),  # type: ignore[call-overload]
    "says that it changes": lambda x: np.multiply(x, 2, out=x),
}


@pytest.mark.parametrize("right", RIGHT_ANSWERS.values(), ids=RIGHT_ANSWERS)
def test_right_answers_are_right_again(right) -> None:
    """What is done with an argument is nobody's business but that of the check that minds."""
    there = trial(reference(double, laws=(adds_up,)), {"double": right})
    assert law(there, "adds_up").verdict is Verdict.PASSED


def test_where_an_object_lies_is_no_second_answer() -> None:
    """What Python writes of an object without words of its own holds an address, another one each time."""
    lies = count(0x7F0000000000)

    def told(x: float) -> str:
        """What it is."""
        return "<Dog object>" if x else ""

    def tells(x: float) -> str:
        return f"<hw.Dog object at {next(lies):#x}>" if x else ""

    finding = matches(trial(reference(told), {"told": tells}), "told")
    assert finding.verdict is Verdict.PASSED, finding


def test_what_raises_both_times_is_another_checks_business() -> None:
    """The words of an exception may hold the time of day."""
    counter = count()

    def double_of_few(x):
        if len(x) > 6:
            raise ValueError(next(counter))
        return 2 * x

    def of_one(double, x: Float[ndarray, "1"]) -> None:
        """Twice x is x and x."""
        agree(double(x), x + x)

    there = trial(reference(double, laws=(of_one,)), {"double": double_of_few})
    there.prefetch(there.corpora.direct("double", there.plan))
    ask_again(there, [there.corpora.direct("double", there.plan)])
    assert law(there, "of_one").verdict is Verdict.PASSED


class Slowing(Watched):
    """Functions that have used half of their seconds."""

    def spare(self, name: str) -> float:
        return 0.5


def test_a_slow_function_is_asked_a_few_times_only() -> None:
    """A right one must not run out of time because it is asked again."""
    quick, slow = Watched({"double": double}), Slowing({"double": double})
    for functions in (quick, slow):
        assert matches(trial(reference(double), functions, count=EXAMPLES), "double").share == 1
    assert len(slow.asked) < len(quick.asked) - 30


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
