"""Does a function do anything?  A law may hold of one that returns 0, or its argument, whatever it is asked.

Or of one that looks at nothing but the shapes of its arguments, with some noise on top.

Such a law is worth nothing by itself.  A right function is never idle where the reference is not, and where
it is, the reference is asked too.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from grader.checks.finding import Finding
from grader.checks.trial import Trial
from grader.examples.draw import answer, largest_of
from grader.functions.arguments import Arguments
from grader.functions.reply import Answer
from grader.model import Evidence, Verdict
from grader.signatures.parts import compared
from grader.signatures.programs import ProgramSignature
from grader.values.keyed import in_order
from grader.values.numbers import numbers
from grader.values.wrong import Wrong

NOISE = 1e-3  # of the right answers: what single precision forgives
FLOOR = 1e-9  # of the arguments: what rounding leaves where the right answer is 0
REPEATS = 5  # answers to one more input of a shape, before they are said to depend on it alone
BY_SHAPE = "looks at nothing but the shapes of its arguments"


@dataclass(frozen=True)
class HeardNumbers:
    """A call, the numbers of the answer to it, and how far two such answers may lie apart and be one."""

    arguments: Arguments
    value: Any
    entries: np.ndarray
    slack: float


def idle(trial: Trial, names: Sequence[str], examples: int) -> Finding | None:
    """Return a finding where one of these functions gave the same to all that it was asked so far.

    None where the right answers are no others, or cannot be had.  ``examples`` is how many the law was tried
    on: it is worth nothing on any of them.
    """
    for name in names:
        if isinstance(trial.reference.signatures[name], ProgramSignature):
            continue  # an object that does nothing answers nothing
        calls = [
            (arguments, trial.replies[number]) for number, arguments in trial.asked.get(name, {}).items()
        ]
        heard = [(arguments, reply.value) for arguments, reply in calls if isinstance(reply, Answer)]
        if len(heard) >= max(len(calls), 2) and (gives := _gives_only(trial, name, heard)):
            message = f"this holds, but `{name}` {gives}, which is worth nothing"
            signature = trial.reference.signatures[name]
            arguments, value = heard[0]
            inputs = signature.by_name(arguments)
            call = signature.written(name, inputs)
            evidence = Evidence(message, call, inputs, value, failing=examples, examples=examples)
            return Finding(Verdict.FAILED, message=message, evidence=evidence)
    return None


def _gives_only(trial: Trial, name: str, calls: Sequence[tuple[Arguments, Any]]) -> str:
    """Return in words what a function does that does nothing, "" for one that does something or need not."""
    signature = trial.reference.signatures[name]
    parameters = list(signature.parameters)
    try:
        own_left_out = [(arguments, compared(value, signature.returns)) for arguments, value in calls]
        found = [(arguments, value, _entries(value)) for arguments, value in own_left_out]
    except Wrong:
        return ""
    # Roughly at first, for most functions do something, and then the reference need not be asked.
    rough = [HeardNumbers(*each, NOISE * max(1.0, largest_of(each[0]), _size(each[2]))) for each in found]
    if not _gives(rough, parameters):
        return ""
    try:
        rights = [answer(trial.reference.answers[name], arguments) for arguments, _ in calls]
        right = [_entries(compared(each, signature.returns)) for each in rights]
    except Exception:  # a kit has no answers of its own: there this cannot be told
        return ""
    typical = float(np.median([_size(each) for each in right]))
    heard = [
        HeardNumbers(*each, FLOOR * max(1.0, largest_of(each[0])) + NOISE * max(typical, _size(ours)))
        for each, ours in zip(found, right, strict=True)
    ]
    gives = _gives(heard, parameters)
    if all(map(_is_right, heard, right)):
        return ""
    if gives == BY_SHAPE and _by_shape([replace(h, entries=r) for h, r in zip(heard, right, strict=True)]):
        return ""
    return gives


def _gives(heard: Sequence[HeardNumbers], parameters: Sequence[str]) -> str:
    """Return in words what all answers are, "" where they are not the same in any sense."""
    first = next((each.entries[0] for each in heard if each.entries.size), None)
    if first is None:
        return ""
    if all(_is_near(each.entries, np.full_like(each.entries, first), each.slack) for each in heard):
        return f"returns {0.0 if abs(first) < FLOOR else first:.3g} whatever it is asked"
    for place, parameter in enumerate(parameters):
        if all(place < len(each.arguments) and _hands_back(each, place) for each in heard):
            return f"returns its argument `{parameter}` whatever it is asked"
    return BY_SHAPE if _by_shape(heard) else ""


def _hands_back(heard: HeardNumbers, place: int) -> bool:
    argument, value = heard.arguments[place], heard.value
    if isinstance(argument, str):
        return bool(argument == value)
    with suppress(Wrong):
        wanted = numbers(argument)
        parts = value if isinstance(value, tuple) else (value,)
        return all(_is_near(numbers(part), wanted, heard.slack) for part in parts)
    return False


def _by_shape(heard: Sequence[HeardNumbers]) -> bool:
    """Whether inputs of one shape have one answer, often enough to be no chance."""
    first: dict[Any, np.ndarray] = {}
    for each in heard:
        try:
            shapes = tuple(map(_shapes, each.arguments))
        except ValueError:  # a list whose rows have different lengths
            return False
        if not _is_near(first.setdefault(shapes, each.entries), each.entries, each.slack):
            return False
    return len(heard) - len(first) >= REPEATS


def _shapes(value: Any) -> Any:
    if isinstance(value, (dict, set)):
        return tuple(in_order(value)), tuple(map(_shapes, value.values())) if isinstance(value, dict) else ()
    return tuple(map(_shapes, value)) if isinstance(value, (tuple, list)) else np.shape(value)


def _entries(value: Any) -> np.ndarray:
    """Return all numbers of an answer, one after the other; raise Wrong where it holds anything else."""
    if isinstance(value, (tuple, list)):
        return np.concatenate([np.zeros(0), *map(_entries, value)])
    if isinstance(value, dict):
        return _entries([value[key] for key in in_order(value)])
    return numbers(value).ravel()


def _size(entries: np.ndarray) -> float:
    return float(np.abs(entries[np.isfinite(entries)]).max(initial=0.0))


def _is_near(one: np.ndarray, other: np.ndarray, slack: float) -> bool:
    return one.shape == other.shape and np.allclose(one, other, rtol=0.0, atol=slack, equal_nan=True)


def _is_right(heard: HeardNumbers, right: np.ndarray) -> bool:
    """Whether an answer is the right one, near enough."""
    if right.shape != heard.entries.shape:
        return False
    rounding = FLOOR * max(1.0, largest_of(heard.arguments)) + 1e-6 * _size(right)
    return np.allclose(heard.entries, right, rtol=1e-3, atol=rounding, equal_nan=True)
