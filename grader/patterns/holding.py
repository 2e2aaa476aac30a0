"""How an answer is wrong that is a text, a list, a set, a dict or a table, or always the same."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from grader.patterns.came import Test, given, related
from grader.patterns.relation import TELLING, Relation, close, numeric
from grader.patterns.tried import Tried
from grader.text.values import line
from grader.values.exceptions import Due
from grader.values.figures import Drawing
from grader.values.objects import Made

LACKS_RETURN = "None: does it print its answer, or lack its `return`?"
SIZED = (str, list, set, dict)
LONGEST = 10_000  # entries and rows of an array that is looked at as a list
SHORT = 24  # characters of an answer that is told as always the same


def holding_relations(cases: Sequence[Tried]) -> Iterator[Relation]:
    """Yield what is true of all of these answers, the most particular first."""
    if len(cases) < TELLING or any(case.raised for case in cases):
        return
    alike = any(map(_of_objects, cases))  # nobody knows which of them are the same, nor their order
    same = () if alike and given(cases[0]) else always(cases)
    for each in same if alike else (*same, *_one_missing(cases), *tests(cases)):
        if each.holds(cases[0]) and all(map(each.holds, cases)):
            yield each
    if not alike:
        yield from _one_more(cases)


def _of_objects(case: Tried) -> bool:
    values = (given(case), case.right)
    return any(isinstance(each, Made) for value in values if isinstance(value, list) for each in value)


# ---- always the same -------------------------------------------------------------------------------------


def always(cases: Sequence[Tried]) -> Iterator[Relation]:
    """Yield the one answer that came each time."""
    value = given(cases[0])
    if value is not None and not isinstance(value, (bool, int, float, str, list, dict, set, np.generic)):
        return
    if value is None:
        # A drawing may be left open, and where an exception is due nothing need come.
        if not any(isinstance(case.right, (Drawing, Due)) for case in cases):
            yield related(LACKS_RETURN, lambda got, _: got is None)
        return
    words = "empty" if isinstance(value, (str, list, dict, set)) and not value else line(value)
    if len(words) <= SHORT:
        yield related(words, lambda got, _: type(got) is type(value) and got == value)


# ---- texts, lists and sets -------------------------------------------------------------------------------


def _listed(value: np.ndarray) -> Any:
    """Return an array as lists; raise TypeError for one as long as nobody's answer, though it be empty."""
    if value.size + sum(value.shape) > LONGEST:
        raise TypeError
    return value.tolist()


def _counted(value: Any) -> Counter[Any]:
    items = [*value] if isinstance(value, (list, set, frozenset)) else _listed(value)
    return Counter(tuple(each) if isinstance(each, list) else each for each in items)


def _two(got: Any, right: Any) -> tuple[Any, Any]:
    """Return two texts, or two rows of values as lists; raise TypeError for anything else."""
    if isinstance(right, str) and isinstance(got, str):
        return got, right
    one, other = (_listed(value) if isinstance(value, np.ndarray) else value for value in (got, right))
    if isinstance(one, list) and isinstance(other, list):
        return one, other
    raise TypeError


def _sequences(test: Test) -> Test:
    return lambda got, right: test(*_two(got, right))


def _other_order(got: Any, right: Any) -> bool:
    if isinstance(right, np.ndarray) and right.ndim == 1:
        one, other = numeric(got), numeric(right)
        if one is None or other is None or close(one, other):
            return False
        return close(np.sort(one), np.sort(other))
    if isinstance(right, str):
        return isinstance(got, str) and got != right and sorted(got) == sorted(right)
    both = isinstance(right, list) and isinstance(got, list)
    return both and got != right and _counted(got) == _counted(right)


def _part(got: Any, right: Any) -> bool:
    held = isinstance(right, (list, set)) and isinstance(got, (list, set, np.ndarray))
    return held and _counted(got) < _counted(right)


