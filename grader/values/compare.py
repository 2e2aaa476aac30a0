"""Where two answers first differ, and when they do not.

An answer is right if it lies within a small share of the largest entry of the right one, plus the noise that
any sound way of computing it may show.  Lists, tensors and numbers are one to us; so are axes of length one.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

from grader.text.values import line
from grader.values import others
from grader.values.exceptions import Due
from grader.values.keyed import in_order, same_keys
from grader.values.numbers import axes
from grader.values.tensors import taken_tensor
from grader.values.wire import Strange
from grader.values.wrong import CONTAINERS, Wrong, is_whole, shape_words


@dataclass(frozen=True)
class Tolerance:
    """How far an answer may lie from the right one.

    That is ``relative`` of its largest entry, plus ``noise`` times its own rounding noise (see ``Expected``),
    plus ``floor``: what a law does not say itself of the noise of the answers it works with.  What is not
    rounding noise of double precision is not multiplied: a noise grows to ``most``, no further.
    """

    name: str
    relative: float
    noise: float = field(compare=False)
    floor: float = field(default=0.0, compare=False)
    most: float = field(default=np.inf, compare=False)

    def of_noise(self, noise: Any) -> Any:
        """Return how far rounding noise, as it is in double precision, may lead astray."""
        grown = self.noise * noise
        return grown if self.most == np.inf else np.maximum(noise, np.minimum(grown, self.most))


OWN = Strange("not compared")  # a part of a result that is the student's own
DOUBLE = Tolerance("", 1e-6, 1.0)
NEARLY = Tolerance("float32", 1e-5, 1.0)  # float32 used on the way: its error without its mark
SINGLE = Tolerance("float32", 1e-3, 1e7)  # every entry is a float32 number
# An answer to no input, or to tensors: a sum of ten thousand terms loses less, and three digits by hand more.
LONE = Tolerance("float32", 1000 * float(np.finfo(np.float32).eps), 1e7)
TOLERANCES = (DOUBLE, NEARLY, SINGLE)

_current: ContextVar[Tolerance] = ContextVar("tolerance", default=DOUBLE)


@contextmanager
def tolerating(tolerance: Tolerance) -> Iterator[None]:
    """Judge with this tolerance inside the block."""
    token = _current.set(tolerance)
    try:
        yield
    finally:
        _current.reset(token)


def agree(got: Any, want: Any, scale: float | None = None, noise: Any = 0.0, *, nan: bool = False) -> None:
    """Require two conformed values to be equal up to rounding; raise Wrong at the first difference.

    Passes where |got − want| ≤ 1e-6·scale + noise in every entry; ``scale`` is by default the largest |want|.
    Where 0 is expected give the scale of the terms that cancel.  Whole numbers agree exactly, unless there is
    a scale.  Infinities must agree exactly, and no scale makes one agree with a number; NaN agrees with
    nothing, for a law may want what a student returned, or with itself where ``nan`` says so.  Tuples and
    lists agree item by item, each with its own noise; tensors as arrays.  Of complex numbers |·| counts.
    """
    got, want, scale = others.as_wanted(taken_tensor(got), want), taken_tensor(want), taken_tensor(scale)
    if isinstance(want, CONTAINERS):
        _agree_inside(got, want, scale, noise, nan)
        return
    if not isinstance(want, (float, int, complex, np.number, np.ndarray)) or isinstance(want, bool):
        _agree_other(got, want, noise)
        return
    if scale is None and is_whole(got) and is_whole(want) and _current.get() in (*TOLERANCES, LONE):
        found, right = np.broadcast_arrays(np.asarray(got), np.asarray(want))
        _require(found == right, got, want)
        return
    found, right = np.asarray(got), np.asarray(want)
    if found.dtype != np.float64 or right.dtype != np.float64:
        kinds = found.dtype.kind + right.dtype.kind
        # NumPy would read the number in a text, and None as nan; an exception is no number.
        if "U" in kinds or got is None or isinstance(got, (Due, Strange)):
            raise Wrong("", got, want)
        dtype = np.complex128 if "c" in kinds else np.float64
        found, right = found.astype(dtype, copy=False), right.astype(dtype, copy=False)
    tolerance = _current.get()
    # Most answers are right, and need no more than this.
    if found.shape == right.shape and (largest := np.abs(right).max(initial=0.0)) < np.inf:
        size = largest if scale is None else _finite(scale)
        allowed = tolerance.relative * size + tolerance.of_noise(noise) + tolerance.floor
        if (np.abs(found - right) <= allowed).all() and np.isfinite(found).all():
            return
    try:
        found, right = np.broadcast_arrays(found, right)
    except ValueError:  # a length that nothing tells but the answer
        raise Wrong("", got, want) from None
    finite = np.isfinite(right)
    size = float(np.abs(right[finite]).max(initial=0.0)) if scale is None else _finite(scale)
    allowed = tolerance.relative * size + tolerance.of_noise(noise) + tolerance.floor + 1e-300
    with np.errstate(invalid="ignore"):
        close = np.isfinite(found) & (np.abs(found - right) <= allowed)
    _require(np.where(finite, close, (found == right) | (nan & np.isnan(found) & np.isnan(right))), got, want)


def _finite(scale: Any) -> float:
    """Return the size of a scale: none where it is infinite or NaN, as that of an infinite answer is."""
    size = float(np.abs(scale))
    return size if size < np.inf else 0.0


def _require(same: np.ndarray, got: Any, want: Any) -> None:
    """Raise Wrong at the first entry that is not the same."""
    if not same.all():
        first = [int(i) for i in np.argwhere(~same)[0]]
        raise Wrong("", got, want, str(first) if first else "")


def _agree_inside(got: Any, want: Any, scale: float | None, noise: Any, nan: bool) -> None:
    if isinstance(want, (tuple, list)):
        _agree_each(got, want, scale, noise, nan)
    else:
        _agree_by_key(got, want, scale, noise, nan)


def _agree_each(got: Any, want: Sequence[Any], scale: float | None, noise: Any, nan: bool) -> None:
    if not isinstance(got, (tuple, list)) or len(got) != len(want):
        raise Wrong("", got, want)
    noises = noise if isinstance(noise, (tuple, list)) else (noise,) * len(want)
    if len(noises) != len(want):  # that of an answer of another length says nothing here
        noises = (0.0,) * len(want)
    if scale is None and isinstance(want, list) and all(isinstance(each, float) for each in (*got, *want)):
        scale = float(np.abs([each for each in want if np.isfinite(each)]).max(initial=0.0))
    for index, (one, other, each) in enumerate(zip(got, want, noises, strict=True)):
        try:
            agree(one, other, scale, each, nan=nan)
        except Wrong as wrong:
            place = f"result {index + 1}" if isinstance(want, tuple) else f"[{index}]"
            raise Wrong(wrong.message, got, want, f"{place}{wrong.where and ', '}{wrong.where}") from None


def _agree_by_key(got: Any, want: Any, scale: float | None, noise: Any, nan: bool) -> None:
    """Require two dicts, or two sets, to hold the same; their order is nothing of theirs."""
    if isinstance(want, dict) and isinstance(got, dict):
        for key in same_keys(got, want):
            raise Wrong("", got, want, f"key {key!r}")
        noises = noise if isinstance(noise, dict) else dict.fromkeys(want, noise)
        parts = [(f"key {key!r}", got[key], want[key], noises.get(key, 0.0)) for key in want]
    elif isinstance(want, (set, frozenset)) and isinstance(got, (set, frozenset)):
        if len(got) != len(want):
            (first, *_) = in_order(want - got) or in_order(got - want)
            raise Wrong("", got, want, f"item {first!r}")
        pairs = zip(in_order(got), in_order(want), strict=True)
        parts = [(f"item {right!r}", one, right, noise) for one, right in pairs]
    else:
        raise Wrong("", got, want)
    for place, one, right, each in parts:
        try:
            agree(one, right, scale, each, nan=nan)
        except Wrong as wrong:
            raise Wrong(wrong.message, got, want, f"{place}{wrong.where and ', '}{wrong.where}") from None


def require_shapes(got: Any, want: Any) -> None:
    """Require arrays to have the shapes of the right ones, axes of one aside; no other thing tells them all.

    Without it one row would agree with any number of the same, and with none.
    """
    if isinstance(want, (tuple, list)) and isinstance(got, (tuple, list)) and len(got) == len(want):
        word = "result" if isinstance(want, tuple) else "entry"
        parts = [(f"{word} {n}", *pair) for n, pair in enumerate(zip(got, want, strict=True), start=1)]
    elif isinstance(want, dict) and isinstance(got, dict):
        parts = [(f"under the key {line(key)}", got[key], want[key]) for key in want if key in got]
    else:
        parts = []
        if isinstance(want, np.ndarray) and isinstance(got, np.ndarray) and not _same_shape(got, want):
            came, wanted = shape_words(got.shape), shape_words(want.shape)
            raise Wrong(f"{came} was returned where {wanted} was expected", got, want)
    for place, one, right in parts:
        try:
            require_shapes(one, right)
        except Wrong as wrong:
            raise Wrong(f"{place}: {wrong.message}", got, want) from None


def _same_shape(got: np.ndarray, want: np.ndarray) -> bool:
    empty = not want.size and not any(got.shape)  # an empty list
    return empty or axes(got.shape) == axes(want.shape)


def _difference(one: Any, other: Any, noise: Any = 0.0) -> Wrong | None:
    """Return where two parts of values first differ; NaN is equal to itself, for it may say "missing"."""
    try:
        agree(one, other, noise=noise if isinstance(noise, float) else 0.0, nan=True)
    except Wrong as wrong:
        return wrong
    return None


def _agree_other(got: Any, want: Any, noise: Any) -> None:
    """Require two values to be the same that are no numbers."""
    if others.is_other(want):
        if (found := others.first_difference(got, want, partial(_difference, noise=noise))) is not None:
            raise Wrong(*found)
    elif not _is(got, want):
        raise Wrong("", got, want)


def _is(one: Any, other: Any) -> bool:
    if isinstance(one, Strange) or isinstance(other, Strange):
        return bool(one == other == OWN)  # of other things there are only words
    try:
        return bool(one == other)
    except ValueError:  # an array is nothing else
        return False
