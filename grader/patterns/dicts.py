"""How a dict is wrong: its keys, or the values under them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from grader.patterns.came import Test, given, related
from grader.patterns.holding import always, tests
from grader.patterns.relation import TELLING, Relation
from grader.patterns.tried import Tried
from grader.text.values import line


def dicts_relations(cases: Sequence[Tried]) -> Iterator[Relation]:
    """Yield what is true of all of these answers, where dicts are right."""
    if len(cases) < TELLING or not all(isinstance(case.right, dict) for case in cases):
        return
    first = given(cases[0])
    extra = first.keys() - cases[0].right.keys() if isinstance(first, dict) else set()
    if len(extra) == 1:
        (key,) = extra
        one = related(
            f"{{0}} has the key {line(key)} besides, and all else in it is right",
            lambda got, right: key not in right and {k: v for k, v in got.items() if k != key} == right,
            whole=False,
        )
        if all(map(one.holds, cases)):
            yield one
    for words, test in DICTS:
        each = related(words, test, whole=False)
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
    got, right = given(case), case.right
    if not isinstance(got, dict) or got.keys() != right.keys():
        return None
    return [replace(case, got=got[k], right=right[k], raw=None) for k in right if got[k] != right[k]]


def _values(cases: Sequence[Tried]) -> Relation | None:
    """Say what the wrong values under right keys are."""
    differing = [_differing_values(case) for case in cases]
    if any(not each for each in differing):
        return None
    values = [one for each in differing for one in each or ()]
    one = next(
        (each for each in (*NUMBERS, *always(values), *tests(values)) if all(map(each.holds, values))), None
    )
    if one is None:
        return related(
            "the keys of {0} are right, but not all values", lambda g, r: g.keys() == r.keys(), whole=False
        )

    def holds(case: Tried) -> bool:
        each = _differing_values(case)
        return bool(each) and all(map(one.holds, each or ()))

    said = one.words.replace("{0}", "it")
    return Relation(
        f"the keys of {{0}} are right; where a value is not, {'it is ' * one.whole}{said}", holds, whole=False
    )


def _changed(change: Callable[[Any], Any]) -> Test:
    return lambda got, right: type(right) in (int, float) and got == change(right)


NUMBERS: Sequence[Relation] = (
    related("the right one, but larger by 1", _changed(lambda r: r + 1)),
    related("the right one, but smaller by 1", _changed(lambda r: r - 1)),
    related("the right one with its sign reversed", _changed(lambda r: -r)),
    related("twice the right one", _changed(lambda r: 2 * r)),
)
