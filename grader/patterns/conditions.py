"""The conditions over an input that a description may name: a fixed, readable set, the simplest first.

A condition is true or false of every input of a function, and is worded both ways: "`A` is square", "`A` is
not square".  They are written for whoever wrote the function: by the names of its arguments.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations
from typing import Any

import numpy as np

from grader.patterns.measures import Measured, several
from grader.signatures.inputs import Signature
from grader.text.values import number

SCALES = (0.001, 0.01, 0.1, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 20.0, 30.0, 50.0, 100.0, 500.0, 1000.0)
LENGTHS = range(2, 8)


@dataclass(frozen=True, eq=False)
class Condition:
    """Something that an input is or is not, in words for both."""

    yes: str
    no: str
    test: Callable[..., Any]  # of a Measured input


def measured(signature: Signature, inputs: Sequence[Mapping[str, Any]]) -> list[Measured]:
    """Take every input apart."""
    return [Measured(signature, args) for args in inputs]


def conditions(inputs: Sequence[Measured]) -> Iterator[Condition]:
    """Yield the conditions that can be asked of these inputs: of what all of them have."""
    first = inputs[0]
    lengths = [key for key in first.lengths if all(key in each.lengths for each in inputs)]
    wholes = [name for name in first.wholes if all(name in each.wholes for each in inputs)]
    numbers = [name for name in first.numbers if all(name in each.numbers for each in inputs)]
    arrays = [name for name in first.arrays if all(name in each.arrays for each in inputs)]
    texts = [name for name in first.texts if all(name in each.texts for each in inputs)]
    yield from _of_lengths(lengths, first)
    yield from _of_wholes(wholes, inputs)
    for name in wholes:
        yield from _with_lengths(name, lengths)
    yield from _of_numbers(numbers)
    for name in arrays:
        yield from _of_array(name)
        yield from _of_places(name)
        for other in (*numbers, *wholes):
            yield from _against(name, other)
    for one, other in permutations(arrays, 2):
        yield from _of_two(one, other)
    yield from _of_texts(texts)
    yield from _of_optional(inputs)
    if arrays:
        stored = "an array is stored column by column or with gaps"
        yield Condition(
            stored,
            "every array is stored row by row",
            lambda m: any(not a.flags.c_contiguous for a in m.arrays.values()),
        )
    for name in arrays:
        yield from _of_scale(name)


# ---- lengths and numbers ---------------------------------------------------------------------------------


def _of_lengths(keys: Sequence[tuple[str, str]], first: Measured) -> Iterator[Condition]:
    seen: set[str] = set()
    for key in keys:
        axis = first.axes.get(key, "")
        if axis and axis in seen:
            continue
        seen.add(axis)
        name, what = key
        many = several(what)
        yield Condition(
            f"`{name}` has one {what}",
            f"`{name}` has more than one {what}",
            lambda m, k=key: m.lengths[k] == 1,
        )
        yield Condition(
            f"`{name}` has an even number of {many}",
            f"`{name}` has an odd number of {many}",
            lambda m, k=key: m.lengths[k] % 2 == 0,
        )
        for count in (2, 3):
            yield Condition(
                f"`{name}` has {count} {many}",
                f"`{name}` has not {count} {many}",
                lambda m, k=key, n=count: m.lengths[k] == n,
            )
        for most in LENGTHS:
            yield Condition(
                f"`{name}` has more than {most} {many}",
                f"`{name}` has at most {most} {many}",
                lambda m, k=key, n=most: m.lengths[k] > n,
            )
    for one, other in combinations(keys, 2):
        if first.axes.get(one) and first.axes.get(one) == first.axes.get(other):
            continue
        (a, what), (b, thing) = one, other
        with_b = f"`{b}` has {several(thing)}" if a != b else several(thing)
        if a == b and {what, thing} == {"row", "column"}:
            yes, no = f"`{a}` is square", f"`{a}` is not square"
        else:
            yes = f"`{a}` has as many {several(what)} as {with_b}"
            no = f"`{a}` has not as many {several(what)} as {with_b}"
        yield Condition(yes, no, lambda m, k=one, n=other: m.lengths[k] == m.lengths[n])
        yield Condition(
            f"`{a}` has more {several(what)} than {with_b}",
            f"`{a}` has no more {several(what)} than {with_b}",
            lambda m, k=one, n=other: m.lengths[k] > m.lengths[n],
        )
        yield Condition(
            f"`{a}` has fewer {several(what)} than {with_b}",
            f"`{a}` has no fewer {several(what)} than {with_b}",
            lambda m, k=one, n=other: m.lengths[k] < m.lengths[n],
        )


def _of_wholes(names: Sequence[str], inputs: Sequence[Measured]) -> Iterator[Condition]:
    for name in names:
        values = sorted({each.wholes[name] for each in inputs})
        for value in (0, 1, 2, *values[:1], *values[-1:]):
            yield Condition(
                f"`{name}` is {value}",
                f"`{name}` is not {value}",
                lambda m, n=name, v=value: m.wholes[n] == v,
            )
        yield Condition(f"`{name}` is even", f"`{name}` is odd", lambda m, n=name: m.wholes[n] % 2 == 0)
        yield Condition(
            f"`{name}` is negative", f"`{name}` is not negative", lambda m, n=name: m.wholes[n] < 0
        )
        for value in values[:-1][:20]:
            yield Condition(
                f"`{name}` is above {value}",
                f"`{name}` is at most {value}",
                lambda m, n=name, v=value: m.wholes[n] > v,
            )
    for a, b in combinations(names, 2):
        yield Condition(
            f"`{a}` and `{b}` are equal",
            f"`{a}` and `{b}` differ",
            lambda m, a=a, b=b: m.wholes[a] == m.wholes[b],
        )
        yield Condition(
            f"`{a}` is larger than `{b}`",
            f"`{a}` is not larger than `{b}`",
            lambda m, a=a, b=b: m.wholes[a] > m.wholes[b],
        )
        yield Condition(
            f"`{a}` is smaller than `{b}`",
            f"`{a}` is not smaller than `{b}`",
            lambda m, a=a, b=b: m.wholes[a] < m.wholes[b],
        )
        for one, other in ((a, b), (b, a)):
            yield Condition(
                f"`{one}` is a multiple of `{other}`",
                f"`{one}` is no multiple of `{other}`",
                lambda m, a=one, b=other: m.wholes[b] != 0 and m.wholes[a] % m.wholes[b] == 0,
            )
    for both, word in ((any, "one of"), (all, "each of")):
        if len(names) > 1:
            listed = " and ".join(f"`{name}`" for name in names)
            for value in (0, 1):
                yield Condition(
                    f"{word} {listed} is {value}",
                    f"{'none' if both is any else 'not each'} of {listed} is {value}",
                    lambda m, both=both, v=value: both(m.wholes[n] == v for n in names),
                )


def _with_lengths(name: str, keys: Sequence[tuple[str, str]]) -> Iterator[Condition]:
    for key in keys:
        other, what = key
        of = f"the number of {several(what)} of `{other}`"
        yield Condition(
            f"`{name}` is {of}", f"`{name}` is not {of}", lambda m, n=name, k=key: m.wholes[n] == m.lengths[k]
        )
        yield Condition(
            f"`{name}` is larger than {of}",
            f"`{name}` is at most {of}",
            lambda m, n=name, k=key: m.wholes[n] > m.lengths[k],
        )


def _of_numbers(names: Sequence[str]) -> Iterator[Condition]:
    for name in names:
        for value in (0.0, 1.0):
            yield Condition(
                f"`{name}` is {value:g}",
                f"`{name}` is not {value:g}",
                lambda m, n=name, v=value: m.numbers[n] == v,
            )
        yield Condition(
            f"`{name}` is negative", f"`{name}` is not negative", lambda m, n=name: m.numbers[n] < 0
        )
        yield Condition(
            f"`{name}` is positive", f"`{name}` is not positive", lambda m, n=name: m.numbers[n] > 0
        )
        yield Condition(
            f"`{name}` is a whole number",
            f"`{name}` is no whole number",
            lambda m, n=name: float(m.numbers[n]).is_integer(),
        )
        for scale in SCALES:
            for value in (scale, -scale):
                yield Condition(
                    f"`{name}` is above {number(value)}",
                    f"`{name}` is at most {number(value)}",
                    lambda m, n=name, v=value: m.numbers[n] > v,
                )
                yield Condition(
                    f"`{name}` is at least {number(value)}",
                    f"`{name}` is below {number(value)}",
                    lambda m, n=name, v=value: m.numbers[n] >= v,
                )
    for a, b in combinations(names, 2):
        yield Condition(
            f"`{a}` and `{b}` are equal",
            f"`{a}` and `{b}` differ",
            lambda m, a=a, b=b: m.numbers[a] == m.numbers[b],
        )
        yield Condition(
            f"`{a}` is larger than `{b}`",
            f"`{a}` is not larger than `{b}`",
            lambda m, a=a, b=b: m.numbers[a] > m.numbers[b],
        )
        yield Condition(
            f"`{a}` and `{b}` have one sign",
            f"`{a}` and `{b}` have not one sign",
            lambda m, a=a, b=b: m.numbers[a] * m.numbers[b] > 0,
        )


# ---- arrays ----------------------------------------------------------------------------------------------

Test = Callable[..., Any]


def _entries(name: str, yes: str, no: str, test: Test) -> Condition:
    return Condition(yes.format(f"`{name}`"), no.format(f"`{name}`"), lambda m: bool(test(m.arrays[name])))


def _of_array(name: str) -> Iterator[Condition]:
    flat: Sequence[tuple[str, str, Test]] = (
        ("{} holds a zero", "{} holds no zero", lambda x: (x == 0).any()),
        ("{} holds zeros alone", "{} holds another number than zero", lambda x: (x == 0).all()),
        ("{} holds a negative entry", "{} holds no negative entry", lambda x: (x < 0).any()),
        ("{} holds a positive entry", "{} holds no positive entry", lambda x: (x > 0).any()),
        (
            "{} holds negative and positive entries",
            "{} holds not both negative and positive entries",
            lambda x: (x < 0).any() and (x > 0).any(),
        ),
        ("{} holds a number twice", "no number is in {} twice", _repeats),
        ("all entries of {} are equal", "not all entries of {} are equal", lambda x: len(np.unique(x)) <= 1),
        ("two entries of {} share the largest value", "one entry of {} is the largest", _tied),
        ("all entries of {} are whole numbers", "{} holds an entry that is not whole", _whole),
        ("{} is symmetric", "{} is not symmetric", _symmetric),
        ("{} is a single 1 among zeros", "{} is not a single 1 among zeros", _one_hot),
        ("the entries of {} add up to 0", "the entries of {} do not add up to 0", _adds_to_nothing),
        (
            "the entries of {} add up to more than 0",
            "the entries of {} do not add up to more than 0",
            lambda x: x.sum() > 0,
        ),
        ("{} has two equal rows", "no two rows of {} are equal", _equal_rows),
        ("{} has a row of zeros", "{} has no row of zeros", lambda x: x.ndim == 2 and (x == 0).all(1).any()),
        ("{} is sorted", "{} is not sorted", lambda x: x.ndim == 1 and bool((np.diff(x) >= 0).all())),
    )
    for yes, no, test in flat:
        yield _entries(name, yes, no, test)


def _repeats(x: np.ndarray) -> bool:
    return len(np.unique(x)) < x.size


def _tied(x: np.ndarray) -> bool:
    return x.size > 1 and bool((x == x.max()).sum() > 1)


def _whole(x: np.ndarray) -> bool:
    return bool((x == np.round(x)).all())


def _symmetric(x: np.ndarray) -> bool:
    return x.ndim == 2 and x.shape[0] == x.shape[1] and bool((x == x.T).all())


def _one_hot(x: np.ndarray) -> bool:
    return bool((x == 1).sum() == 1 and (x == 0).sum() == x.size - 1)


def _adds_to_nothing(x: np.ndarray) -> bool:
    return bool(abs(x.sum()) <= 1e-12 * np.abs(x).max(initial=0.0))


def _equal_rows(x: np.ndarray) -> bool:
    return x.ndim == 2 and len(np.unique(x, axis=0)) < len(x)


def _of_places(name: str) -> Iterator[Condition]:
    for place, word in ((0, "first"), (-1, "last")):
        kinds: Sequence[tuple[str, Test]] = (
            ("zero", lambda _, v: v == 0),
            ("negative", lambda _, v: v < 0),
            ("the largest", lambda x, v: v == x.max()),
            ("the smallest", lambda x, v: v == x.min()),
            ("1", lambda _, v: v == 1),
        )
        for what, test in kinds:
            yield _entries(
                name,
                f"the {word} entry of {{}} is {what}",
                f"the {word} entry of {{}} is not {what}",
                lambda x, test=test, p=place: x.size > 0 and bool(test(x, x.flat[p])),
            )


def _of_scale(name: str) -> Iterator[Condition]:
    sizes: Sequence[tuple[str, str, Test]] = (
        (
            "an entry of {} is above {t}",
            "no entry of {} is above {t}",
            lambda x: float(x.max(initial=-np.inf)),
        ),
        (
            "an entry of {} is larger than {t} in size",
            "no entry of {} is larger than {t} in size",
            lambda x: float(np.abs(x).max(initial=0)),
        ),
        (
            "an entry of {} is below −{t}",
            "no entry of {} is below −{t}",
            lambda x: -float(x.min(initial=np.inf)),
        ),
        (
            "the length of {} is above {t}",
            "the length of {} is at most {t}",
            lambda x: float(np.linalg.norm(x)),
        ),
    )
    for yes, no, size in sizes:
        for scale in SCALES:
            yield Condition(
                yes.format(f"`{name}`", t=number(scale)),
                no.format(f"`{name}`", t=number(scale)),
                lambda m, size=size, t=scale: size(m.arrays[name]) > t,
            )


def _against(name: str, other: str) -> Iterator[Condition]:
    """Compare the entries of an array with a number."""

    def value(m: Measured) -> float:
        return m.numbers[other] if other in m.numbers else m.wholes[other]

    pairs: Sequence[tuple[str, str, Test]] = (
        ("an entry of {0} is above {1}", "no entry of {0} is above {1}", lambda x, t: (x > t).any()),
        ("an entry of {0} is below {1}", "no entry of {0} is below {1}", lambda x, t: (x < t).any()),
        ("an entry of {0} is {1}", "no entry of {0} is {1}", lambda x, t: (x == t).any()),
        (
            "an entry of {0} is larger than {1} in size",
            "no entry of {0} is larger than {1} in size",
            lambda x, t: (np.abs(x) > t).any(),
        ),
        (
            "an entry of {0} is no larger than {1} in size",
            "every entry of {0} is larger than {1} in size",
            lambda x, t: (np.abs(x) <= t).any(),
        ),
    )
    for yes, no, test in pairs:
        yield Condition(
            yes.format(f"`{name}`", f"`{other}`"),
            no.format(f"`{name}`", f"`{other}`"),
            lambda m, test=test: bool(test(m.arrays[name], value(m))),
        )


def _of_two(one: str, other: str) -> Iterator[Condition]:
    """Compare two arrays of one shape."""
    if one < other:
        yield Condition(
            f"`{one}` and `{other}` are equal",
            f"`{one}` and `{other}` differ",
            lambda m: np.array_equal(m.arrays[one], m.arrays[other]),
        )
    yield Condition(
        f"an entry of `{one}` is 0 where that of `{other}` is not",
        f"no entry of `{one}` is 0 where that of `{other}` is not",
        lambda m: (
            m.arrays[one].shape == m.arrays[other].shape
            and bool(((m.arrays[one] == 0) & (m.arrays[other] != 0)).any())
        ),
    )


# ---- texts, and what is left out -------------------------------------------------------------------------


def _of_texts(names: Sequence[str]) -> Iterator[Condition]:
    tests: Sequence[tuple[str, str, Test]] = (
        ("{} is empty", "{} is not empty", lambda s: not s),
        ("{} has a capital letter", "{} has no capital letter", lambda s: any(c.isupper() for c in s)),
        ("{} has a small letter", "{} has no small letter", lambda s: any(c.islower() for c in s)),
        ("{} has a digit", "{} has no digit", lambda s: any(c.isdigit() for c in s)),
        ("{} has a space", "{} has no space", lambda s: any(c.isspace() for c in s)),
        ("{} has a letter twice", "no letter is in {} twice", lambda s: len(set(s)) < len(s)),
    )
    for name in names:
        for yes, no, test in tests:
            yield Condition(
                yes.format(f"`{name}`"), no.format(f"`{name}`"), lambda m, t=test, n=name: t(m.texts[n])
            )


def _of_optional(inputs: Sequence[Measured]) -> Iterator[Condition]:
    def given(each: Measured) -> set[str]:
        return {*each.wholes, *each.numbers, *each.arrays, *each.texts}

    every = set().union(*map(given, inputs))
    for name in sorted(every):
        if not all(name in given(each) for each in inputs):
            yield Condition(
                f"`{name}` is left out", f"`{name}` is given", lambda m, n=name: n not in given(m)
            )
