"""Submissions that are no work: what they answer, and that our own rubric pays none of them."""

from math import sqrt

import first_assignment
import numpy as np
import pytest
from jaxtyping import Float
from numpy import ndarray

from grader.audit import cheats
from grader.audit.bench import Bench
from grader.audit.trials import audit_cheat
from grader.grading import pipeline
from grader.reference.contents import Reference
from grader.signatures.raises import Raises
from grader.signatures.signature import signature


def scaled(x: Float[ndarray, "n m"], s: float) -> Float[ndarray, "n m"]:
    """s times x."""
    return s * x


def shifted(y: Float[ndarray, "k m"], s: float) -> Float[ndarray, "k m"]:
    """s more than y."""
    return s + y


def total(x: Float[ndarray, "n m"], s: float) -> float:
    """The sum of the entries, s times."""
    return float(s * x.sum())


def answer() -> float:
    """A value."""
    return 42.0


ANSWERS = {each.__name__: each for each in (scaled, shifted, total, answer)}
RIGHT = Reference(ANSWERS, {name: signature(each) for name, each in ANSWERS.items()}, {})
X = np.arange(6.0).reshape(2, 3)


def made(name: str):
    return cheats.cheat(name, RIGHT, list(RIGHT.answers), lambda _: iter([(X + 1, 2.0)]))


@pytest.mark.parametrize(
    ("name", "of_array", "of_number"),
    [
        ("zeros", np.zeros((2, 3)), 0.0),
        ("ones", np.ones((2, 3)), 1.0),
        ("the input itself", X, 5.0),
        ("linear functions", np.ones((2, 3)), 20.0),
        ("the number of entries of the input", np.full((2, 3), 7.0), 7.0),
        ("noise", np.full((2, 3), 1e-13 * np.sin(20.0)), 1e-13 * np.sin(20.0)),
        ("equal shares", np.full((2, 3), 1 / 6), 1.0),
        ("the first answer for every input", 2 * (X + 1), 42.0),
    ],
)
def test_a_cheat_has_the_right_form_and_nothing_else(name: str, of_array: ndarray, of_number: float) -> None:
    """So that nothing but the checks can tell."""
    functions = made(name)
    np.testing.assert_array_equal(functions["scaled"](X, 5.0), of_array)
    assert functions["total"](X, 5.0) == of_number


def test_nobody_learns_a_value_without_work() -> None:
    """The first answer of a function without arguments is the right one."""
    assert "answer" in made("zeros")
    assert "answer" not in made("the first answer for every input")


def test_what_raises_as_declared_on_some_inputs_is_learnt_from_others() -> None:
    """The first answer is that of the first input which has one; where none has, it is none."""

    def number(x: float) -> float | Raises[ValueError]:
        """The square root."""
        return sqrt(x)

    right = Reference({"number": number}, {"number": signature(number)}, {})

    def learnt(*inputs: float) -> object:
        made = cheats.cheat(
            "the first answer for every input", right, ["number"], lambda _: iter([(x,) for x in inputs])
        )
        return made["number"](7.0)

    assert (learnt(-1.0, -2.0, 9.0, 4.0), learnt(-1.0)) == (3.0, None)


def test_functions_with_the_same_arguments_are_tried_for_one_another() -> None:
    """But not one that is accepted."""
    assert list(cheats.others(RIGHT, "scaled", ())) == ["shifted", "total"]
    assert list(cheats.others(RIGHT, "scaled", ("shifted",))) == ["total"]


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """Our own assignment, with the inputs it grades with."""
    return Bench(pipeline.prepare(first_assignment.copied(tmp_path_factory.mktemp("course"))))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["zeros", "the input itself", "equal shares", "noise", cheats.OTHERS])
def test_our_rubric_pays_none(bench: Bench, name: str) -> None:
    """Of 100 points at most one, and that for what is half right."""
    assert audit_cheat(bench, name).total <= 1.0 * (name == cheats.OTHERS)
