"""What tells the arguments of one call from those of another."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from grader.values.formula import Formula
from grader.values.programs import Program


def fingerprint(values: Sequence[Any]) -> tuple[Any, ...]:
    """Return what tells one call from another: every argument with its bits and the way it is stored."""
    return tuple(
        (v.shape, v.dtype.char, v.flags.c_contiguous, v.flags.f_contiguous, v.tobytes())
        if isinstance(v, np.ndarray)
        else float(v).hex()
        if isinstance(v, float)
        else (v.key, fingerprint(v.values))
        if type(v) is Program
        else (v.text, v.at_most)
        if type(v) is Formula
        else repr(v)
        for v in values
    )
