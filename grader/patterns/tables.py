"""How a table is wrong: its rows, or one of its columns."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from grader.patterns.came import Test, given, related
from grader.patterns.relation import TELLING, Relation
from grader.patterns.tried import Tried
from grader.text.values import line
from grader.values.frames import Frame


def _rows(frame: Frame) -> list[Any]:
    return [*zip(*(_cells(each.values) for each in frame.columns), strict=True)]


def _other_order(got: list[Any], right: list[Any]) -> bool:
    return got != right and Counter(got) == Counter(right)


def _cells(values: Any) -> list[Any]:
    """Return cells that can be compared: numbers up to rounding."""
    cells = values.tolist() if isinstance(values, np.ndarray) else values
    return [float(f"{each:.9g}") if isinstance(each, float) else each for each in cells]


def _by_name(got: Any, right: Frame) -> Frame | None:
    """Return what came with the columns in the order of the right table; None if they are others."""
    if not isinstance(got, Frame):
        return None
    known = {each.name: each for each in got.columns}
    if known.keys() != {each.name for each in right.columns}:
        return None
    return Frame([known[each.name] for each in right.columns], got.index, got.length, got.series)


def _of_tables(words: str, test: Test) -> Relation:
    def both(got: Any, right: Any) -> bool:
        table = _by_name(got, right)
        return table is not None and bool(test(_rows(table), _rows(right)))

    return related(words, both, whole=False)


TABLES = (
    _of_tables("{0} has the right rows in another order", _other_order),
    _of_tables(
        "rows are missing from {0}, and what is there is right",
        lambda got, right: Counter(got) < Counter(right),
    ),
    _of_tables(
        "all rows that belong into {0} are there, but others are, too",
        lambda got, right: Counter(got) > Counter(right),
    ),
)


def tables_relations(cases: Sequence[Tried]) -> Iterator[Relation]:
    """Yield what is true of all of these answers, where tables are right."""
    if len(cases) < TELLING or not all(isinstance(case.right, Frame) for case in cases):
        return
    yield from (each for each in TABLES if all(map(each.holds, cases)))
    wrong = {name for case in cases for name in _wrong_columns(given(case), case.right)}
    if len(wrong) == 1:
        (name,) = wrong
        yield related(
            f"only the column {line(name)} of {{0}} is wrong",
            lambda got, right: _wrong_columns(got, right) == [name],
            whole=False,
        )


def _wrong_columns(got: Any, right: Frame) -> list[Any]:
    table = _by_name(got, right)
    if table is None or table.length != right.length:
        return [None, ...]  # more than one: nothing is to be said
    pairs = zip(table.columns, right.columns, strict=True)
    return [other.name for one, other in pairs if _cells(one.values) != _cells(other.values)]
