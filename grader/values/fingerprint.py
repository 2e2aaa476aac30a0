"""What tells the arguments of one call from those of another."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from grader.values.formula import Formula
from grader.values.keyed import in_order
from grader.values.programs import Program
from grader.values.wire import Frame, bits_of


def fingerprint(values: Sequence[Any]) -> tuple[Any, ...]:
    """Return what tells one call from another: every argument with its bits and the way it is stored."""
    return tuple(map(_bits, values))


def _bits(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        stored = value.flags.c_contiguous, value.flags.f_contiguous
        return (value.shape, value.dtype.char, *stored, value.tobytes())
    if isinstance(value, float):
        return float(value).hex()
    if type(value) is Program:
        return value.key, fingerprint(value.values)
    if type(value) is Formula:
        return value.text, value.at_most
    if type(value) is Frame:
        return bits_of(value)
    if type(value) is dict:
        return dict, *map(_bits, value.items())
    if type(value) is list or isinstance(value, tuple):
        return type(value) is list, *map(_bits, value)
    return repr(in_order(value)) if type(value) is set else repr(value)
