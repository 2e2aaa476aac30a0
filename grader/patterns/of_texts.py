"""Conditions over texts, and over what lists, dicts, sets and columns hold."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from grader.patterns.condition import Condition
from grader.patterns.measures import Measured

Test = Callable[..., Any]
Tests = Sequence[tuple[str, str, Test]]  # said of a name, and of its opposite


def _twice(items: Sequence[Any]) -> bool:
    return len(set(items)) < len(items)


def _side_by_side(items: Sequence[Any]) -> bool:
    return any(a == b for a, b in pairwise(items))


def _again(items: Sequence[Any]) -> bool:
    """Whether something comes again after something else."""
    return _twice([each for i, each in enumerate(items) if not i or items[i - 1] != each])


OF_TEXTS: Tests = (
    ("{} is empty", "{} is not empty", lambda s: not s),
    ("{} has a capital letter", "{} has no capital letter", lambda s: any(c.isupper() for c in s)),
    ("{} has a small letter", "{} has no small letter", lambda s: any(c.islower() for c in s)),
    ("{} has a letter", "{} has no letter", lambda s: any(c.isalpha() for c in s)),
    ("{} has a digit", "{} has no digit", lambda s: any(c.isdigit() for c in s)),
    ("{} has a space", "{} has no space", lambda s: any(c.isspace() for c in s)),
    (
        "{} has a sign that is no letter, digit or space",
        "{} has nothing but letters, digits and spaces",
        lambda s: any(not c.isalnum() and not c.isspace() for c in s),
    ),
    ("{} begins or ends with a space", "{} neither begins nor ends with a space", lambda s: s != s.strip()),
    ("{} has two spaces side by side", "{} has no two spaces side by side", lambda s: "  " in s),
    ("all characters of {} are equal", "not all characters of {} are equal", lambda s: len(set(s)) < 2),
    ("{} has a character twice", "no character is in {} twice", _twice),
    (
        "{} has a character twice side by side",
        "no character stands twice side by side in {}",
        _side_by_side,
    ),
    (
        "a character comes again in {} after another one",
        "all equal characters of {} stand side by side",
        _again,
    ),
    (
        "{} begins with a capital letter",
        "{} does not begin with a capital letter",
        lambda s: s[:1].isupper(),
    ),
)
# What few think of, after the words of a text.
OF_WHOLE_TEXTS: Tests = (
    ("{} is the same from behind", "{} is not the same from behind", lambda s: s == s[::-1]),
    (
        "the first and last characters of {} are equal",
        "the first and last characters of {} differ",
        lambda s: s[:1] == s[-1:],
    ),
)
OF_WORDS: Tests = (
    ("a word is in {} twice", "no word is in {} twice", _twice),
    (
        "two words of {} differ in nothing but capitals",
        "no two words of {} differ in capitals alone",
        lambda w: len(set(w)) > len({each.lower() for each in w}),
    ),
    (
        "a word of {} begins with a small letter",
        "no word of {} begins with a small letter",
        lambda w: any(each[0].islower() for each in w),
    ),
    (
        "a word of {} has more than one letter",
        "no word of {} has more than one letter",
        lambda w: any(len(each) > 1 for each in w),
    ),
    (
        "several words of {} are the longest",
        "no two words of {} are the longest",
        lambda w: len({a for a in w if len(a) == max(map(len, w))}) > 1,
    ),
    (
        "a word of {} stands inside another",
        "no word of {} stands inside another",
        lambda w: any(a != b and a.lower() in b.lower() for a in w for b in w),
    ),
    (
        "the first word of {} is the longest",
        "the first word of {} is not the longest",
        lambda w: w and len(w[0]) == max(map(len, w)),
    ),
    (
        "the words of {} stand in the order of the alphabet",
        "the words of {} do not stand in the order of the alphabet",
        lambda w: w == sorted(w),
    ),
)
OF_HELD: Tests = (
    ("something is in {} twice", "nothing is in {} twice", _twice),
    (
        "two equal entries of {} stand side by side",
        "no two equal entries of {} stand side by side",
        _side_by_side,
    ),
    (
        "something comes again in {} after something else",
        "all equal entries of {} stand side by side",
        _again,
    ),
    ("all entries of {} are equal", "not all entries of {} are equal", lambda x: len(set(x)) < 2),
    ("{} is in order", "{} is not in order", lambda x: x == sorted(x)),
    ("an entry of {} is empty", "no entry of {} is empty", lambda x: any(each in ("", ()) for each in x)),
    ("the first entry of {} is empty", "the first entry of {} is not empty", lambda x: x[0] in ("", ())),
    (
        "an entry of {} is longer than the first",
        "no entry of {} is longer than the first",
        lambda x: any(len(each) > len(x[0]) for each in x),
    ),
    (
        "an entry of {} after the first is not empty",
        "every entry of {} after the first is empty",
        lambda x: any(len(each) and isinstance(each, tuple) for each in x[1:]),
    ),
)


def of_text(name: str, *, words: bool) -> Iterator[Condition]:
    """Yield what a text may be, and its ``words``."""
    yield from _all(OF_TEXTS, name, lambda m: m.texts[name])
    if words:
        yield from _all(OF_WORDS, name, lambda m: m.held[name])
    yield from _all(OF_WHOLE_TEXTS, name, lambda m: m.texts[name])


def of_held(name: str) -> Iterator[Condition]:
    """Yield what the entries of a list, the keys of a dict or the cells of a column may be."""
    yield from _all(OF_HELD, name, lambda m: m.held[name])


def _all(tests: Tests, name: str, value: Callable[[Measured], Any]) -> Iterator[Condition]:
    for yes, no, test in tests:
        said = yes.format(f"`{name}`"), no.format(f"`{name}`")
        yield Condition(*said, lambda m, t=test: t(value(m)))


def of_two_held(one: str, other: str) -> Iterator[Condition]:
    """Yield what two texts, lists, dicts or sets may have in common; of a text these are its characters."""

    def of(yes: str, no: str, test: Test, first: str = one, second: str = other) -> Condition:
        said = yes.format(f"`{first}`", f"`{second}`"), no.format(f"`{first}`", f"`{second}`")
        return Condition(*said, lambda m: test(_both(m, first), _both(m, second)))

    # That they are equal says more than all that follows from it.
    yield of("{} and {} are equal", "{} and {} differ", lambda a, b: a == b)
    yield of("{} and {} hold the same", "{} and {} do not hold the same", lambda a, b: {*a} == {*b})
    yield of("something is both in {} and in {}", "nothing is both in {} and in {}", lambda a, b: {*a} & {*b})
    for pair in ((one, other), (other, one)):
        yield of("all of {} is in {}", "not all of {} is in {}", lambda a, b: {*a} <= {*b}, *pair)


def _both(m: Measured, name: str) -> Any:
    return m.texts[name] if name in m.texts else m.held[name]


def of_member(name: str, other: str) -> Condition:
    """Yield whether a number or a text is among what a list, dict or set holds."""
    said = f"`{name}` is in `{other}`", f"`{name}` is not in `{other}`"
    return Condition(*said, lambda m: (m.texts[name] if name in m.texts else m.wholes[name]) in m.held[other])
