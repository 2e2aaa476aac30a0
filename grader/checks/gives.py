"""What all answers of a function are: one number, one and the same, an argument, or that of its shape."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from grader.checks.observed import UNKNOWN, Observed, all_but_numbers, distinct
from grader.examples.expected import largest_of
from grader.text.values import line
from grader.values.fingerprint import fingerprint
from grader.values.keyed import in_order
from grader.values.numbers import numbers
from grader.values.wrong import Wrong

NOISE = 1e-3  # of the right answers: what single precision forgives
FLOOR = 1e-9  # of the arguments: what rounding leaves where the right answer is 0
REPEATS = 5  # answers to one more input of a shape, before they are said to depend on it alone
LONGEST = 40  # characters of an answer in the message
ONE_NUMBER, CONSTANT = "one number", "constant"
BY_SHAPE = "looks at nothing but the shapes of its arguments"


@dataclass(frozen=True)
class HeardAnswer:
    """An answer as numbers, or as its bits: ``blank`` are those that say nothing, ``slack`` is rounding."""

    of: Observed
    entries: Any
    blank: np.ndarray
    slack: float


@dataclass(frozen=True)
class Gives:
    """What a function gives whatever it is asked: of which sort that is, and in words."""

    sort: str
    words: str


def does_something(column: Sequence[Observed]) -> bool:
    """Whether a few answers show that the function is idle in no sense; others leave that open.

    Two answers to arguments of one shape that differ by more than is forgiven for both: then there is not one
    number, nor one answer to a shape.  And of each argument an answer that is not that argument.
    """
    first: dict[Any, HeardAnswer] = {}
    differ, places = False, None
    for each in column:
        if each.without_answer:
            continue
        (heard,) = heard_of([each])
        places = set(range(len(each.arguments))) if places is None else places
        places = {at for at in places if at < len(each.arguments) and _hands_back(heard, at)}
        try:
            other = first.setdefault(all_but_numbers(each), heard)
        except ValueError:  # a list whose rows have different lengths
            continue
        differ = differ or _differ(other, heard)
        if differ and not places:
            return True
    return False


def _differ(one: HeardAnswer, other: HeardAnswer) -> bool:
    """Whether two answers differ by more than is forgiven for both."""
    if isinstance(one.entries, np.ndarray) and isinstance(other.entries, np.ndarray):
        if one.entries.shape != other.entries.shape:
            return False
        with np.errstate(invalid="ignore"):
            apart = np.abs(one.entries - other.entries) > one.slack + other.slack
        return bool((apart & ~(one.blank | other.blank)).any())
    return type(one.entries) is type(other.entries) and one.entries != other.entries


def gives_of(column: Sequence[Observed]) -> Gives | None:
    """Return what all answers are; None where they are not the same in any sense."""
    nothing = list(dict.fromkeys(each.nothing for each in column if each.nothing))
    # Who raises, or returns None, where there is an answer has not found out where that is right, either.
    said = [each for each in column if not nothing or each.without_answer not in nothing]
    heard = heard_of(said)
    found = _alike(heard) if heard else Gives(CONSTANT, "")
    if found is None:
        return None
    # To one call there is one answer, but as a rule not one number alone.
    if not nothing and found.sort != ONE_NUMBER and distinct(column) < 2:
        return None
    return replace(found, words=" or ".join(dict.fromkeys(filter(None, (*nothing, found.words)))))


def _alike(heard: Sequence[HeardAnswer]) -> Gives | None:
    if isinstance(heard[0].entries, np.ndarray) and (number := _one_number(heard)):
        return Gives(ONE_NUMBER, f"returns {number}")
    if _all_near(heard):
        written = line(heard[0].of.value)
        return Gives(CONSTANT, f"returns {written if len(written) <= LONGEST else 'one and the same'}")
    for place in range(min(len(each.of.arguments) for each in heard)):
        if all(_hands_back(each, place) for each in heard):
            return Gives(f"argument {place}", f"returns its argument {_name(heard[0].of, place)}".rstrip())
    return Gives(BY_SHAPE, BY_SHAPE) if _by_shape(heard) else None


def _one_number(heard: Sequence[HeardAnswer]) -> str:
    """Return the number that every entry of every answer is, "" where there is none."""
    found = np.concatenate([each.entries[~each.blank] for each in heard])
    if not found.size:
        return "no finite number" if any(each.blank.size for each in heard) else ""
    first = found[0]
    one = [replace(each, entries=np.full_like(each.entries, first)) for each in heard]
    return f"{0.0 if abs(first) < FLOOR else first:.3g}" if all(map(_is_near, one, heard)) else ""


def _name(observed: Observed, place: int) -> str:
    return f"`{observed.names[place]}`" if place < len(observed.names) else ""


def heard_of(column: Sequence[Observed]) -> list[HeardAnswer]:
    """Return the answers as numbers, if all of them are, or as bits."""
    try:
        entries = [_entries(each.value) for each in column]
    except Wrong:
        one = np.zeros(1, bool)  # of bits none is blank
        return [HeardAnswer(each, fingerprint((each.value,)), one, 0.0) for each in column]
    rights = [None if each.right is UNKNOWN else _numbers(each.right) for each in column]
    sizes = [_size(each) for each in rights if each is not None]
    typical = float(np.median(sizes)) if sizes else 0.0
    heard = []
    for each, found, right in zip(column, entries, rights, strict=True):
        largest = max(1.0, largest_of(each.arguments))
        if each.right is UNKNOWN:
            heard.append(HeardAnswer(each, found, ~np.isfinite(found), NOISE * max(largest, _size(found))))
        else:
            size = max(typical, _size(right) if right is not None else 0.0)
            finite = np.isfinite(right) if right is not None and right.shape == found.shape else np.True_
            heard.append(
                HeardAnswer(each, found, ~np.isfinite(found) & finite, FLOOR * largest + NOISE * size)
            )
    return heard


def _hands_back(heard: HeardAnswer, place: int) -> bool:
    argument, value = heard.of.arguments[place], heard.of.value
    if not isinstance(heard.entries, np.ndarray):
        return bool(fingerprint((argument,)) == heard.entries)
    with suppress(Wrong):
        wanted = numbers(argument)
        back = replace(heard, entries=wanted.ravel())
        return bool(numbers(value).shape == wanted.shape and _is_near(back, heard))
    return False


def _by_shape(heard: Sequence[HeardAnswer]) -> bool:
    """Whether inputs of one shape have one answer, often enough to be no chance."""
    alike: dict[Any, list[HeardAnswer]] = {}
    for each in heard:
        try:
            alike.setdefault(all_but_numbers(each.of), []).append(each)
        except ValueError:  # a list whose rows have different lengths
            return False
    if not all(map(_all_near, alike.values())):
        return False
    return sum(distinct([each.of for each in some]) - 1 for some in alike.values()) >= REPEATS


def _entries(value: Any) -> np.ndarray:
    """Return all numbers of an answer, one after the other; raise Wrong where it holds anything else."""
    if isinstance(value, (tuple, list)):
        return np.concatenate([np.zeros(0), *map(_entries, value)])
    if isinstance(value, dict):
        return _entries([value[key] for key in in_order(value)])
    return numbers(value).ravel()


def _numbers(value: Any) -> np.ndarray | None:
    with suppress(Wrong):
        return _entries(value)
    return None


def _size(entries: np.ndarray) -> float:
    return float(np.abs(entries[np.isfinite(entries)]).max(initial=0.0))


def _all_near(heard: Sequence[HeardAnswer]) -> bool:
    """Whether these are one and the same, but for what is blank."""
    known = heard[0]
    for each in heard[1:]:
        if not _is_near(known, each):
            return False
        if known.blank.any():
            entries = np.where(known.blank, each.entries, known.entries)
            known = replace(known, entries=entries, blank=known.blank & each.blank)
    return True


def _is_near(one: HeardAnswer, other: HeardAnswer) -> bool:
    if not isinstance(one.entries, np.ndarray):
        return bool(one.entries == other.entries)
    if one.entries.shape != other.entries.shape:
        return False
    close = np.isclose(one.entries, other.entries, rtol=0.0, atol=other.slack, equal_nan=True)
    return bool((close | one.blank | other.blank).all())


def is_right(heard: HeardAnswer) -> bool:
    """Whether an answer is the right one, near enough."""
    if not isinstance(heard.entries, np.ndarray):
        return bool(heard.entries == fingerprint((heard.of.right,)))
    right = _numbers(heard.of.right)
    if right is None or right.shape != heard.entries.shape:
        return False
    rounding = FLOOR * max(1.0, largest_of(heard.of.arguments)) + 1e-6 * _size(right)
    return np.allclose(heard.entries, right, rtol=1e-3, atol=rounding, equal_nan=True)
