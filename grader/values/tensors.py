"""Arrays that code is handed as tensors of torch.

They are drawn, shrunk, stored and shown as arrays.  A student is handed what torch makes by itself: float32,
int64, bool or complex64.  Code that is trusted is handed the same numbers in double precision, so that what
it answers is exact, and so is how far rounding may move that.
"""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

import msgspec
import numpy as np

from grader.values.leaves import Array, Other, build_array, is_tensor, pack_array

SHORTER: Mapping[str, type[np.generic]] = {"f": np.float32, "c": np.complex64}  # what torch makes of them
HOLDERS = (list, tuple, dict)
USUAL = frozenset((np.ndarray, float, int, bool, list, tuple, dict, type(None), np.float64))


class TensorArray(np.ndarray):
    """An array that code is handed as a tensor; what is calculated from one is a plain array."""

    def __array_wrap__(self, array: np.ndarray, _: Any = None, return_scalar: bool = False) -> Any:
        """Return what a function of numpy made."""
        plain = array.view(np.ndarray)
        return plain[()] if return_scalar else plain


class PackedTensor(msgspec.Struct, tag="tensor", frozen=True, gc=False):
    """An array that is handed over as a tensor, as it crosses; no answer is one."""

    array: Array


def tensor_array(values: Any) -> TensorArray:
    """Return numbers as an array that is handed over as a tensor: those that a student's tensor can hold."""
    array = np.ascontiguousarray(values) if np.ndim(values) else np.array(values)
    if array.dtype.kind in SHORTER:
        with np.errstate(over="ignore"):
            array = array.astype(SHORTER[array.dtype.kind]).astype(array.dtype)
    return array.view(TensorArray)


def exact_like(given: Any, values: np.ndarray) -> Any:
    """Return other numbers for those of ``given``, handed over as these are; they need fit no float32."""
    return values.view(TensorArray) if type(given) is TensorArray else values


def as_tensor(array: np.ndarray, *, exact: bool) -> Any:
    """Return a tensor of torch; ``exact``: in the precision of the array, whose memory it shares."""
    import torch

    plain = array.view(np.ndarray)
    if not exact and plain.dtype.kind in SHORTER:
        plain = plain.astype(SHORTER[plain.dtype.kind])
    return torch.from_numpy(plain if plain.flags.writeable and plain.flags.c_contiguous else plain.copy("C"))


def holds_tensor(value: Any) -> bool:
    """Whether an argument is handed over as a tensor, or holds one that is."""
    if type(value) in HOLDERS:
        return any(map(holds_tensor, value.values() if type(value) is dict else value))
    return type(value) is TensorArray


def in_double_precision(*, needed: bool = True) -> AbstractContextManager[None]:
    """Let torch make double precision inside the block, where that is needed.

    So do the parameters of a module fit the tensors that trusted code is handed.
    """
    return _in_double_precision() if needed else nullcontext()


@contextmanager
def _in_double_precision() -> Iterator[None]:
    import torch

    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    try:
        yield
    finally:
        torch.set_default_dtype(before)


def pack_handed(array: TensorArray) -> PackedTensor | Other:
    """Return an array as it crosses to be handed over as a tensor; words, where it is too large."""
    packed = pack_array(array.view(np.ndarray))
    return PackedTensor(packed) if isinstance(packed, Array) else packed


def build_handed(packed: PackedTensor) -> TensorArray:
    """Return the array again."""
    return build_array(packed.array).view(TensorArray)


def taken_tensor(value: Any) -> Any:
    """Return a tensor that code hands us as an array that is handed on as one; anything else as it is."""
    if type(value) in USUAL or not is_tensor(type(value)):
        return value
    array = value.detach().cpu().resolve_conj().numpy()
    longer = {"f": np.float64, "c": np.complex128, "i": np.int64, "u": np.int64}.get(array.dtype.kind)
    return np.array(array, longer, order="C").view(TensorArray)
