"""What students read of a docstring."""

import pytest

from grader.kit.prompt import prompt, wrapped

LONG = "The mean of the numbers that are left when the smallest and the largest of all are taken away,"


@pytest.mark.parametrize(
    ("docstring", "lines"),
    [
        ("Which?\n1. one\n2. two", ["Which?", "1. one", "2. two"]),
        ("Which?\n\n1. one\n2. two", ["Which?", "", "1. one", "2. two"]),
        ("Which?\n\n(a) one\n\n(b) two", ["Which?", "", "(a) one", "", "(b) two"]),
        ("Twice x, such as\nf(1) = 2\nf(2) = 4", ["Twice x, such as", "f(1) = 2", "f(2) = 4"]),
        (f"{LONG}\nor of all.", [f"{LONG} or of all."]),
        ("Twice.\n\n>>> f(1)\n2", ["Twice.", "", ">>> f(1)", "2"]),
        ("Twice.\n\nMind the sign. [eq. 3]\n\n>>> f(1)\n2", ["Twice.", "", ">>> f(1)", "2"]),
        ("Twice.\n\nMind the sign.\n\n1. multiply", ["Twice."]),
        ("", [""]),
    ],
)
def test_lists_short_lines_and_doctests_are_kept(docstring: str, lines: list[str]) -> None:
    """Prose is one line however it was wrapped, and what else follows the first paragraph stays here."""
    assert prompt(docstring) == lines


def test_lines_that_are_too_long_are_wrapped_and_keep_their_indent() -> None:
    """A comment or docstring of a starter has lines that can be read."""
    text = wrapped(["Which?", f"  {LONG} or not"], "# ", "x: ")
    assert text.split("\n")[0] == "# x: Which?"
    assert [line[:5] for line in text.split("\n")[1:]] == ["#   T", "#   o"]
    assert max(map(len, text.split("\n"))) <= 100
