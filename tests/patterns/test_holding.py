"""How an answer is wrong that holds several things."""

from functools import partial
from typing import Any

import msgspec
import numpy as np
import pytest

from grader.patterns.found import found
from grader.patterns.regions import TruthTable
from grader.patterns.tried import Tried
from grader.signatures.signature import Signature
from grader.values.frames import Column, Frame
from grader.values.leaves import Array, pack_array
from grader.values.objects import Made

NOTHING = TruthTable([], np.zeros((0, 0), dtype=bool))
WORDS = [["b", "a", "b"], ["c", "a"], ["a", "c", "b", "a"], ["d", "b", "a"]] * 2
COUNTS = [{"a": 1, "b": 2}, {"a": 3, "c": 2}, {"b": 2}, {"a": 5, "b": 2, "c": 4}] * 2
TEXTS = ["ab Ab", "Cab bA", "xY z", "Bd eA"] * 2
SETS = [{1, 2, 3}, {0, 2}, {0, 5, 6}, {0, 9, 3}] * 2

SAID: list[tuple[list[Any], Any, str]] = [
    (WORDS, lambda r: r[::-1], "the right one in reverse order"),
    (WORDS, sorted, "the right one, sorted"),
    (WORDS, lambda r: r[:-1], "the right one without its last entry"),
    (WORDS, lambda r: [*r[1:], r[0]], "the right one in another order"),
    (WORDS, lambda r: r[: len(r) // 2], "{0} begins as it should, and ends too early"),
    (WORDS, lambda r: [*r, "x"], "{0} is the right one with more behind it"),
    (WORDS, lambda r: [each for each in r if each != "a"], "the right one without 'a'"),
    (WORDS, lambda r: ["x", *r], "all that belongs into {0} is there, but something else is, too"),
    (WORDS, len, "the length of the right one"),
    (WORDS, lambda r: [], "empty"),
    (WORDS, lambda r: None, "None: does it print its answer, or lack its `return`?"),
    (SETS, lambda r: {*r} - {max(r)}, "all that is in {0} belongs there, but something is missing"),
    (SETS, lambda r: {77, *r} - {max(r)}, "{0} lacks something, and something in it does not belong there"),
    (TEXTS, str.upper, "the right one in capitals"),
    (TEXTS, lambda r: r.replace(" ", ""), "the right one without its spaces"),
    (TEXTS, "-".join, "the right one with '-' between its characters"),
    (COUNTS, lambda r: {**r, "": 1}, "{0} has the key '' besides, and all else in it is right"),
    (COUNTS, lambda r: dict([*r.items()][1:]), "keys are missing from {0}, and what is there is right"),
    (COUNTS, lambda r: dict.fromkeys(r, 1), "the keys of {0} are right; where a value is not, it is 1"),
    (
        COUNTS,
        lambda r: {k: n + 1 for k, n in r.items()},
        "the keys of {0} are right; where a value is not, it is the right one, but larger by 1",
    ),
]


@pytest.mark.parametrize(("rights", "wrong", "words"), SAID)
def test_what_was_done_to_a_text_a_list_a_set_or_a_dict_is_said(rights: Any, wrong: Any, words: str) -> None:
    """The most telling of all that holds."""
    cases = [Tried({}, failed=True, got=wrong(right), right=right) for right in rights]
    assert found(Signature({}, None), cases, lambda: NOTHING).relations[0].words == words


def test_of_objects_that_look_alike_no_order_is_told() -> None:
    """Which of several persons came is not known; that nothing came is."""
    rights = [[Made("Person")] * n for n in (1, 2, 1, 3)] * 2
    for wrong in ([Made("Person", "the text 'Bo'")], [Made("Person")] * 4):
        cases = [Tried({}, failed=True, got=wrong, right=right) for right in rights]
        assert not found(Signature({}, None), cases, lambda: NOTHING).relations
    cases = [Tried({}, failed=True, got=[], right=right) for right in rights]
    assert [each.words for each in found(Signature({}, None), cases, lambda: NOTHING).relations] == ["empty"]


def table(*rows: tuple[str, float]) -> Frame:
    """Names and heights."""
    heights = pack_array(np.array([height for _, height in rows]))
    assert isinstance(heights, Array)
    return Frame(
        [Column("name", "str", [name for name, _ in rows]), Column("height", "float64", heights)],
        [],
        len(rows),
    )


PEOPLE = [table(("ada", 1.5), ("bob", 1.7)), table(("cy", 1.6), ("ada", 1.4), ("dan", 2.0))] * 4


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda rows: rows[::-1], "{0} has the right rows in another order"),
        (lambda rows: rows[:-1], "rows are missing from {0}, and what is there is right"),
        (lambda rows: [*rows, ("eve", 1.0)], "all rows that belong into {0} are there, but others are, too"),
        (
            lambda rows: [(name, height + len(rows)) for name, height in rows],
            "only the column 'height' of {0} is wrong",
        ),
    ],
)
def test_what_was_done_to_a_table_is_said(wrong: Any, words: str) -> None:
    """To its rows, or to one column."""
    cases = []
    for right in PEOPLE:
        rows = [(right.columns[0].cell(row), right.columns[1].cell(row)) for row in range(right.length)]
        cases.append(Tried({}, failed=True, got=table(*wrong(rows)), right=right))
    assert found(Signature({}, None), cases, lambda: NOTHING).relations[0].words == words


def test_rows_in_their_order_are_not_in_another() -> None:
    """Where it is the index that is wrong, the rows are not."""
    indexed = partial(msgspec.structs.replace, index=PEOPLE[0].columns[:1])
    cases = [Tried({}, failed=True, got=indexed(right), right=right) for right in PEOPLE]
    assert not found(Signature({}, None), cases, lambda: NOTHING).relations


def test_of_several_results_those_that_are_wrong_are_counted() -> None:
    """Two of three, and what both are; or one that came alone."""
    rights = [(np.array([n, n + 1.0]), float(n), np.array([3.0 * n])) for n in range(1, 10)]
    cases = [Tried({}, failed=True, got=(2 * r[0], r[1], 2 * r[2]), right=r) for r in rights]
    said = "the results 1 and 3 of {0} are wrong, and the others right: each is 2 times the right one"
    assert found(Signature({}, None), cases, lambda: NOTHING).relations[0].words == said
    alone = [Tried({}, failed=True, right=r, raw=r[1]) for r in rights]
    assert (
        found(Signature({}, None), alone, lambda: NOTHING).relations[0].words
        == "result 2 alone, without the others"
    )


@pytest.mark.parametrize("wrong", [lambda right: {"x": len(right)}, lambda right: "".join(right) * 2])
def test_where_nothing_holds_of_all_failures_nothing_is_said(wrong: Any) -> None:
    """Answers of another kind."""
    cases = [Tried({}, failed=True, got=wrong(right), right=right) for right in WORDS]
    assert not found(Signature({}, None), cases, lambda: NOTHING).relations