TESTS: Sequence[Relation] = (
    related(
        "the right one in capitals",
        lambda got, right: isinstance(right, str) and got == right.upper() != right,
    ),
    related(
        "the right one in small letters",
        lambda got, right: isinstance(right, str) and got == right.lower() != right,
    ),
    related(
        "the right one but for capitals and small letters",
        lambda got, right: isinstance(right, str) and got.lower() == right.lower(),
    ),
    related(
        "the right one without its spaces",
        lambda got, right: isinstance(right, str) and got == "".join(right.split()),
    ),
    related(
        "the right one but for spaces and line ends",
        lambda got, right: isinstance(right, str) and "".join(got.split()) == "".join(right.split()),
    ),
    related(
        "the length of the right one",
        lambda got, right: type(right) in SIZED and type(got) in (int, float) and got == len(right),
    ),
    related(
        "the first entry of the right one",
        lambda got, right: isinstance(right, list) and not isinstance(got, list) and got == right[0],
    ),
    related("the right one in reverse order", _sequences(lambda got, right: got == right[::-1])),
    related("the right one, sorted", _sequences(lambda got, right: got == sorted(right))),
    related("the right one without its last entry", _sequences(lambda got, right: got == right[:-1])),
    related("the right one without its first entry", _sequences(lambda got, right: got == right[1:])),
    related(
        "the right one with nothing but its last entry",
        lambda got, right: isinstance(right, list) and len(right) > 1 and got == right[-1:],
    ),
    related(
        "the right one with nothing but its first entry",
        lambda got, right: isinstance(right, list) and len(right) > 1 and got == right[:1],
    ),
    related(
        "the right one with each entry only once",
        lambda got, right: isinstance(right, list) and got == list(dict.fromkeys(right)),
    ),
    related("the right one in another order", _other_order),
    related(
        "{0} begins as it should, and ends too early",
        _sequences(lambda got, right: len(got) < len(right) and got == right[: len(got)]),
        whole=False,
    ),
    related(
        "{0} ends as it should, and its beginning is missing",
        _sequences(lambda got, right: len(got) < len(right) and got == right[len(right) - len(got) :]),
        whole=False,
    ),
    related(
        "{0} is the right one with more behind it",
        _sequences(lambda got, right: len(got) > len(right) and got[: len(right)] == right),
        whole=False,
    ),
    related("all that is in {0} belongs there, but something is missing", _part, whole=False),
    related(
        "all that belongs into {0} is there, but something else is, too",
        lambda got, right: _part(right, got) and _counted(got).keys() != _counted(right).keys(),
        whole=False,
    ),
)


OF_TEXTS = [replace(each, words=each.words.replace("entry", "character")) for each in TESTS]


def tests(cases: Sequence[Tried]) -> Sequence[Relation]:
    """Return what these answers may be, in words for a text where one is right."""
    return OF_TEXTS if isinstance(cases[0].right, str) else TESTS


def _one_missing(cases: Sequence[Tried]) -> Iterator[Relation]:
    """Yield the one value that is missing each time, or the sign between what is right."""
    right, got = cases[0].right, given(cases[0])
    if isinstance(right, str) and isinstance(got, str) and len(right) > 1:
        between = got[1 : len(got) - 2 * len(right) + 2] if len(got) > len(right) else ""
        for sign in sorted({got[1:2], between} - {""}):
            yield related(f"the right one with {sign!r} between its characters", partial(_joined, sign))
    if isinstance(right, (list, set)) and isinstance(got, (list, set, np.ndarray)):
        missing = [*(_counted(right).keys() - _counted(got).keys())]
        if len(missing) == 1:
            yield related(f"the right one without {line(missing[0])}", partial(_without, missing[0]))


def _joined(sign: str, got: Any, right: Any) -> bool:
    return isinstance(right, str) and got == sign.join(right)


def _without(value: Any, got: Any, right: Any) -> bool:
    return _counted(got) == Counter({k: count for k, count in _counted(right).items() if k != value})


def _one_more(cases: Sequence[Tried]) -> Iterator[Relation]:
    """Yield whether each wrong answer has one kind where another is due."""
    if all(isinstance(case.right, set) and isinstance(given(case), set) for case in cases):
        each = related(
            "{0} lacks something, and something in it does not belong there",
            lambda got, right: got - right and right - got,
            whole=False,
        )
        if all(map(each.holds, cases)):
            yield each
