"""Exceptions in plain words."""

from typing import Any

import numpy as np
import pytest

from grader.patterns.errors import meaning


def endless(n: int = 0) -> int:
    return endless(n + 1)


def unset() -> Any:
    if not np:
        value = 1
    return value


class Thing:
    """A class that nobody can go through."""


class Lacking:
    def call() -> None: ...  # type: ignore[misc]


def small() -> Any:
    with np.errstate(all="raise"):
        return np.exp(np.array(-800.0))


NAMES = {
    "np": np,
    "thing": Thing(),
    "small": small,
    "Lacking": Lacking,
    "one": 1,
    "nothing": None,
    "unset": unset,
    "endless": endless,
}
RAISING = [
    ("np.zeros(3)[3]", "asks for the entry at 3 along axis 0, and the last one is at 2"),
    ("np.zeros(0)[0]", "an array that is empty"),
    ("[1][one]", "asks for an item after the last"),
    ("np.zeros(3)[0, 0]", "uses 2 indices on an array with 1 axis"),
    ("np.zeros(3)[1.0]", "an index is no whole number"),
    ("np.zeros((2, 3)) + np.zeros((3, 2))", "arrays of the shapes (2,3) and (3,2) entry by entry"),
    ("np.zeros((2, 3)) @ np.zeros((2, 3))", "multiplies matrices whose inner lengths, 3 and 2, differ"),
    ("np.dot(np.zeros((2, 3)), np.zeros((2, 3)))", "multiplies arrays of the shapes (2,3) and (2,3)"),
    ("max(np.zeros(2), np.zeros(2))", "a whole array where one yes or no is wanted"),
    ("max([])", "the largest or smallest of nothing"),
    ("np.zeros(0).max()", "the largest or smallest entry of an empty array"),
    ("np.zeros(5).reshape(2, 3)", "lays 5 numbers out as (2,3)"),
    ("nothing + 1", "does a function of yours lack its return?"),
    ("nothing[0]", "does a function of yours lack its return?"),
    ("one(2)", "calls what is no function but of type int"),
    ("list(one)", "of type int: range(n) counts to n"),
    ("list(unset)", "it goes through a function, not what that returns"),
    ("list([].append)", "it goes through a function, not what that returns"),
    ("list(thing)", "an object of the class Thing, which has no method `__iter__`"),
    ("len(one)", "asks for the length of one number"),
    ("range(2.0)", "// gives whole numbers"),
    ("nowhere", "`nowhere` is a name that stands for nothing"),
    ("unset()", "`value` is used before it has a value"),
    ("1 / 0", "divides by 0"),
    ("{}['a']", "looks for a key that is not in the dictionary"),
    ("one.sum()", "asks a value of type int for `.sum`"),
    ("np.linalg.inv(np.zeros((2, 2)))", "inverts a matrix that has no inverse"),
    ("endless()", "calls itself without end"),
    ("np.zeros(3) + 'a'", "what is no number"),
    ("2 ** '3'", "it writes ** between a value of type int and one of type str"),
    ("'a' + 1", "str(x) makes a text of x"),
    ("[1] + 1", "append puts an item behind it"),
    ("(lambda a, b: a)(1)", "without `b`"),
    ("(lambda a: a)(1, 2)", "with 2 arguments, and that takes 1"),
    ("Lacking().call()", "with 1 arguments, and that takes 0: does a method lack `self`?"),
    ("small()", "a result is too small to be told from 0"),
    ("{[1]: 2}", "cannot be a key, or in a set"),
    ("(1, 2).__setitem__", "asks a value of type tuple for `.__setitem__`"),
    ("list((1, 2))['a']", "places are whole numbers"),
    ("list((1, 2))[0.5]", "// gives whole numbers"),
    ("list((1, 2))[0, 1]", "with two indices"),
    ("[1, 2][0.5:]", "an end of a slice is no whole number"),
    ("[].pop()", "takes an item from what is empty"),
    ("[1].index(2)", "that is not there"),
    ("int('x')", "a whole number of a text"),
    ("float('x')", "a number of a text"),
    ("int(float('nan'))", "a whole number of nan"),
    ("int(float('inf'))", "a whole number of infinity"),
    ("np.zeros(3).sum(axis=1)", "there is no axis 1 in an array that has 1"),
    ("np.concatenate([np.zeros((2, 2)), np.zeros((3, 3))])", "joins arrays whose other lengths differ"),
    ("np.concatenate([np.zeros(2), np.zeros((3, 3))])", "with different numbers of axes"),
    ("np.linalg.inv(np.zeros((2, 3)))", "it needs a square matrix"),
    ("np.argmax(np.zeros(0))", "the place of the largest or smallest entry of an empty array"),
    ("np.nothing", "`numpy` has nothing called `nothing`"),
    ("None < 1", "it compares a value of type NoneType with one of type int"),
    ("np.zeros(3).nothing()", "asks a value of type numpy.ndarray for `.nothing`"),
    ("np.add(np.zeros(1), np.zeros(2), out=np.zeros(1))", "it adds to an array of the shape (1,)"),
    ("np.zeros((10**6, 10**6, 10**3))", "too large to be held"),
]


@pytest.mark.parametrize(("source", "words"), RAISING)
def test_what_students_meet_most_is_said_in_plain_words(source: str, words: str) -> None:
    """As Python and NumPy word it here, whatever their version."""
    with pytest.raises(Exception) as caught:
        eval(source, dict(NAMES))
    assert words in meaning(f"{type(caught.value).__name__}: {caught.value}")


@pytest.mark.parametrize("raised", ["", "ValueError: window too large", "MyError: IndexError", "IndexError"])
def test_what_nobody_knows_is_not_explained(raised: str) -> None:
    """Words of the student's own stay alone."""
    assert meaning(raised) == ""


@pytest.mark.parametrize("name", ["f", "solve.<locals>.inner", "<lambda>"])
def test_who_writes_no_class_is_not_asked_for_self(name: str) -> None:
    """It is a function that takes fewer arguments."""
    said = meaning(f"TypeError: {name}() takes 0 positional arguments but 2 were given")
    assert said == f"it calls `{name}` with 2 arguments, and that takes 0"


def test_where_it_is_known_why_there_is_no_such_name_nothing_is_guessed() -> None:
    """The cause is told behind a colon: the name is spelt as it should be."""
    assert meaning("NameError: name 'f' is not defined: hw.py:3 failed (NameError: ...)") == ""


def test_words_of_a_student_are_no_format() -> None:
    """Braces in what was raised stay what they are."""
    assert meaning("KeyError: '{0.__class__}'") == "it looks for a key that is not in the dictionary"


def test_an_object_that_cannot_be_gone_through_is_no_number() -> None:
    """Of a class it lacks is the method that says how; ``range`` is for numbers."""
    assert "`__iter__`" in str(meaning("TypeError: 'LinkedList' object is not iterable"))
    assert "range(n)" in str(meaning("TypeError: 'int' object is not iterable"))
