"""Entries that differ are marked, and an input is code that runs."""

import io
from contextlib import redirect_stdout
from typing import Any

import numpy as np
import pytest

from grader.model import Evidence
from grader.reports.marked import pair, program


def evidence(got, expected, where="") -> Evidence:
    return Evidence("", "f()", {}, got, expected, where)


def test_wrong_entries_are_marked_and_the_first_most() -> None:
    """On both sides, in aligned rows."""
    got, expected = pair(evidence(np.array([[1, 2], [3, 40]]), np.array([[1, 5], [3, 4]]), "[0, 1]"))
    assert got == '[[1, <mark class="first">2</mark>], [3, <mark>40</mark>]]'
    assert expected == '[[1, <mark class="first">5</mark>], [3, <mark>4</mark>]]'


def test_rounding_is_not_marked() -> None:
    """What differs in the sixteenth digit is no difference."""
    got, _ = pair(evidence(np.array([0.1 + 0.2, 1e-17, 5]), np.array([0.3, 0, 6]), "[2]"))
    assert got.count("<mark") == 1


def test_answers_that_cannot_be_compared_are_shown_as_they_are() -> None:
    """Other lengths, texts, and what is shown shortened; text is escaped."""
    assert pair(evidence([1, 2], np.ones(3))) == ("[1, 2]", "[1, 1, 1]")
    assert pair(evidence("<b>", 1.0)) == ("&#39;&lt;b&gt;&#39;", "1")
    large = np.zeros((30, 30))
    assert "mark" not in pair(evidence(large, large + 1, "[0, 0]"))[0]
    assert pair(evidence(2.0, 1.0)) == ("2", "1")


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (np.array([[0.1, np.nan], [np.inf, -2]]), "[[0.1, nan], [inf, -2.0]]"),
        (np.array([1, 2]), "[1, 2]"),
        (np.array([1.5], np.float32), "[1.5]"),
        (np.zeros(0), "[]"),
        (3, "3"),
        (np.float64(0.25), "0.25"),
        (np.array([1 + 2j, -1j]), "[(1+2j), -1j]"),
        (0.5 - 2j, "(0.5-2j)"),
        (True, "True"),
        (-np.inf, "-inf"),
    ],
)
def test_an_input_is_a_program(value: Any, printed: str) -> None:
    """Pasted below a function, it calls the function on just this input."""
    code = program(Evidence("", "f(x)", {"x": value}))
    out = io.StringIO()
    with redirect_stdout(out):
        exec(code, {"np": np, "f": lambda x: getattr(x, "tolist", lambda: x)()})
    assert out.getvalue().strip() == printed


@pytest.mark.parametrize(
    ("call", "inputs"),
    [
        ("softmax at a", {"a": 1.0}),
        ("f(x); import os", {"x": 1.0}),
        ("f(x)", {"y": 1.0}),
        ("f(x)", {"x": object()}),
        ("f(x)", {"x": [np.zeros(3000)]}),
        ("f(x)", {"x": complex("nan")}),
        ("f(x)", {"x": np.array([complex("inf")])}),
    ],
)
def test_what_is_no_plain_call_is_no_program(call: str, inputs: Any) -> None:
    """A law, other names, a value that nobody would paste."""
    assert program(Evidence("", call, inputs)) == ""


@pytest.mark.parametrize(
    "value",
    [
        np.arange(1000.0),
        np.ones((20, 30)),
        "it's",
        ["a", "b"],
        {"a": [1, 2]},
        {1, 2},
        set(),
        (1.5, None),
        None,
    ],
    ids=str,
)
def test_what_a_page_shortens_is_copied_whole(value) -> None:
    """Long arrays, texts, lists, dicts and sets: the code makes the value again."""
    code = program(Evidence("", "f(x)", {"x": value}))
    seen: list[Any] = []
    exec(code.replace("print(f(x))", "seen.append(x)"), {"seen": seen})
    assert type(seen[0]) is type(value)
    assert np.array_equal(seen[0], value) if isinstance(value, np.ndarray) else seen[0] == value


def test_a_call_with_names_is_a_program() -> None:
    """As one would write it."""
    code = program(Evidence("", "f(x, scale=scale)", {"x": 1.0, "scale": 2.0}))
    assert code.splitlines()[-1] == "print(f(x, scale=scale))"
