"""Mechanical changes to a right answer."""

from pathlib import Path

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
