"""Conditions over arguments that are one number."""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import Any

from grader.patterns.condition import SCALES, Condition
from grader.text.values import number
from grader.text.words import listed

NAMED = (0, 1, 2)  # numbers that anybody may think of
MULTIPLES = (3, 4, 5, 10, 100)
MOST = 100  # thresholds of a whole number
FEWEST = 3  # numbers to learn from

Row = tuple[str, str, Callable[..., Any]]


def of_whole(name: str, values: Sequence[int]) -> Iterator[Condition]:
    """Yield what a whole number may be; ``values`` are those that are met, in order."""

    def of(yes: str, no: str, test: Callable[..., Any], compares: str = "") -> Condition:
        said = f"`{name}` is {yes}", f"`{name}` is {no}"
        return Condition(*said, lambda m: test(m.wholes[name]), compares=compares)

    places = [place for place in range(1, len(values)) if _known(values, place)]
    ends = [value for value, place in ((values[0], 1), (values[-1], len(values) - 1)) if place in places]
    for value in dict.fromkeys((*NAMED, *ends)):
        compares = "" if value in NAMED else name
        yield of(f"{value}", f"not {value}", lambda n, v=value: n == v, compares)
    yield of("even", "odd", lambda n: n % 2 == 0)
    for value in MULTIPLES:
        if sum(n % value == 0 and n != 0 for n in values) < FEWEST:
            continue  # it is learnt from 0 alone, as a rule
        yield of(f"a multiple of {value}", f"no multiple of {value}", lambda n, v=value: n % v == 0)
    yield of("negative", "not negative", lambda n: n < 0)
    for place in places[:MOST]:
        most, more = values[place - 1], values[place]  # nobody knows of those in between
        yield of(f"above {more - 1}", f"at most {most}", lambda n, v=most: n > v, name)


def _known(values: Sequence[int], place: int) -> bool:
    """Whether enough is known of both sides of a place in the numbers that are met to tell them apart.

    The ends of a wide range are drawn often and their neighbours hardly ever: what is true of an end may be
    true of many.
    """
    few = values[: place + 1] if place <= len(values) // 2 else values[place - 1 :]
    return len(few) > FEWEST or few[-1] - few[0] == len(few) - 1


def of_two_wholes(names: Sequence[str]) -> Iterator[Condition]:
    """Yield how two whole numbers may compare."""
    for a, b in combinations(names, 2):
        rows: Sequence[Row] = (
            ("`{a}` and `{b}` are equal", "`{a}` and `{b}` differ", lambda x, y: x == y),
            ("`{a}` is larger than `{b}`", "`{a}` is not larger than `{b}`", lambda x, y: x > y),
            ("`{a}` is smaller than `{b}`", "`{a}` is not smaller than `{b}`", lambda x, y: x < y),
            (
                "`{a}` is a multiple of `{b}`",
                "`{a}` is no multiple of `{b}`",
                lambda x, y: y != 0 and x % y == 0,
            ),
            (
                "`{b}` is a multiple of `{a}`",
                "`{b}` is no multiple of `{a}`",
                lambda x, y: x != 0 and y % x == 0,
            ),
        )
        for yes, no, test in rows:
            yield Condition(
                yes.format(a=a, b=b),
                no.format(a=a, b=b),
                lambda m, t=test, a=a, b=b: t(m.wholes[a], m.wholes[b]),
            )


def of_several_wholes(names: Sequence[str]) -> Iterator[Condition]:
    """Yield whether one or each of several whole numbers is 0 or 1."""
    if len(names) < 2:
        return
    these = listed([f"`{name}`" for name in names])
    for value in (0, 1):
        yield Condition(
            f"one of {these} is {value}",
            f"none of {these} is {value}",
            lambda m, v=value: any(m.wholes[n] == v for n in names),
        )
        yield Condition(
            f"each of {these} is {value}",
            f"not each of {these} is {value}",
            lambda m, v=value: all(m.wholes[n] == v for n in names),
        )


def of_number(name: str) -> Iterator[Condition]:
    """Yield what a number may be."""

    def of(yes: str, no: str, test: Callable[..., Any]) -> Condition:
        return Condition(f"`{name}` is {yes}", f"`{name}` is {no}", lambda m: test(m.numbers[name]))

    yield of("0", "not 0", lambda n: n == 0)
    yield of("1", "not 1", lambda n: n == 1)
    yield of("negative", "not negative", lambda n: n < 0)
    yield of("positive", "not positive", lambda n: n > 0)
    yield of("a whole number", "no whole number", lambda n: float(n).is_integer())
    for scale in SCALES:
        for value in (scale, -scale):
            yield of(f"above {number(value)}", f"at most {number(value)}", lambda n, v=value: n > v)
            yield of(f"at least {number(value)}", f"below {number(value)}", lambda n, v=value: n >= v)


def of_two_numbers(names: Sequence[str]) -> Iterator[Condition]:
    """Yield how two numbers may compare."""
    rows: Sequence[Row] = (
        ("`{a}` and `{b}` are equal", "`{a}` and `{b}` differ", lambda x, y: x == y),
        ("`{a}` is larger than `{b}`", "`{a}` is not larger than `{b}`", lambda x, y: x > y),
        ("`{a}` is smaller than `{b}`", "`{a}` is not smaller than `{b}`", lambda x, y: x < y),
        (
            "`{a}` and `{b}` have the same sign",
            "`{a}` and `{b}` do not have the same sign",
            lambda x, y: x * y > 0,
        ),
    )
    for a, b in combinations(names, 2):
        for yes, no, test in rows:
            yield Condition(
                yes.format(a=a, b=b),
                no.format(a=a, b=b),
                lambda m, t=test, a=a, b=b: t(m.numbers[a], m.numbers[b]),
            )
