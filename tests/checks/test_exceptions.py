"""An exception is the right answer on a part of the domain: its type is compared, its message never."""

from pathlib import Path
from typing import Annotated

import pytest
from jaxtyping import Float
from numpy import ndarray
from one_question import assignment, graded, told

from grader import Raises, Within, agree
from grader.audit.bench import Bench
from grader.audit.trials import audit_mistakes, audit_mutants
from grader.checks.law import law
from grader.checks.matches import matches
from grader.errors import AssignmentError, GraderError
from grader.grading import pipeline
from grader.kit.release import release
from grader.model import Verdict

from .trials import lost, reference, trial

Number = Annotated[float, Within(-9, 9)]


def root(x: Number) -> float | Raises[ValueError]:
    """The square root of x, and a ValueError where there is none."""
    if x < 0:
        raise ValueError("no root")
    return x**0.5


class Own(ValueError):
    """A student's own exception."""


def _raises(kind: type[Exception]):
    def attempt(x):
        if x < 0:
            raise kind("whatever is said here")
        return x**0.5

    return attempt


@pytest.mark.parametrize("kind", [ValueError, Own, UnicodeError])
def test_the_declared_type_and_what_comes_from_it_are_right(kind: type[Exception]) -> None:
    """Messages are the student's own."""
    found = matches(trial(reference(root), {"root": _raises(kind)}), "root")
    assert found.verdict is Verdict.PASSED


def test_an_exception_of_another_type_is_wrong() -> None:
    """It is named, with what it said."""
    found = matches(trial(reference(root), {"root": _raises(KeyError)}), "root")
    wanted = "`root(-1)` should raise ValueError; it raised KeyError: 'whatever is said here'"
    assert (found.verdict, lost(found)) == (Verdict.FAILED, wanted)


def test_an_own_class_of_the_name_of_one_of_pythons_is_another_type() -> None:
    """Nobody who writes `except ValueError` catches it, whoever gave it that name."""
    for kind in (type("ValueError", (Exception,), {}), type("ValueError", (KeyError,), {})):
        found = matches(trial(reference(root), {"root": _raises(kind)}), "root")
        assert found.verdict is Verdict.FAILED
        assert lost(found).endswith(", a class of your own and not Python's ValueError")
    kind = type("ValueError", (ValueError,), {})
    assert matches(trial(reference(root), {"root": _raises(kind)}), "root").verdict is Verdict.PASSED


@pytest.mark.parametrize(
    ("answer", "words"), [(float("nan"), "nan"), (None, "None"), ([1.0, 2.0], "a list of 2")]
)
def test_an_answer_where_an_exception_is_due_is_shown_with_its_input(answer: object, words: str) -> None:
    """Whatever kind of value it is."""
    there = {"root": lambda x: answer if x < 0 else x**0.5}
    assert lost(matches(trial(reference(root), there), "root")) == (
        f"`root(-1)` should raise ValueError; it returned {words}"
    )


def test_an_exception_where_an_answer_is_right_is_shown_with_its_input() -> None:
    """As what it is: the function raised."""

    def picky(x):
        if x <= 0:
            raise ValueError("not positive")
        return x**0.5

    found = matches(trial(reference(root), {"root": picky}), "root")
    wanted = "`root(0)` has an answer; it raised ValueError: not positive"
    assert (found.verdict, lost(found)) == (Verdict.RAISED, wanted)


def test_the_nearest_of_several_declared_types_is_due() -> None:
    """A KeyError is asked for where the reference raises one, not any LookupError."""

    def pick(x: Number) -> float | Raises[LookupError] | Raises[KeyError]:
        """Nothing below 0."""
        if x < -5:
            raise KeyError(x)
        if x < 0:
            raise IndexError(x)
        return x

    def same(x):
        if x < 0:
            raise LookupError(x)
        return x

    assert "should raise KeyError; it raised LookupError" in lost(
        matches(trial(reference(pick), {"pick": same}), "pick")
    )


