"""A helper whose name is used again is still what the other functions call."""

from collections.abc import Callable
from typing import Any

import pytest

START = "def k(x):\n    return x\ndef f(x):\n    return k(x)\n"


@pytest.fixture
def notes():
    """Return what a session decided, a line for each."""
    return lambda session: [f"{note.where}: {note.message}" for note in session.notes]


@pytest.mark.parametrize(
    "later",
    [
        "k = [k(z) for z in range(3)]",
        "for k in range(3): pass",
        "for k in (abs, len): pass",
        "with open('x', 'w') as k: pass",
        "k = None",
        "if True:\n    k = k(1)",
    ],
)
@pytest.mark.parametrize("name", ["hw.py", "hw.ipynb"])
def test_a_helper_that_becomes_something_else_is_restored(
    load: Any, value: Callable[..., Any], notes: Any, later: str, name: str
) -> None:
    """For what calls it could not use what it became; and it is said."""
    session = load({name: [START, later] if name.endswith(".ipynb") else f"{START}{later}\n"})

    assert value(session, "f", 3) == 3
    where = "hw.ipynb cell 1:1" if name.endswith(".ipynb") else "hw.py:1"
    assert notes(session) == [
        (
            f"{where}: `k` is a function here, and something else later: where your functions call it,"
            " the function counted"
        )
    ]


@pytest.mark.parametrize(
    ("source", "result"),
    [
        ("def k():\n    return 5\ndef f(x):\n    return k\nk = k()\n", 5),  # the number is what they use
        ("def k():\n    return 5\ndef f(x):\n    return k\nfor k in range(3): pass\n", 2),
        (f"{START}k = lambda x: 7\n", 7),
        (f"{START}k = (lambda g: lambda x: g(x) + 1)(k)\n", 4),
        (f"{START}import operator\nfrom operator import neg as k\n", -3),
        ("k = 1\ndef f(x):\n    return k + x\nk = 2\n", 5),
    ],
)
def test_what_works_at_home_stays_as_it_is(
    load: Any, value: Callable[..., Any], notes: Any, source: str, result: int
) -> None:
    """A function that reads the later value, or calls what replaced the helper, is right to do so."""
    session = load(source)

    assert value(session, "f", 3) == result
    assert notes(session) == []


def test_an_asked_function_that_others_call_is_told_once(
    load: Any, value: Callable[..., Any], notes: Any
) -> None:
    """It counts itself, and for those that call it."""
    session = load("def f(x):\n    return x\ndef g(x):\n    return f(x)\nf = 3\n")

    assert [value(session, "f", 1), value(session, "g", 2)] == [1, 2]
    assert notes(session) == [
        "hw.py:1: `f` is a function here, and something else later: the function counted"
    ]
