"""What a function answered on an example, beside what another one would: whether the two are alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.examples.draw import Example
from grader.functions.reply import Failure, Reply
from grader.signatures.conform import conform
from grader.signatures.signature import Signature
from grader.values.compare import agree
from grader.values.exceptions import Due, due
from grader.values.frames import Frame
from grader.values.stored import storable
from grader.values.wrong import Wrong


@storable("raises")
@dataclass(frozen=True)
class Raising:
    """What a function gives on an example on which it raises."""


RAISES = Raising()


def conformed(reply: Reply, signature: Signature, args: Mapping[str, Any]) -> Any:
    """Return an answer as its annotation says, as it came if it cannot be read so, or RAISES."""
    if isinstance(reply, Failure):
        return due(reply.kinds, signature.raises) or RAISES
    try:
        return conform(reply.value, signature.answer_spec(args), signature.sizes(args))
    except (Wrong, KeyError):  # another shape; or a witness, whose shapes are its own
        return Misshapen(reply.value)


@storable("misshapen")
@dataclass(frozen=True)
class Misshapen:
    """An answer of another shape than it should have."""

    value: Any


def left_after(reply: Reply, example: Example, signature: Signature, changes: Sequence[str]) -> Any:
    """Return what a call left in these arguments; RAISES where it raised."""
    if isinstance(reply, Failure):
        return RAISES
    found = []
    after = dict(zip(reply.changed, reply.left, strict=True))
    for place, name in enumerate(signature.parameters):
        if name in changes and place < len(example.values):
            value = after.get(place, example.values[place])
            try:
                found.append(conform(value, signature.parameters[name], signature.sizes(example.args)))
            except (Wrong, KeyError):
                return Misshapen(value)
    return tuple(found)


def same(given: Sequence[Any], wrong: Sequence[Any], noises: Sequence[Any]) -> bool:
    """Whether two functions give the same answers on all examples, at the precision that is set."""
    return all(map(alike, given, wrong, noises))


def alike(one: Any, other: Any, noise: Any) -> bool:
    """Whether two answers are the same, at the precision that is set; also where both are none."""
    if isinstance(one, Raising) or isinstance(other, Raising):
        return isinstance(one, Raising) and isinstance(other, Raising)
    if isinstance(one, Misshapen) or isinstance(other, Misshapen):
        both = isinstance(one, Misshapen) and isinstance(other, Misshapen)
        return both and equal_raw(one.value, other.value)
    if isinstance(one, Due) or isinstance(other, Due):
        return bool(one == other)
    try:
        agree(one, other, noise=noise, nan=True)
    except Wrong:
        return False
    return True


def equal_raw(one: Any, other: Any) -> bool:
    """Whether two answers of the wrong shape hold the same numbers, or are the same text or table."""
    if isinstance(one, (str, Frame)) and type(one) is type(other):
        return same_words_or_table(one, other)
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(map(equal_raw, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(equal_raw(one[key], other[key]) for key in one)
    try:
        a, b = np.asarray(one, dtype=complex), np.asarray(other, dtype=complex)
    except (TypeError, ValueError):
        return False
    return a.shape == b.shape and np.allclose(a, b, rtol=1e-5, atol=1e-12, equal_nan=True)


def same_words_or_table(one: Any, other: Any) -> bool:
    """Whether two texts, or two tables, are the same; columns of other types are not."""
    if isinstance(one, Frame) and [c.family for c in one.columns] != [c.family for c in other.columns]:
        return False
    return alike(one, other, 0.0)