def test_one_exception_for_two_declared_types_says_neither() -> None:
    """What comes from both is the nearer one; one that comes from the other is it as well."""

    def share(x: Number) -> float | Raises[ValueError] | Raises[ZeroDivisionError]:
        """One by x, for x from 0 up."""
        if x < 0:
            raise ValueError(x)
        if x < 2:
            raise ZeroDivisionError(x)
        return 1 / x

    class Both(ValueError, ZeroDivisionError):
        """Either."""

    def vague(x):
        if x < 2:
            raise Both("no")
        return 1 / x

    assert lost(matches(trial(reference(share), {"share": vague}), "share")).endswith(
        " should raise ZeroDivisionError; it raised Both: no, which is a ValueError before it is a "
        "ZeroDivisionError"
    )

    def pick(x: Number) -> float | Raises[LookupError] | Raises[KeyError]:
        """Nothing below 0."""
        if x < 0:
            raise LookupError(x)
        return x

    def key(x):
        if x < 0:
            raise KeyError(x)
        return x

    assert matches(trial(reference(pick), {"pick": key}), "pick").verdict is Verdict.PASSED


def test_a_law_catches_a_declared_exception_and_no_other() -> None:
    """As Python does; uncaught it is told as an exception."""

    def negative_numbers_have_none(root, x: Annotated[float, Within(-9, -1)]) -> None:
        """Below 0 there is no root."""
        try:
            root(x)
        except ValueError:
            return
        raise AssertionError("there is a root")

    def roots_are_squared_back(root, x: Number) -> None:
        """Squared it is x."""
        agree(root(x) ** 2, x)

    right = reference(root, laws=[negative_numbers_have_none])
    good = law(trial(right, {"root": root}), "negative_numbers_have_none")
    assert good.verdict is Verdict.PASSED
    bad = law(trial(right, {"root": _raises(KeyError)}), "negative_numbers_have_none")
    assert bad.verdict is Verdict.RAISED
    assert bad.message == "`root` raised KeyError: 'whatever is said here'"
    silent = law(trial(right, {"root": lambda x: abs(x) ** 0.5}), "negative_numbers_have_none")
    assert silent.evidence is not None
    assert silent.evidence.message == "there is a root"
    with pytest.raises(GraderError, match=r"the law `roots_are_squared_back` cannot be tried \(ValueError"):
        law(trial(reference(root, laws=[roots_are_squared_back]), {"root": root}), "roots_are_squared_back")


class InvalidUnicode(UnicodeDecodeError):
    """Wants five arguments, which nobody has in a law."""


def test_a_law_catches_a_type_that_wants_other_arguments() -> None:
    """What is raised in a law is made without them."""

    def read(x: Number) -> float | Raises[InvalidUnicode]:
        """Nothing below 0."""
        if x < 0:
            raise InvalidUnicode("utf-8", b"", 0, 1, "no")
        return x

    def refuses(read, x: Annotated[float, Within(-9, -1)]) -> None:
        """It raises."""
        with pytest.raises(InvalidUnicode):
            read(x)

    assert law(trial(reference(read, laws=[refuses]), {"read": read}), "refuses").verdict is Verdict.PASSED


ANSWERS = '''
from typing import Annotated
from grader import Raises, Within

def root(x: Annotated[float, Within(-9, 9)]) -> float | Raises[ValueError]:
    """The square root of x; raise a ValueError where there is none."""
    if x < 0:
        raise ValueError("no root")
    return x ** 0.5
'''
MISTAKES = '''
import math
from grader import mistake

@mistake(of="root", credit=0.5)
def silent(x):
    """Below 0 this returns nan: raise a ValueError."""
    return x ** 0.5 if x >= 0 else math.nan
'''


