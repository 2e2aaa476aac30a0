"""Slips that need no catalogue: a constant factor, a reversed sign, a transposed result."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.checks.alike import Misshapen, Raising, equal_raw, same_words_or_table
from grader.functions.reply import Answer, Reply
from grader.values import frames
from grader.values.compare import LONE
from grader.values.frames import Frame
from grader.values.numbers import is_single

TELLING = 10  # on fewer non-zero answers a constant factor is no pattern: any number is a multiple of another

TELLS = 1e-3  # of the largest right answer: below that one in single precision tells nothing

Pair = tuple[Reply, Any, Any]  # a reply as it came, as its annotation says, and the right answer


@dataclass(frozen=True)
class Slip:
    """What was done with the right answer, and the sentence for the student."""

    name: str
    message: str


def up_to_a_factor(pairs: Iterable[Pair]) -> Slip | None:
    """Recognise c times the right answer with one c ≠ 1 on all examples.

    Of answers in single precision those that are far smaller than others tell nothing: they may be rounding.
    """
    pairs = list(pairs)
    if (found := _one_factor(pairs, 1e-5, 0.0)) is not None:
        return found
    if not all(is_single(one) for _, one, _ in pairs if not isinstance(one, (Raising, Misshapen, Frame))):
        return None
    largest = max((_size(each) for _, _, right in pairs for each in _arrays(right)), default=0.0)
    return _one_factor(pairs, LONE.relative, TELLS * largest)


def _one_factor(pairs: Sequence[Pair], near: float, least: float) -> Slip | None:
    """Recognise one factor up to a share ``near``, by the right answers that are larger than ``least``."""
    factor, telling = None, 0
    for _, one, other in pairs:
        if isinstance(one, (Raising, Misshapen)):
            return None
        if (isinstance(one, Frame) or isinstance(other, Frame)) and not _alike_but_for_decimals(one, other):
            return None
        ours, right = list(_arrays(one)), list(_arrays(other))
        if [each.shape for each in ours] != [each.shape for each in right]:
            return None
        for mine, theirs in zip(ours, right, strict=True):
            size = _size(theirs)
            if size <= least or not np.isfinite(theirs).all():
                continue
            telling += 1
            if factor is None:
                factor = float(mine.flat[np.abs(theirs).argmax()] / theirs.flat[np.abs(theirs).argmax()])
            allowed = near * abs(factor) * size + 1e-12
            if not np.isfinite(factor) or not (np.abs(mine - factor * theirs) <= allowed).all():
                return None
    if factor is None or telling < TELLING or abs(factor) < 1e-9 or abs(factor - 1) < 1e-4:
        return None
    if abs(factor + 1) < 1e-4:
        message = "Your answer is right but for its sign: it is reversed."
        return Slip("sign_reversed", message)
    message = f"Your answer is right up to a constant factor: it is {factor:.6g} times what it should be."
    return Slip("constant_factor", message)


def _size(values: np.ndarray) -> float:
    """Return the size of the largest entry that is finite."""
    return float(np.abs(values[np.isfinite(values)]).max(initial=0.0))


def transposed(pairs: Iterable[Pair]) -> Slip | None:
    """Recognise a matrix handed back the other way round, on all examples."""
    told = False
    for reply, _, theirs in pairs:
        if not isinstance(reply, Answer) or not isinstance(theirs, np.ndarray) or theirs.ndim != 2:
            return None
        if not equal_raw(reply.value, theirs.T):
            return None
        told = told or not np.array_equal(theirs, theirs.T)
    message = "Your answer is transposed: the right numbers, with rows and columns exchanged."
    return Slip("transposed", message) if told else None


def _alike_but_for_decimals(one: Any, other: Any) -> bool:
    """Whether these are two tables that differ in nothing but their decimal numbers."""
    if not isinstance(one, Frame) or not isinstance(other, Frame):
        return False

    def rest(frame: Frame) -> Frame:
        kept = [each for each in frame.columns if each.family != "float"]
        return Frame(kept, frame.index, frame.length)

    return frames.alike(one, other) and same_words_or_table(rest(one), rest(other))


def _arrays(value: Any) -> Iterator[np.ndarray]:
    if isinstance(value, dict):
        value = tuple(value.values())
    if isinstance(value, Frame):
        value = tuple(each.values for each in value.columns if each.family == "float")
    for item in value if isinstance(value, (tuple, list)) else (value,):
        if isinstance(item, complex) or (isinstance(item, np.ndarray) and item.dtype.kind == "c"):
            number = np.asarray(item)
            yield np.stack([number.real, number.imag])
        elif isinstance(item, float) or (isinstance(item, np.ndarray) and item.dtype.kind in "biuf"):
            yield np.asarray(item, dtype=np.float64)
