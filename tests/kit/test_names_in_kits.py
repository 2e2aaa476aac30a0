"""Which names a statement uses, on every Python."""

import ast

import pytest

from grader.kit.names import used


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("x: float = ...", {"float"}),
        ("if A:\n    x: T = 1", {"A", "T"}),
        ("def f(a: T) -> U:\n    return g(a)", {"T", "U", "g"}),
        ("class A:\n    y: float\n    def f(self, z: T): return z", {"float", "T"}),
    ],
)
def test_no_name_of_pythons_own_is_used(source: str, names: set[str]) -> None:
    """From Python 3.14 on it makes some of its own for annotations, which no kit could define."""
    assert used(ast.parse(source).body[0]) == names
