"""What the reference says of an example: the right answer, and how far rounding may move it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from grader.functions.local import applied, copied
from grader.values.exceptions import Due, due, kinds_of
from grader.values.formula import Formula
from grader.values.programs import Program
from grader.values.quiet import quiet
from grader.values.stored import storable
from grader.values.tensors import exact_like
from grader.values.wire import Frame, build, pack

storable("due")(Due)


@storable("expected")
@dataclass(frozen=True)
class Expected:
    """The right answer, and the noise that any sound way of computing it may show, item by item.

    The noise is how far the answer moves when every input moves by 1e-13 of its array's largest entry (a
    backward error of some 450 roundings: Higham, Accuracy and Stability of Numerical Algorithms, §1.5), plus
    1e-14 of the largest input.  It matters only where terms cancel; elsewhere 1e-6 of the answer is far more.
    """

    answer: Any
    noise: Any


STEP = 1e-9
BACKWARD = 1e-13
SMALLEST = 1e-14
MOVABLE = 1000  # items of a list that are moved
JUMP = 1e-3  # an answer that moves by more than this share of itself, or of the inputs, has jumped


def answer(function: Callable[..., Any], values: Sequence[Any]) -> Any:
    """Ask the reference, on copies, so that nothing it does can touch the inputs.

    Its answer is read as a student's is: a named tuple is a tuple, NumPy's True is True.
    """
    with quiet():
        return build(pack(applied(function, [*map(copied, values)])))


def expected(
    function: Callable[..., Any], values: Sequence[Any], raises: tuple[type[BaseException], ...] = ()
) -> Expected:
    """Ask the reference, and how far its answer moves with the inputs; of ``raises`` each is an answer."""
    try:
        right = answer(function, values)
    except tuple(raises) as problem:
        return Expected(due(kinds_of(problem), raises), 0.0)
    with np.errstate(all="ignore"):
        largest = largest_of(values)
        noise = _map(lambda _: SMALLEST * largest, right)
        if not any(map(_holds_real, inside(values))):
            return Expected(right, noise)
        for sign in (1.0, -1.0):
            try:
                moved = answer(function, [_moved(v, sign) for v in values])
            except (ArithmeticError, ValueError, IndexError, *raises):  # type: ignore[misc]
                continue  # the moved inputs left the domain: nothing to learn here
            noise = _map(partial(_more_noise, largest), noise, right, moved)
    return Expected(right, noise)


def largest_of(values: Sequence[Any]) -> float:
    """Return the size of the largest real number among arguments."""
    return max(map(_largest, inside(values)), default=0.0)


def inside(values: Sequence[Any]) -> Sequence[Any]:
    """Return the values of arguments: those of a program are in its steps."""
    return values[0].values if is_program(values) else values


def is_program(values: Sequence[Any]) -> bool:
    """Whether these are the arguments of a call that runs a program: the program alone."""
    return len(values) == 1 and isinstance(values[0], Program)


def _largest(value: Any) -> float:
    if isinstance(value, (tuple, list)):
        return largest_of(value)
    if isinstance(value, dict):
        return largest_of(tuple(value.values()))
    if isinstance(value, Frame):
        return value.largest
    return float(np.abs(value).max(initial=0.0)) if _is_real(value) else 0.0


def _is_real(value: Any) -> bool:
    """Whether these are numbers that can be moved a little: real or complex ones."""
    return isinstance(value, (float, complex)) or (isinstance(value, np.ndarray) and value.dtype.kind in "fc")


def _holds_real(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_holds_real, value.values()))
    return any(map(_holds_real, value)) if isinstance(value, (tuple, list)) else _is_real(value)


def _moved(value: Any, sign: float) -> Any:
    """Move every real entry by ±1e-9 of the largest, neighbours in opposite directions."""
    if isinstance(value, Program):
        return value.mapped(lambda each: each if type(each) is Formula else _moved(each, sign))
    if type(value) in (tuple, list) and len(value) <= MOVABLE:
        return type(value)(_moved(each, sign) for each in value)
    if isinstance(value, dict):
        return {key: _moved(each, sign) for key, each in value.items()}
    if isinstance(value, (float, complex)):
        return value + sign * STEP * abs(value)
    if not _is_real(value):
        return copied(value)
    alternating = np.where(np.arange(value.size).reshape(value.shape) % 2, -sign, sign)
    return exact_like(value, value + alternating * STEP * np.abs(value).max(initial=0.0))


def _more_noise(largest: float, noise: float, answer: Any, moved: Any) -> float:
    if not _is_numeric(answer) or not _is_numeric(moved) or np.shape(answer) != np.shape(moved):
        return noise
    change = np.abs(np.asarray(moved) - np.asarray(answer))
    most = float(change[np.isfinite(change)].max(initial=0.0))
    size = np.abs(np.asarray(answer))
    if most > JUMP * max(float(size[np.isfinite(size)].max(initial=0.0)), largest):
        return noise  # a step function: a rank that changes is no rounding
    return noise + most * (BACKWARD / STEP) / 2


def _is_numeric(value: Any) -> bool:
    return _is_real(value) or (isinstance(value, np.ndarray) and value.dtype.kind in "iu")


def _map(function: Callable[..., Any], first: Any, *others: Any) -> Any:
    """Apply a function to each item; what has another length than the first says nothing of it."""
    if isinstance(first, dict):
        if any(not isinstance(each, dict) or each.keys() != first.keys() for each in others):
            return first
        return {key: _map(function, first[key], *(each[key] for each in others)) for key in first}
    if not isinstance(first, (tuple, list)):
        return function(first, *others)
    if any(not isinstance(each, (tuple, list)) or len(each) != len(first) for each in others):
        return first
    return type(first)(_map(function, *items) for items in zip(first, *others, strict=True))