def test_it_is_graded_named_and_released(tmp_path: Path) -> None:
    """Through a worker: a right and a wrong submission, a known mistake, and the kit."""
    rubric = assignment(tmp_path, ANSWERS, "{matches: root, points: 2}", mistakes=MISTAKES)
    right = "def root(x):\n    if x < 0: raise type('Negative', (ValueError,), {})\n    return x ** 0.5"
    results = graded(
        rubric,
        {
            "right": right,
            "wrong": "def root(x):\n    if x < 0: raise IndexError('a')\n    return x ** 0.5",
            "nan": "def root(x): return x ** 0.5 if x >= 0 else float('nan')",
        },
    )
    assert told(results["right"]) == [(2, "")]
    wrong = (
        "`root(-1)` should raise ValueError; it raised IndexError: a (wrong.py:2). "
        "Wrong only where `x` is negative: on all 28 such inputs, and right on all 30 others."
    )
    assert told(results["wrong"]) == [(0, wrong)]
    assert told(results["nan"]) == [(1, "Below 0 this returns nan: raise a ValueError.")]
    release(rubric, tmp_path / "kit")
    assert "or raises ValueError" in (tmp_path / "kit" / "hw.py").read_text(encoding="utf-8")
    again = graded(
        tmp_path / "kit" / "rubric.yaml", {"right": right, "mine": "def root(x): return abs(x) ** 0.5"}
    )
    assert told(again["right"]) == [(2, "")]
    assert told(again["mine"]) == [(0, "`root(-3)` should raise ValueError; it returned 1.7320508075688772")]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            'raise ValueError("no root")',
            'raise KeyError("no root")',
            "declare that too, `| Raises[KeyError]`, or give its arguments a domain where it has an answer",
        ),
        ("float | Raises[ValueError]", "Raises[ValueError]", "as in float | Raises[ValueError]"),
        ("Raises[ValueError]", "Raises[int]", "such as Raises[ValueError], not int"),
        (
            "Within(-9, 9)]",
            "Within(-9, 9)] | Raises[ValueError]",
            "stands in no argument and no part of a result: write it beside the whole result",
        ),
    ],
)
def test_slips_of_the_instructor_are_told_at_their_line(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    """An undeclared type, and annotations that say nothing."""
    assert old in ANSWERS
    rubric = assignment(tmp_path, ANSWERS.replace(old, new, 1), "{matches: root, points: 2}")
    with pytest.raises(AssignmentError) as error:
        pipeline.prepare(rubric)
    (slip,) = error.value.mistakes
    assert slip.file.name == "answers.py"
    assert slip.line == (8 if "KeyError" in new else 5)
    assert words in slip.message


def test_arrays_may_raise_too() -> None:
    """The annotation of an array takes an exception beside it."""

    def scaled(v: Float[ndarray, " n"]) -> Float[ndarray, " n"] | Raises[ZeroDivisionError]:
        """V over its sum."""
        if v.sum() == 0:
            raise ZeroDivisionError
        return v / v.sum()

    right = reference(scaled)
    assert matches(trial(right, {"scaled": scaled}), "scaled").verdict is Verdict.PASSED
    found = matches(trial(right, {"scaled": lambda v: v / v.sum()}), "scaled")
    assert lost(found).startswith("`scaled([0])` should raise ZeroDivisionError; it returned")


def test_the_audit_catches_mistakes_and_mutants_of_it(tmp_path: Path) -> None:
    """A mutant that raises elsewhere, or another bound, loses points as any other."""
    rubric = assignment(tmp_path, ANSWERS, "{matches: root, points: 2}", mistakes=MISTAKES)
    bench = Bench(pipeline.prepare(rubric))
    (caught,) = audit_mistakes(bench, "root", [0])[0]
    assert (caught.lost, caught.named) == ({"1.matches.root": 1.0}, "silent")
    mutants = audit_mutants(bench, "root")
    assert {mutant.name for mutant in mutants if not mutant.lost} == set()
    assert mutants


WITH_OTHERS = """
from typing import Annotated

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from grader import Raises, Table, Within
from pandas import DataFrame

People = Table[DataFrame, "height: float 1 to 2"]


def take(numbers: Float[ndarray, "n"], k: Annotated[int, Within(-2, 2)]) -> None | Raises[ValueError]:
    \"\"\"Make the first k numbers 0, in place; raise a ValueError below 0.\"\"\"
    if k < 0:
        raise ValueError("negative")
    numbers[:k] = 0


def in_cm(people: People) -> None:
    \"\"\"Turn metres into centimetres, in place.\"\"\"
    people["height"] *= 100


def first(n: Annotated[int, Within(-3, 400)]) -> int | Raises[ValueError]:
    \"\"\"The sum of the numbers up to n.\"\"\"
    if n < 0:
        raise ValueError("negative")
    total = 0
    for k in range(n + 1):
        total += k
    return total


def positive(x: Annotated[float, Within(-9, 9)]) -> bool | Raises[ValueError]:
    \"\"\"Whether x is above 1; below 0 a ValueError.\"\"\"
    if x < 0:
        raise ValueError("negative")
    return x > 1
"""
OTHER_CHECKS = (
    "{matches: take, changes: [numbers], points: 1}, {matches: in_cm, changes: [people], points: 1}, "
    "{cost: first, in: n, at_most: n, points: 1}, {matches: positive, points: 1}"
)
RIGHT_OTHERS = """
def take(numbers, k):
    if k < 0: raise ValueError
    for place in range(min(k, len(numbers))): numbers[place] = 0
def in_cm(people):
    people["height"] = people["height"] * 100
def first(n):
    if n < 0: raise ValueError
    return sum(k for k in range(n + 1))
def positive(x):
    if x < 0: raise ValueError
    return x > 1
"""
WRONG_OTHERS = """
calls = []
def take(numbers, k):
    numbers[:k] = 0
def in_cm(people):
    people["height"] = people["height"] * 10
def first(n):
    if n < 0: raise ValueError
    return sum(1 for a in range(n + 1) for b in range(a))
def positive(x):
    again = x in calls
    calls.append(x)
    if x < 0: raise KeyError if again else ValueError
    return x > 1
"""


def test_exceptions_go_with_all_else_that_is_asked(tmp_path: Path) -> None:
    """With what is changed in place, with a table, with counted steps; and when a call is made again."""
    rubric = assignment(tmp_path, WITH_OTHERS, OTHER_CHECKS)
    results = graded(rubric, {"right": RIGHT_OTHERS, "wrong": WRONG_OTHERS})
    assert told(results["right"]) == [(1, "")] * 4
    taken, in_cm, counted, again = told(results["wrong"])
    assert taken == (0, "`take([0], -1)` should raise ValueError; it returned None")
    assert in_cm == (
        0,
        (
            "after the call, `people` is a table of 1 row and 1 column that is not the one expected "
            "(it first differs at row 0, column 'height': 10 instead of 100)"
        ),
    )
    assert counted[0] == 0
    assert counted[1].startswith("the steps of `first` should grow as n at most: ")
    said = "`positive` gave two different answers to the same input: asked again, it raised KeyError"
    assert again == (0, f"{said} (wrong.py:13)")


def test_no_steps_are_counted_where_every_input_raises(tmp_path: Path) -> None:
    """The instructor asks for the cost of no answer, and is told."""
    answers = WITH_OTHERS.replace("    if n < 0:\n", "    if n != -1:\n")
    rubric = assignment(tmp_path, answers, "{cost: first, in: n, at_most: n, points: 1}")
    with pytest.raises(AssignmentError) as error:
        pipeline.prepare(rubric)
    (slip,) = error.value.mistakes
    assert slip.message.endswith("`first` raises on every input whose steps would be counted")


def roots_are_not_negative(root, x: Number) -> None:
    """A root is not negative."""
    assert root(abs(x)) >= 0


def test_a_declared_exception_that_no_law_catches_is_a_lost_law() -> None:
    """Where an answer is due, whatever the type: the check is decided."""

    def never(x):
        raise ValueError("no root")

    found = law(
        trial(reference(root, laws=[roots_are_not_negative]), {"root": never}), "roots_are_not_negative"
    )
    assert found.verdict in (Verdict.FAILED, Verdict.RAISED)
    assert found.evidence is not None
    assert found.evidence.message == "`root` raised ValueError: no root"
