"""How an answer is wrong that is a text, a list, a set, a dict or a table, or always the same."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from grader.patterns.relation import TELLING, Relation, close, numeric
from grader.patterns.tried import Tried
from grader.text.values import line
from grader.values.frames import Frame

SIZED = (str, list, set, dict)
SHORT = 24  # characters of an answer that is told as always the same

Test = Callable[[Any, Any], Any]  # of what came and what is right


def _given(case: Tried) -> Any:
    return case.got if case.got is not None else case.raw


def _related(words: str, test: Test, *, whole: bool = True) -> Relation:
    def holds(case: Tried) -> bool:
        try:
            return not case.raised and bool(test(_given(case), case.right))
        except (TypeError, ValueError, IndexError, AttributeError):
            return False

    return Relation(words, holds, whole)


def holding_relations(cases: Sequence[Tried]) -> Iterator[Relation]:
    """Yield what is true of all of these answers, the most particular first."""
    if len(cases) < TELLING or any(case.raised for case in cases):
        return
    for each in (*_always(cases), *_one_missing(cases), *TESTS):
        if each.holds(cases[0]) and all(map(each.holds, cases)):
            yield each
    if all(isinstance(case.right, dict) for case in cases):
        yield from _dicts(cases)
    if all(isinstance(case.right, Frame) for case in cases):
        yield from _tables(cases)
    yield from _one_more(cases)


# ---- always the same -------------------------------------------------------------------------------------


def _always(cases: Sequence[Tried]) -> Iterator[Relation]:
    """Yield the one answer that came each time."""
    value = _given(cases[0])
    if value is not None and not isinstance(value, (bool, int, float, str, list, dict, set, np.generic)):
        return
    if value is None:
        yield _related("None: does it print its answer, or lack its `return`?", lambda got, _: got is None)
        return
    words = "empty" if isinstance(value, (str, list, dict, set)) and not value else line(value)
    if len(words) <= SHORT:
        yield _related(words, lambda got, _: type(got) is type(value) and got == value)


# ---- texts, lists and sets -------------------------------------------------------------------------------


def _counted(value: Any) -> Counter[Any]:
    items = [*value] if isinstance(value, (list, set, frozenset)) else value.tolist()
    return Counter(tuple(each) if isinstance(each, list) else each for each in items)


def _two(got: Any, right: Any) -> tuple[Any, Any]:
    """Return two texts, or two rows of values as lists; raise TypeError for anything else."""
    if isinstance(right, str) and isinstance(got, str):
        return got, right
    one, other = (value.tolist() if isinstance(value, np.ndarray) else value for value in (got, right))
    if isinstance(one, list) and isinstance(other, list):
        return one, other
    raise TypeError


def _sequences(test: Test) -> Test:
    return lambda got, right: test(*_two(got, right))


def _other_order(got: Any, right: Any) -> bool:
    if isinstance(right, np.ndarray) and right.ndim == 1:
        one, other = numeric(got), numeric(right)
        return one is not None and other is not None and close(np.sort(one), np.sort(other))
    if isinstance(right, str):
        return isinstance(got, str) and sorted(got) == sorted(right)
    return isinstance(right, list) and isinstance(got, list) and _counted(got) == _counted(right)


def _part(got: Any, right: Any) -> bool:
    held = isinstance(right, (list, set)) and isinstance(got, (list, set, np.ndarray))
    return held and _counted(got) < _counted(right)


TESTS: Sequence[Relation] = (
    _related(
        "the right one in capitals",
        lambda got, right: isinstance(right, str) and got == right.upper() != right,
    ),
    _related(
        "the right one in small letters",
        lambda got, right: isinstance(right, str) and got == right.lower() != right,
    ),
    _related(
        "the right one but for capitals and small letters",
        lambda got, right: isinstance(right, str) and got.lower() == right.lower(),
    ),
    _related(
        "the right one without its spaces",
        lambda got, right: isinstance(right, str) and got == "".join(right.split()),
    ),
    _related(
        "the right one but for spaces and line ends",
        lambda got, right: isinstance(right, str) and "".join(got.split()) == "".join(right.split()),
    ),
    _related(
        "the length of the right one",
        lambda got, right: type(right) in SIZED and type(got) in (int, float) and got == len(right),
    ),
    _related(
        "the first entry of the right one",
        lambda got, right: isinstance(right, list) and not isinstance(got, list) and got == right[0],
    ),
    _related("the right one in reverse order", _sequences(lambda got, right: got == right[::-1])),
    _related("the right one, sorted", _sequences(lambda got, right: got == sorted(right))),
    _related("the right one without its end", _sequences(lambda got, right: got == right[:-1])),
    _related("the right one without its beginning", _sequences(lambda got, right: got == right[1:])),
    _related(
        "the right one with nothing but its last entry",
        lambda got, right: isinstance(right, list) and len(right) > 1 and got == right[-1:],
    ),
    _related(
        "the right one with nothing but its first entry",
        lambda got, right: isinstance(right, list) and len(right) > 1 and got == right[:1],
    ),
    _related(
        "the right one with each entry only once",
        lambda got, right: isinstance(right, list) and got == list(dict.fromkeys(right)),
    ),
    _related("the right one in another order", _other_order),
    _related(
        "{0} begins as it should, and ends too early",
        _sequences(lambda got, right: len(got) < len(right) and got == right[: len(got)]),
        whole=False,
    ),
    _related(
        "{0} ends as it should, and its beginning is missing",
        _sequences(lambda got, right: len(got) < len(right) and got == right[len(right) - len(got) :]),
        whole=False,
    ),
    _related(
        "{0} is the right one with more behind it",
        _sequences(lambda got, right: len(got) > len(right) and got[: len(right)] == right),
        whole=False,
    ),
    _related("all that is in {0} belongs there, but something is missing", _part, whole=False),
    _related(
        "all that belongs into {0} is there, but something else is, too",
        lambda got, right: _part(right, got),
        whole=False,
    ),
)


def _one_missing(cases: Sequence[Tried]) -> Iterator[Relation]:
    """Yield the one value that is missing each time, or between what is right."""
    right, got = cases[0].right, _given(cases[0])
    if isinstance(right, str) and isinstance(got, str) and len(right) > 1:
        between = got[1 : len(got) - 2 * len(right) + 2] if len(got) > len(right) else ""
        for sign in {got[1:2], between} - {""}:
            yield _related(
                f"the right one with {sign!r} between its characters", lambda g, r, s=sign: g == s.join(r)
            )
    if isinstance(right, (list, set)) and isinstance(got, (list, set, np.ndarray)):
        missing = _counted(right).keys() - _counted(got).keys()
        for value in missing if len(missing) == 1 else ():
            yield _related(
                f"the right one without {line(value)}",
                lambda g, r, v=value: (
                    _counted(g) == Counter({k: n for k, n in _counted(r).items() if k != v})
                ),
            )


def _one_more(cases: Sequence[Tried]) -> Iterator[Relation]:
    """Yield whether each wrong answer has one kind where another is due."""
    if all(isinstance(case.right, set) and isinstance(_given(case), set) for case in cases):
        each = _related(
            "{0} lacks something, and something in it does not belong there",
            lambda got, right: got - right and right - got,
            whole=False,
        )
        if all(map(each.holds, cases)):
            yield each


# ---- dicts -----------------------------------------------------------------------------------------------


def _dicts(cases: Sequence[Tried]) -> Iterator[Relation]:
    first = _given(cases[0])
    extra = first.keys() - cases[0].right.keys() if isinstance(first, dict) else set()
    if len(extra) == 1:
        (key,) = extra
        one = _related(
            f"{{0}} has the key {line(key)} besides, and all else in it is right",
            lambda got, right: key not in right and {k: v for k, v in got.items() if k != key} == right,
            whole=False,
        )
        if all(map(one.holds, cases)):
            yield one
    for words, test in DICTS:
        each = _related(words, test, whole=False)
        if all(map(each.holds, cases)):
            yield each
    if (found := _values(cases)) is not None:
        yield found


DICTS: Sequence[tuple[str, Test]] = (
    (
        "keys are missing from {0}, and what is there is right",
        lambda got, right: len(got) < len(right) and got.items() <= right.items(),
    ),
    (
        "{0} has keys that do not belong there, and all else in it is right",
        lambda got, right: len(got) > len(right) and all(k in got and got[k] == right[k] for k in right),
    ),
)


def _differing_values(case: Tried) -> list[Tried] | None:
    """Return the wrong values of a dict with the right keys, each as a case of its own."""
    got, right = _given(case), case.right
    if not isinstance(got, dict) or got.keys() != right.keys():
        return None
    return [replace(case, got=got[k], right=right[k], raw=None) for k in right if got[k] != right[k]]


def _values(cases: Sequence[Tried]) -> Relation | None:
    """Say what the wrong values under right keys are."""
    differing = [_differing_values(case) for case in cases]
    if any(not each for each in differing):
        return None
    values = [one for each in differing for one in each or ()]
    one = next((each for each in (*NUMBERS, *_always(values), *TESTS) if all(map(each.holds, values))), None)
    if one is None:
        return _related(
            "the keys of {0} are right, but not all values", lambda g, r: g.keys() == r.keys(), whole=False
        )

    def holds(case: Tried) -> bool:
        each = _differing_values(case)
        return bool(each) and all(map(one.holds, each or ()))

    said = one.words.replace("{0}", "it")
    return Relation(
        f"the keys of {{0}} are right; where a value is not, {'it is ' * one.whole}{said}", holds, whole=False
    )


NUMBERS: Sequence[Relation] = tuple(
    _related(words, lambda got, right, change=change: type(right) in (int, float) and got == change(right))
    for words, change in (
        ("the right one, but larger by 1", lambda r: r + 1),
        ("the right one, but smaller by 1", lambda r: r - 1),
        ("the right one with its sign reversed", lambda r: -r),
        ("twice the right one", lambda r: 2 * r),
    )
)


# ---- tables ----------------------------------------------------------------------------------------------


def _rows(frame: Frame) -> Counter[Any]:
    return Counter(zip(*(_cells(each.values) for each in frame.columns), strict=True))


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

    return _related(words, both, whole=False)


TABLES = (
    _of_tables("{0} has the right rows in another order", lambda got, right: got == right),
    _of_tables("rows are missing from {0}, and what is there is right", lambda got, right: got < right),
    _of_tables(
        "all rows that belong into {0} are there, but others are, too", lambda got, right: got > right
    ),
)


def _tables(cases: Sequence[Tried]) -> Iterator[Relation]:
    yield from (each for each in TABLES if all(map(each.holds, cases)))
    wrong = {name for case in cases for name in _wrong_columns(_given(case), case.right)}
    if len(wrong) == 1:
        (name,) = wrong
        yield _related(
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
