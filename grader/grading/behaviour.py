"""What a function did on all inputs that a check has stored: the same text where two did the same.

A person who gives other points to a wrong function gives them to all that do what it does.  Numbers are
compared to nine digits, so that another order of adding up is no other behaviour.
"""

from collections.abc import Sequence
from contextlib import suppress
from hashlib import sha256
from typing import Any

import msgspec
import numpy as np

from grader.checks import kind_of
from grader.checks.finding import Finding
from grader.checks.trial import Trial
from grader.functions.reply import Failure, Reply
from grader.grading.decide import planned
from grader.model import Check, Verdict

LOST = (Verdict.FAILED, Verdict.RAISED, Verdict.TIMED_OUT, Verdict.OUT_OF_MEMORY, Verdict.DIED)
COMPARED = LOST[:2]  # else what was answered before the end may be large, and says little
LARGEST = 10_000  # entries of an array whose numbers are rounded
DUST = 1e-12  # of the largest entry: less is no other number than 0
DEPTH = 20


def behaviour(trial: Trial, check: Check, found: Finding) -> str:
    """Return what tells the functions of a lost check from others; "" of others, and where nobody knows."""
    if found.verdict is Verdict.MISSING:
        return "missing"
    if found.verdict not in LOST:
        return ""
    with suppress(Exception):  # it decides nothing
        asked = kind_of(check).planned_calls(planned(trial, check), check)
        told = _told if found.verdict in COMPARED else _bits
        replies = [[calls.name, [told(reply) for reply in trial.replies_to(calls)]] for calls in asked]
        return sha256(msgspec.msgpack.encode(replies)).hexdigest()[:32] if replies else ""
    return ""


def _bits(reply: Reply) -> object:
    return reply.bits


def _told(reply: Reply) -> object:
    if isinstance(reply, Failure):
        return [reply.verdict, *reply.kinds]  # the message says on which line of whose file
    with suppress(TypeError):
        return ["rounded", _rounded([reply.value, *reply.left], 0), list(reply.changed)]
    return reply.bits


def _rounded(value: Any, depth: int) -> object:
    """Return numbers to nine digits and what else is plain; raise TypeError for anything else.

    A list of numbers is as good as an array, as it is for checks.
    """
    if depth > DEPTH:
        raise TypeError
    if value is None or type(value) in (bool, str):
        return [type(value).__name__, value]
    if (array := _array(value)) is not None:
        return [list(array.shape), _numbers(array.ravel())]
    if type(value) in (list, tuple):
        return [type(value).__name__, [_rounded(each, depth + 1) for each in value]]
    raise TypeError


def _array(value: Any) -> np.ndarray | None:
    """Return numbers as an array; None for what are none, or too many to be rounded."""
    with suppress(ValueError, OverflowError):  # of several lengths, too large
        if isinstance(value, np.ndarray) or type(value) in (list, tuple, int, float, complex):
            array = np.asarray(value)
            return array if array.dtype.kind in "iufc" and array.size <= LARGEST else None
    return None


def _numbers(values: np.ndarray) -> Sequence[str]:
    if values.dtype.kind in "iu":
        return [str(each) if abs(each) >= 10**9 else f"{each:.9g}" for each in values.tolist()]
    sizes = np.abs(values)
    least = DUST * np.max(sizes, initial=0.0, where=np.isfinite(sizes))
    return [f"{each:.9g}" for each in np.where(sizes <= least, 0, values).tolist()]
