"""How values are shown to a reader and to a script."""

import json
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from grader.text.jsonable import plain
from grader.text.values import entry, line, show, telling_digits


@dataclass
class Strange:
    described: str


HOSTILE = "\x1b[2J\u202e\ud800\x00 end"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "None"),
        (True, "True"),
        (np.array([1, 2]) == 3, "[False, False]"),
        (3, "3"),
        (2.5, "2.5"),
        (-1e-05, "-1e-05"),
        (-0.0, "0"),
        (0.1 + 0.2, "0.3"),
        (1 / 3, "0.333333"),
        (10002.125, "10002.125"),
        (1e300, "1e+300"),
        (float("nan"), "nan"),
        (-np.inf, "-inf"),
        (np.float32(0.1), "0.1"),
        (np.array(7.0), "7"),
        (1 - 2.5j, "1-2.5j"),
        pytest.param(10**5000, "a whole number of 16610 bits", id="huge"),
        ("MaxPool2d", "'MaxPool2d'"),
        (Strange("a generator"), "a generator"),
        ({"a": 1, 2: [0.5]}, "{'a': 1, 2: [0.5]}"),
        ({3, 10, 1}, "{1, 3, 10}"),
        ({}, "{}"),
        (set(), "set()"),
        (OSError(), "an OSError"),
        ([], "[]"),
        ((1,), "(1,)"),
        (["a", [1, 2.0]], "['a', [1, 2]]"),
        (np.array([1.0, np.nan, np.inf]), "[1, nan, inf]"),
        (np.array([[0, 1], [2.5, -1e-05]]), "[[0, 1], [2.5, -1e-05]]"),
        ((np.ones(2), 3.0), "([1, 1], 3)"),
        (np.zeros((0, 10**9)), "an array of shape (0, 1000000000)"),
        (np.zeros((1,) * 6), "an array of shape (1, 1, 1, 1, 1, 1)"),
        (np.arange(100), "[0, 1, 2, 3, 4, …, 98, 99]"),
    ],
)
def test_a_value_is_shown_as_people_write_it(value: Any, text: str) -> None:
    """Numbers are short and exact where they can be; everything else is a few words."""
    assert show(value) == text


def test_a_matrix_is_shown_row_by_row() -> None:
    """Entries of one column stand under each other."""
    assert show(np.array([[1, -0.25, 1e6], [10, 0, 3], [1 / 3, 1, 1]])).splitlines() == [
        "[[       1, -0.25, 1000000],",
        " [      10,     0,       3],",
        " [0.333333,     1,       1]]",
    ]


def test_a_large_matrix_is_cut_in_both_directions() -> None:
    """The first and last rows and columns are shown."""
    text = show(np.arange(10_000).reshape(100, 100))
    assert text.splitlines()[0] == "[[   0,    1,    2,    3,    4, …,   98,   99],"
    assert text.splitlines()[5] == " …,"
    assert len(text.splitlines()) == 8


def test_long_entries_leave_room_for_fewer_columns() -> None:
    """No line is longer than the width asked for, as long as three columns fit."""
    text = show(np.full((9, 9), -1.23456789e-300))
    assert max(map(len, text.splitlines())) <= 64


def test_several_results_are_shown_one_after_the_other() -> None:
    """A tuple of matrices keeps them apart."""
    assert show((np.eye(3) / 4, np.zeros(2), np.zeros((2, 2, 2)))).splitlines() == [
        "([[0.25,    0,    0],",
        "  [   0, 0.25,    0],",
        "  [   0,    0, 0.25]],",
        " [0, 0],",
        " [[[0, 0],",
        "   [0, 0]],",
        "  [[0, 0],",
        "   [0, 0]]])",
    ]


def test_what_a_student_wrote_is_made_safe() -> None:
    """Escape sequences, direction overrides and lone surrogates are written out."""
    for value in (HOSTILE, [HOSTILE], Strange(HOSTILE)):
        assert r"\x1b[2J\u202e\ud800\x00 end" in show(value)
        assert r"\x1b[2J\u202e\ud800\x00 end" in json.dumps(plain(value)).replace(r"\\", "\\")


def nested(depth: int) -> list[Any]:
    """A list in a list in a list …, eight at each level."""
    value: list[Any] = []
    for _ in range(depth):
        value = [value] * 8
    return value


def endless() -> list[Any]:
    """A list that holds itself."""
    value: list[Any] = []
    value.append(value)
    return value


