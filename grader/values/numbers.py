"""Numbers as arrays, whatever holds them: lists, tensors, tables and single ones are one to us."""

from typing import Any

import numpy as np

from grader.values.frames import Frame
from grader.values.keyed import in_order
from grader.values.wrong import Wrong, describe

FLOAT_LIMIT = int(np.finfo(float).max)


def numbers(value: Any, *, whole: bool = False, complex_: bool = False) -> np.ndarray:
    """Return real numbers as a float64 array, whatever holds them; raise Wrong where they are none.

    With ``whole`` they must be whole, up to what rounding leaves, and come back as int64; with ``complex_``
    they may be complex, and come back as complex128.
    """
    dtype = np.int64 if whole else np.complex128 if complex_ else np.float64
    if isinstance(value, (set, frozenset)):
        value = in_order(value)
    if isinstance(value, (list, tuple)):
        items = [numbers(item, whole=whole, complex_=complex_) for item in value]
        shapes = {item.shape for item in items}
        if len(shapes) > 1:
            shapes = {axes(shape) for shape in shapes}
            if len(shapes) > 1:
                raise Wrong("a list whose rows have different lengths was returned", value)
            items = [item.reshape(next(iter(shapes))) for item in items]
        try:
            return np.stack(items) if items else np.zeros(0, dtype)
        except (ValueError, MemoryError):  # many empty ones have a shape that is too long
            raise Wrong(f"{describe(value)} was returned where numbers were expected", value) from None
    if isinstance(value, Frame):
        return numbers(value.plain(), whole=whole, complex_=complex_)
    if value is None or isinstance(value, str):
        raise Wrong(f"{describe(value)} was returned where numbers were expected", value)
    array = np.asarray(value)
    if isinstance(value, int) and array.dtype.kind == "O":  # of more than 64 bits
        if abs(value) > FLOAT_LIMIT:
            raise Wrong(f"{describe(value)} was returned where numbers were expected", value)
        array = np.asarray(float(value))
    if array.dtype.kind not in "biufc":
        came = describe(value)
        do = ": its .days or .total_seconds() is one" if came == "a timedelta" else ""
        raise Wrong(f"{came} was returned where numbers were expected{do}", value)
    if array.dtype.kind == "c" and not complex_:
        array = _real(array, value)
    return _whole(array) if whole else array.astype(dtype)


def _real(array: np.ndarray, value: Any) -> np.ndarray:
    """Return the real parts of complex numbers; raise Wrong where there is more to them.

    A Fourier transform leaves some rounding in the imaginary parts, also where the real part is 0.
    """
    rounding = 1e-9 if array.dtype == np.complex128 else 1e-5
    if not np.all(np.abs(array.imag) <= rounding * np.abs(array.real).max(initial=1.0)):
        raise Wrong("complex numbers were returned where real ones were expected", value)
    return array.real


def _whole(array: np.ndarray) -> np.ndarray:
    """Return whole numbers as int64; raise Wrong where they are none."""
    if array.dtype.kind in "bi":
        return np.asarray(array, dtype=np.int64)
    array = array.astype(np.float64)
    near = np.rint(array)
    # A Fourier transform leaves some rounding on whole numbers too.
    if not (np.abs(array - near) <= 1e-6).all() or not (np.abs(near) < 2.0**63).all():
        raise Wrong("numbers that are not whole were returned where whole numbers were expected", array)
    return np.asarray(near, dtype=np.int64)


def axes(shape: tuple[int, ...]) -> tuple[int, ...]:
    """Return the lengths of a shape but those of 1, which may be missing or added."""
    return tuple(length for length in shape if length != 1)


def is_single(value: Any) -> bool:
    """Whether every number in a conformed value is exactly a float32 number."""
    if isinstance(value, (tuple, list, set, frozenset)):
        return all(is_single(item) for item in value)
    if isinstance(value, dict):
        return all(map(is_single, value.values()))
    if isinstance(value, (float, complex, np.ndarray)):
        array = np.asarray(value)
        exact, single = (np.complex128, np.complex64) if array.dtype.kind == "c" else (np.float64, np.float32)
        array = array.astype(exact)
        with np.errstate(over="ignore", invalid="ignore"):
            return bool(np.array_equal(array, array.astype(single).astype(exact), equal_nan=True))
    return True
