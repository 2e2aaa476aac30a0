"""Mechanical changes to a right answer."""

from pathlib import Path
from typing import Annotated

import numpy as np

from grader.reference.mutants import mutants


def slope(x, y):
    """A function with something of everything."""
    if x > 0:
        return (2.0 * x - y) / y[::2].sum()
    return -x


def fine(x):
    """One line is excused."""
    x = x + 0  # equivalent: adding nothing
    return x - 1


def scaled(x, *, factor=3):
    """Names of the module stay known to a mutant."""
    return np.abs(x) * factor


def test_every_kind_of_change_is_made() -> None:
    """Operators, comparisons, numbers, dropped terms, swapped operands, functions and slices."""
    changes = {(mutant.before, mutant.after) for mutant in mutants(slope)}
    assert changes >= {
        ("x > 0", "x >= 0"),
        ("x > 0", "x < 0"),
        ("2.0 * x - y", "2.0 * x + y"),
        ("2.0 * x - y", "2.0 * x"),
        ("2.0 * x - y", "y - 2.0 * x"),
        ("2.0 * x", "2.0 / x"),
        ("2.0", "4.0"),
        ("y[::2]", "y[:]"),
        ("y[::2].sum", "y[::2].mean"),
        ("-x", "x"),
        ("0", "1"),
    }


def test_no_mutant_is_the_function_itself() -> None:
    """Every mutant computes something else, and no two have the same source."""
    x = np.array([-2.0, 3.0])
    answers = [mutant.function(x) for mutant in mutants(scaled)]
    assert answers
    assert not any(np.array_equal(answer, scaled(x)) for answer in answers)


def test_an_excused_line_is_left_alone() -> None:
    """``# equivalent:`` says why a change of that line changes nothing."""
    assert {mutant.before for mutant in mutants(fine)} == {"x - 1", "1"}


def test_a_mutant_knows_its_line() -> None:
    """The line in the file is where the instructor will look."""
    lines = Path(__file__).read_text(encoding="utf-8").splitlines()
    for mutant in mutants(scaled):
        assert "np.abs(x) * factor" in lines[mutant.line - 1] or "def scaled" in lines[mutant.line - 1]


class Scaled:
    """A class with an attribute that stands in it with its type."""

    factor: Annotated[tuple[int, int], "d", "c"] = (1, 2)

    def times(self, *values: Annotated[int, 3, 4]) -> int:
        """A product."""
        by: Annotated[int, 5, 6] = self.factor[0]
        return by * values[0]


def test_annotations_are_no_answers() -> None:
    """What says of which type something is is not changed, wherever it stands."""
    changed = {(mutant.before, mutant.after) for mutant in mutants(Scaled)}
    assert ("by * values[0]", "by / values[0]") in changed
    assert not {before for before, _ in changed} & {"3", "4", "5", "6", "(int, 3, 4)", "(int, int)"}


class Table:
    """A class that some changes of it cannot even be made with."""

    names = ("a", "b")
    first = {"a": 1}["ab"[0]]


def test_a_class_that_cannot_be_made_is_no_mutant() -> None:
    """It is left out, and the others are tried."""
    assert {mutant.after for mutant in mutants(Table)} >= {"('b', 'a')"}
