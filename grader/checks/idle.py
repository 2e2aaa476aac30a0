"""Does a function do anything?  A law may hold of one that returns 0, or its argument, whatever it is asked.

Or of one that looks at nothing but the shapes of its arguments.

Such a law is worth nothing by itself.  A right function is never idle where the reference is not, and where
it is, the reference is asked too.
"""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import numpy as np

from grader.checks.finding import Finding
from grader.checks.trial import Trial
from grader.compare import Wrong, numbers
from grader.examples import answer
from grader.functions import Answer, Arguments
from grader.model import Evidence, Verdict

Heard = Sequence[tuple[Arguments, Any]]  # calls, and the answers to them


def idle(trial: Trial, names: Sequence[str], examples: int) -> Finding | None:
    """Return a finding where one of these functions gave the same to all that it was asked so far.

    None where the right answers are no others, or cannot be had.  ``examples`` is how many the law was tried
    on: it is worth nothing on any of them.
    """
    for name in names:
        calls = [
            (arguments, trial.replies[number]) for number, arguments in trial.asked.get(name, {}).items()
        ]
        heard = [(arguments, reply.value) for arguments, reply in calls if isinstance(reply, Answer)]
        if len(heard) < max(len(calls), 2):
            continue
        if gives := _gives(trial, name, heard):
            right, why = _is_right(trial, name, heard), f"returns {gives} whatever it is asked"
        elif _by_shape(heard):
            right = _is_right(trial, name, heard) or _is_rightly_by_shape(trial, name, heard)
            why = "looks at nothing but the shapes of its arguments"
        else:
            continue
        if not right:
            message = f"this holds, but `{name}` {why}, which is worth nothing"
            signature = trial.reference.signatures[name]
            arguments, value = heard[0]
            inputs = signature.by_name(arguments)
            call = signature.written(name, inputs)
            evidence = Evidence(message, call, inputs, value, failing=examples, examples=examples)
            return Finding(Verdict.FAILED, message=message, evidence=evidence)
    return None


def _gives(trial: Trial, name: str, heard: Heard) -> str:
    """Return in words what all answers are, "" where they are not the same in this sense."""
    try:
        if (number := _constant(_entries(value) for _, value in heard)) is not None:
            return f"{number + 0.0:g}"  # not "-0"
    except Wrong:
        return ""
    for place, parameter in enumerate(trial.reference.signatures[name].parameters):
        if all(place < len(arguments) and _equal(arguments[place], value) for arguments, value in heard):
            return f"its argument `{parameter}`"
    return ""


def _entries(value: Any) -> np.ndarray:
    """Return all numbers of an answer, one after the other; raise Wrong where it holds anything else."""
    if isinstance(value, (tuple, list)):
        return np.concatenate([np.zeros(0), *map(_entries, value)])
    return numbers(value).ravel()


def _constant(values: Any) -> float | None:
    """Return the one number of which all these arrays are full."""
    found = None
    for each in values:
        for number in np.unique(each) if each.size else ():
            if found is not None and number != found:
                return None
            found = number if number.imag else float(number.real)
    return found


def _parts(value: Any) -> Sequence[Any]:
    return value if isinstance(value, tuple) else (value,)


def _equal(argument: Any, value: Any) -> bool:
    if isinstance(argument, str):
        return bool(argument == value)
    with suppress(Wrong):
        return all(np.array_equal(numbers(argument), numbers(part)) for part in _parts(value))
    return False


def _is_right(trial: Trial, name: str, heard: Heard) -> bool:
    """Whether the right answers to these calls are the same, near enough."""
    for arguments, value in heard:
        try:
            right = answer(trial.reference.answers[name], arguments)
            if not _close(_entries(right), _entries(value)):
                return False
        except Exception:  # a kit has no answers of its own: there this cannot be told
            return True
    return True


def _close(one: np.ndarray, other: np.ndarray) -> bool:
    return np.allclose(one, other, rtol=1e-3, atol=1e-12, equal_nan=True)


# ---- answers that depend on nothing but shapes -------------------------------------------------------

REPEATS = 5  # answers to one more input of a shape, before they are said to depend on it alone


def _by_shape(heard: Heard) -> bool:
    """Whether inputs of one shape have one answer, often enough to be no chance."""
    first: dict[Any, np.ndarray] = {}
    for arguments, value in heard:
        try:
            entries, shapes = _entries(value), tuple(map(_shapes, arguments))
        except (Wrong, ValueError):  # no numbers; a list whose rows have different lengths
            return False
        if not np.array_equal(first.setdefault(shapes, entries), entries, equal_nan=True):
            return False
    return len(heard) - len(first) >= REPEATS


def _is_rightly_by_shape(trial: Trial, name: str, heard: Heard) -> bool:
    """Whether the right answers to these calls depend on nothing else either, near enough."""
    first: dict[Any, np.ndarray] = {}
    for arguments, _ in heard:
        try:
            entries = _entries(answer(trial.reference.answers[name], arguments))
        except Exception:  # as above
            return True
        other = first.setdefault(tuple(map(_shapes, arguments)), entries)
        if other.shape != entries.shape or not _close(other, entries):
            return False
    return True


def _shapes(value: Any) -> Any:
    return tuple(map(_shapes, value)) if isinstance(value, (tuple, list)) else np.shape(value)