@pytest.mark.parametrize("value", [nested(12), endless(), [["x" * 1000] * 1000] * 1000, [10**5000] * 9])
def test_what_is_shown_stays_small(value: Any) -> None:
    """Neither depth nor breadth nor length makes a report long."""
    assert len(show(value)) < 10_000
    assert len(json.dumps(plain(value))) < 20_000


@pytest.mark.parametrize(
    ("value", "data"),
    [
        (None, None),
        (np.array([1, 2]) == 1, [True, False]),
        (np.int64(3), 3),
        pytest.param(10**5000, "a whole number of 16610 bits", id="huge"),
        (1 / 3, 1 / 3),
        (np.array([np.nan, np.inf, -np.inf, 1]), ["nan", "inf", "-inf", 1.0]),
        ((np.eye(2), [1, "a"]), [[[1.0, 0.0], [0.0, 1.0]], [1, "a"]]),
        (1 + 2j, "1+2j"),
        (Strange("a generator"), "a generator"),
        (np.zeros((50, 5)), {"shape": [50, 5], "first": [0.0] * 8}),
        (np.zeros((10**9, 0)), {"shape": [10**9, 0], "first": []}),
        ([0.5] * 1000, {"shape": [1000], "first": [0.5] * 8}),
        (np.zeros(0), []),
    ],
)
def test_a_value_becomes_strict_json(value: Any, data: Any) -> None:
    """NaN and infinity are words, large arrays are cut, and nothing else is changed."""
    assert plain(value) == data
    json.dumps(plain(value), allow_nan=False)


@pytest.mark.parametrize(
    ("value", "where", "found"),
    [
        (np.array([[1, 2], [3, 4]]), "[1, 0]", 3),
        (5.0, "", 5.0),
        ((np.array([1, 2]), np.array([3, 4])), "result 2, [1]", 4),
        (np.array([1, 2]), "result 2, [1]", 2),
        (((1, 2), 3), "result 1, result 2", 2),
        ([[1, 2], [3]], "[0, 1]", 2),
        ([[1, 2], [3]], "[1, 1]", None),
        (5.0, "[0]", None),
        ((1, 2), "result 3", None),
    ],
)
def test_an_entry_is_found_by_its_place(value: Any, where: str, found: Any) -> None:
    """A place may lead nowhere, for answers come in shapes nobody expected."""
    assert entry(value, where) == found


def test_two_values_that_differ_are_shown_differently() -> None:
    """As many digits are shown as it takes to see the difference at the place where there is one."""
    got, expected = np.array([1 / 3 + 1e-7, 5]), np.array([1 / 3, 7])
    digits = telling_digits(got, expected, "[0]")
    assert line(got, digits) == "[0.333333433, 5]"
    assert line(expected, digits) == "[0.333333333, 7]"


def test_a_large_dict_is_shown_key_by_key() -> None:
    """A matrix under a key keeps its rows below each other; of many keys the first are shown."""
    assert show({"W": np.arange(12.0).reshape(2, 6) * 1.25, "b": {1: "x"}}).splitlines() == [
        "{'W': [[  0, 1.25, 2.5,  3.75,    5,  6.25],",
        "       [7.5, 8.75,  10, 11.25, 12.5, 13.75]],",
        " 'b': {1: 'x'}}",
    ]
    assert show({n: n for n in range(30)}).splitlines()[-2:] == [" 6: 6,", " …}"]


def test_places_with_keys_are_found() -> None:
    """Whatever stands in a key."""
    value = {"it's, [1]": {3: [1, 2]}}
    assert entry(value, 'key "it\'s, [1]", key 3, [1]') == 2
    assert entry(value, "key 'no'") is None


def test_dicts_and_sets_are_plain() -> None:
    """JSON has texts for keys alone."""
    assert plain({1: {2.5, 1}, "a": None}) == {"keys": [1, "a"], "values": [{"members": [1, 2.5]}, None]}


def test_small_arrays_of_many_axes_are_shown_whole_row_by_row() -> None:
    """An axis of length one hides nothing, and an image of four rows is no riddle."""
    shown = show(np.arange(24).reshape(1, 2, 4, 3)).split("\n")
    assert shown == [
        "[[[[0,  1,  2],",
        "   [3,  4,  5],",
        "   [6,  7,  8],",
        "   [9, 10, 11]],",
        "  [[12, 13, 14],",
        "   [15, 16, 17],",
        "   [18, 19, 20],",
        "   [21, 22, 23]]]]",
    ]
    assert "…" in show(np.zeros((1, 9, 9, 9)))
