"""Conditions over the lengths of axes: "`A` has one row", "`A` is square"."""

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from grader.patterns.condition import Condition
from grader.patterns.measures import Measured, several

Key = tuple[str, str]  # an argument, and what stands along the axis
LONGEST = 7
EMPTY = ("entry", "key", "member")  # without these it is empty; a text is one of spaces, too


def of_length(key: Key, met: Sequence[int]) -> Iterator[Condition]:
    """Yield what one length may be that has a name; ``met`` are those that occur, in order."""
    name, what = key
    has, many = f"`{name}` has", several(what)
    if what in EMPTY:
        yield Condition(f"`{name}` is empty", f"`{name}` is not empty", lambda m: m.lengths[key] == 0)
    few = "one"
    if 0 in met:
        few = "at most one"
        yield Condition(f"{has} one {what}", f"{has} not one {what}", lambda m: m.lengths[key] == 1)
    yield Condition(f"{has} more than one {what}", f"{has} {few} {what}", lambda m: m.lengths[key] > 1)
    even, odd = f"{has} an even number of {many}", f"{has} an odd number of {many}"
    yield Condition(even, odd, lambda m: m.lengths[key] % 2 == 0)
    for count in (2, 3):
        yes, no = f"{has} {count} {many}", f"{has} not {count} {many}"
        yield Condition(yes, no, lambda m, n=count: m.lengths[key] == n)


def of_long(key: Key, met: Sequence[int]) -> Iterator[Condition]:
    """Yield above which of the lengths that occur one may be."""
    name, what = key
    has, many = f"`{name}` has", several(what)
    for most, more in pairwise(met):  # nobody knows of those in between
        if 1 < most <= LONGEST:
            yes, no = f"{has} more than {more - 1} {many}", f"{has} at most {most} {many}"
            yield Condition(yes, no, lambda m, n=most: m.lengths[key] > n)


def of_two_lengths(keys: Sequence[Key], first: Measured, *, of_one: bool) -> Iterator[Condition]:
    """Yield how two lengths may compare that are not one by the annotation, ``of_one`` argument or of two."""
    for one, other in combinations(keys, 2):
        if (one[0] == other[0]) is not of_one:
            continue
        one_text = one[0] == other[0] and one[0] in first.texts  # its characters and its words
        if not one_text and (not first.axes.get(one) or first.axes.get(one) != first.axes.get(other)):
            yield from _compared(one, other)


def _compared(one: Key, other: Key) -> Iterator[Condition]:
    (a, what), (b, thing) = one, other
    these, those = several(what), several(thing)
    having = f"`{b}` has {those}" if a != b else those
    yes, no = f"`{a}` has as many {these} as {having}", f"`{a}` has not as many {these} as {having}"
    if a == b and {what, thing} == {"row", "column"}:
        yes, no = f"`{a}` is square", f"`{a}` is not square"
    yield Condition(yes, no, lambda m: m.lengths[one] == m.lengths[other])
    yes, no = f"`{a}` has more {these} than {having}", f"`{a}` has no more {these} than {having}"
    yield Condition(yes, no, lambda m: m.lengths[one] > m.lengths[other])
    yes, no = f"`{a}` has fewer {these} than {having}", f"`{a}` has no fewer {these} than {having}"
    yield Condition(yes, no, lambda m: m.lengths[one] < m.lengths[other])


def with_lengths(name: str, keys: Sequence[Key]) -> Iterator[Condition]:
    """Yield how a whole number may compare with a length."""
    for key in keys:
        of = f"the number of {several(key[1])} of `{key[0]}`"
        yes, no = f"`{name}` is {of}", f"`{name}` is not {of}"
        yield Condition(yes, no, lambda m, k=key: m.wholes[name] == m.lengths[k])
        yes, no = f"`{name}` is larger than {of}", f"`{name}` is at most {of}"
        yield Condition(yes, no, lambda m, k=key: m.wholes[name] > m.lengths[k])
        yes, no = f"`{name}` is smaller than {of}", f"`{name}` is at least {of}"
        yield Condition(yes, no, lambda m, k=key: m.wholes[name] < m.lengths[k])
