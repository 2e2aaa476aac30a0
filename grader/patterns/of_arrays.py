"""Conditions over the entries of arrays."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from grader.patterns.condition import SCALES, Condition
from grader.patterns.measures import Measured
from grader.text.values import number

Test = Callable[..., Any]


def _entries(name: str, yes: str, no: str, test: Test) -> Condition:
    return Condition(yes.format(f"`{name}`"), no.format(f"`{name}`"), lambda m: bool(test(m.arrays[name])))


def of_axes(name: str, met: Sequence[int]) -> Iterator[Condition]:
    """Yield how many axes an array may have; ``met`` are the numbers that occur."""
    for count in met:
        axes = "one axis" if count == 1 else f"{count} axes"
        yield Condition(
            f"`{name}` has {axes}", f"`{name}` has not {axes}", lambda m, c=count: m.arrays[name].ndim == c
        )


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


ENTRIES: Sequence[tuple[str, str, Test]] = (
    ("{} holds a zero", "{} holds no zero", lambda x: (x == 0).any()),
    ("{} holds zeros alone", "{} holds another number than zero", lambda x: (x == 0).all()),
    ("{} holds a negative entry", "{} holds no negative entry", lambda x: (x < 0).any()),
    ("{} holds a positive entry", "{} holds no positive entry", lambda x: (x > 0).any()),
    (
        "{} holds negative and positive entries",
        "{} holds not both negative and positive entries",
        lambda x: (x < 0).any() and (x > 0).any(),
    ),
    (
        "all entries of {} are negative",
        "not all entries of {} are negative",
        lambda x: x.size and (x < 0).all(),
    ),
    (
        "all entries of {} are positive",
        "not all entries of {} are positive",
        lambda x: x.size and (x > 0).all(),
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
    ("{} is sorted", "{} is not sorted", lambda x: x.ndim == 1 and bool((x[1:] >= x[:-1]).all())),
    (
        "{} never rises",
        "an entry of {} is larger than one before it",
        lambda x: x.ndim == 1 and bool((x[1:] <= x[:-1]).all()),
    ),
    (
        "two equal entries of {} stand side by side",
        "no two equal entries of {} stand side by side",
        lambda x: x.ndim == 1 and bool((x[1:] == x[:-1]).any()),
    ),
)


def of_array(name: str) -> Iterator[Condition]:
    """Yield what the entries of an array may be, all together."""
    for yes, no, test in ENTRIES:
        yield _entries(name, yes, no, test)


def of_places(name: str) -> Iterator[Condition]:
    """Yield what the first and the last entry of an array may be."""
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


def _highest(x: np.ndarray) -> float:
    return float(x.max()) if x.size else -np.inf


def _lowest(x: np.ndarray) -> float:
    return float(x.min()) if x.size else np.inf


def of_scale(name: str) -> Iterator[Condition]:
    """Yield how large an array may be."""
    sizes: Sequence[tuple[str, str, Test]] = (
        (
            "an entry of {} is above {t}",
            "no entry of {} is above {t}",
            _highest,
        ),
        (
            "an entry of {} is below −{t}",
            "no entry of {} is below −{t}",
            lambda x: -_lowest(x),
        ),
        (
            "an entry of {} is beyond ±{t}",
            "no entry of {} is beyond ±{t}",
            lambda x: max(_highest(x), -_lowest(x)),
        ),
        (
            "the norm of {} is above {t}",
            "the norm of {} is at most {t}",
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


def against(name: str, other: str, *, signed: bool) -> Iterator[Condition]:
    """Compare the entries of an array with a number; ``signed`` are those that may be negative."""

    def value(m: Measured) -> float:
        return m.numbers[other] if other in m.numbers else m.wholes[other]

    pairs: Sequence[tuple[str, str, Test]] = (
        ("an entry of {0} is above {1}", "no entry of {0} is above {1}", lambda x, t: (x > t).any()),
        ("an entry of {0} is below {1}", "no entry of {0} is below {1}", lambda x, t: (x < t).any()),
        ("an entry of {0} is {1}", "no entry of {0} is {1}", lambda x, t: (x == t).any()),
        ("an entry of {0} is at most {1}", "every entry of {0} is above {1}", lambda x, t: (x <= t).any()),
    )
    of_size: Sequence[tuple[str, str, Test]] = (
        (
            "an entry of {0} is beyond ±{1}",
            "no entry of {0} is beyond ±{1}",
            lambda x, t: (np.abs(x) > t).any(),
        ),
        (
            "an entry of {0} is within ±{1}",
            "every entry of {0} is beyond ±{1}",
            lambda x, t: (np.abs(x) <= t).any(),
        ),
    )
    for yes, no, test in (*pairs, *(of_size if signed else ())):
        yield Condition(
            yes.format(f"`{name}`", f"`{other}`"),
            no.format(f"`{name}`", f"`{other}`"),
            lambda m, test=test: bool(test(m.arrays[name], value(m))),
        )


def of_two(one: str, other: str) -> Iterator[Condition]:
    """Compare two arrays."""
    for word, more, entry in (("largest", "larger", np.max), ("smallest", "smaller", np.min)):
        yield Condition(
            f"the {word} entry of `{one}` is {more} than that of `{other}`",
            f"the {word} entry of `{one}` is not {more} than that of `{other}`",
            lambda m, entry=entry, low=word == "smallest": (
                entry(m.arrays[one]) != entry(m.arrays[other])
                and (entry(m.arrays[one]) < entry(m.arrays[other])) == low
            ),
        )
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
