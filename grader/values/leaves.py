"""Values that hold no others, as they cross and are stored: arrays, large whole numbers, words for the rest.

An array travels as its dtype, shape and raw bytes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import Annotated, Any, Literal

import msgspec
import numpy as np

FRAME_LIMIT = 64 << 20  # bytes; a larger reply is described instead of sent
TEXT_LIMIT = 100_000  # characters
EMPTY_LIMIT = 10_000_000  # entries that an empty array would have if its axes of length 0 were of length 1
LARGE_LIMIT = 4000  # bits of a whole number; Python itself prints no more than 14,000
INTEGERS = ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64")
DTYPES = frozenset(("bool", *INTEGERS, "float16", "float32", "float64", "complex64", "complex128"))
DTYPE_OF = {name: np.dtype(name) for name in DTYPES}
NAMES = {np.dtype(name): name for name in DTYPES}  # numpy works its own names out anew each time


class WireError(Exception):
    """Bytes that are no value or message of ours: too long, cut off, or not what their header says."""


class Array(msgspec.Struct, tag="array", frozen=True, gc=False):
    """An array: ``layout`` is "C", "F" (column by column) or "gaps" (a view of a larger one)."""

    dtype: str
    shape: tuple[int, ...]
    layout: Literal["C", "F", "gaps"]
    data: bytes


class Large(msgspec.Struct, tag="large", frozen=True):
    """A whole number of more than 64 bits, in hexadecimal."""

    digits: Annotated[str, msgspec.Meta(pattern="^-?[0-9a-f]{1,1000}\\Z")]


class Complex(msgspec.Struct, tag="complex", frozen=True, gc=False):
    """One of Python's complex numbers."""

    real: float
    imag: float


class Other(msgspec.Struct, tag="other", frozen=True, omit_defaults=True):
    """Something that has no place on the wire, in words: "a module"; bytes are numbers, too."""

    described: str
    held: bytes | None = None


class Seed(msgspec.Struct, tag="seed", frozen=True):
    """A generator of random numbers, by the seed that it begins with."""

    number: int


class PackedFormula(msgspec.Struct, tag="formula", frozen=True):
    """A function as an argument: no answer is one."""

    text: str
    at_most: int | None


Leaf = bool | int | float | Array | Large | Complex | Other


@dataclass(frozen=True)
class Seeded:
    """A generator of random numbers that has drawn none yet: each call is handed one of its own."""

    seed: int

    @property
    def described(self) -> str:
        """How it is shown."""
        return f"np.random.default_rng({self.seed})"

    def __getattr__(self, name: str) -> Any:
        """Say what a law does that wants to draw from it itself."""
        raise AttributeError(f"a law hands this on; {self.described} is had by .generator(), to draw {name}")

    def generator(self) -> np.random.Generator:
        """Return the generator."""
        return np.random.default_rng(self.seed)


@dataclass(frozen=True)
class Strange:
    """A value of which there are only words; bytes are numbers, too."""

    described: str
    held: bytes | None = None


def text(value: str, limit: int) -> str:
    """Return the start of a text as UTF-8 can write it, whatever the methods of a subclass of str do."""
    return str.encode(str.__getitem__(value, slice(limit)), "utf-8", "replace").decode()


def named(kind: type) -> str:
    """Return "a generator", "an OrderedDict"."""
    name = text(kind.__name__, 100)
    return f"an {name}" if name[:1] in tuple("aeioAEIO") else f"a {name}"


def pack_whole(value: int) -> Leaf:
    """Return a whole number as it crosses; words, where it is too long."""
    if -(2**63) <= value < 2**63:
        return value
    bits = value.bit_length()
    return Large(f"{value:x}") if bits <= LARGE_LIMIT else Other(f"a whole number of {bits} bits")


def pack_numbers(array: np.ndarray, kind: type) -> Leaf:
    """Return an array of numbers, of the nearest dtype that crosses; words, where there is none."""
    if not array.dtype.isnative:
        array = array.astype(array.dtype.newbyteorder("="))
    if array.dtype.kind in "fc" and array.dtype not in NAMES:  # long double: more exact than is asked for
        array = array.astype(np.float64 if array.dtype.kind == "f" else np.complex128)
    if array.dtype.kind == "V" and array.dtype.names is None and "float" in array.dtype.name:
        array = array.astype(np.float32)  # bfloat16 and shorter ones, which NumPy itself does not know
    if array.dtype not in NAMES:
        return Other(unusual(array.dtype) if kind is np.ndarray else named(kind))
    return pack_array(array)


def pack_array(array: np.ndarray) -> Array | Other:
    """Return an array whose dtype is among ``NAMES``; words, where it is too large."""
    if array.nbytes > FRAME_LIMIT // 2:
        return Other(f"an array of {array.nbytes / 2**20:,.0f} MB")
    if not array.size and prod(max(n, 1) for n in array.shape) > EMPTY_LIMIT:
        return Other("an empty array of a shape that is too long")
    flags = array.flags
    layout: Literal["C", "F", "gaps"] = "C" if flags.c_contiguous else "F" if flags.f_contiguous else "gaps"
    return Array(NAMES[array.dtype], array.shape, layout, array.tobytes("F" if layout == "F" else "C"))


def unusual(dtype: np.dtype) -> str:
    """Say what an array holds that is not numbers."""
    match dtype.kind:
        case "O":
            return "an object array"
        case "U" | "S" | "T":
            return "an array of text"
        case "V":
            return "a structured array"
    return text(f"an array of {dtype.name}", 100)


def pack_tensor(tensor: Any) -> Leaf:
    """A tensor becomes the array it holds, or words; this runs beside the student's code."""
    try:
        array = tensor.detach().numpy()
    except (TypeError, RuntimeError, ValueError):
        try:
            array = _array_of_unusual(tensor.detach())
        except (TypeError, RuntimeError, ValueError) as problem:
            if "memory" in str(problem):  # which is not what it is, but how much
                raise
            return Other(_words_of_tensor(tensor))
    return pack_numbers(array, np.ndarray)


def _array_of_unusual(tensor: Any) -> np.ndarray:
    """Return what a tensor holds that is sparse, quantized, short, not here, or conjugated in name."""
    plain = tensor.dequantize() if tensor.is_quantized else tensor.cpu()
    if str(plain.layout) != "torch.strided":
        plain = plain.to_dense()
    plain = plain.resolve_conj().resolve_neg()
    if plain.is_floating_point() and str(plain.dtype) not in ("torch.float32", "torch.float64"):
        plain = plain.float()
    array: np.ndarray = plain.numpy()
    return array


def _words_of_tensor(tensor: Any) -> str:
    kind = type(tensor).__name__
    if kind.startswith("Uninitialized"):
        return text(f"a parameter without values ({kind})", 100)
    if tensor.is_meta:
        return "a tensor without numbers (its device is meta)"
    if tensor.is_nested:
        return "a nested tensor (its .unbind() is a list of tensors)"
    return text(f"a tensor of {tensor.dtype}", 100)


def require_array(sent: Array) -> None:
    """Raise WireError where this cannot be an array."""
    dtype = DTYPE_OF.get(sent.dtype)
    if dtype is None:
        raise WireError(f"an array of {sent.dtype!r}")
    # First: to multiply a million lengths takes minutes.
    if len(sent.shape) > 32 or min(sent.shape, default=0) < 0 or max(sent.shape, default=0) > FRAME_LIMIT:
        raise WireError("an array of impossible shape")
    size = prod(sent.shape)
    # An empty array costs nothing to send, but each of its rows some memory.
    if not size and prod(max(n, 1) for n in sent.shape) > EMPTY_LIMIT:
        raise WireError("an empty array that is too long")
    if size * dtype.itemsize != len(sent.data):
        raise WireError("an array whose bytes do not fit its shape")


def build_array(sent: Array) -> np.ndarray:
    """Rebuild an array that is known to be sound, with the layout that it had."""
    dtype = DTYPE_OF[sent.dtype]
    if sent.layout == "F":
        return np.ndarray(sent.shape, dtype, sent.data, order="F").copy("F")
    array = np.ndarray(sent.shape, dtype, sent.data).copy()
    if sent.layout == "gaps" and array.ndim:
        store = np.zeros((*array.shape[:-1], 2 * array.shape[-1]), dtype=dtype)
        store[..., ::2] = array
        return store[..., ::2]
    return array


def comes_from(kind: type, module: str, name: str) -> bool:
    """Whether a class is that of another library, which need not be imported to be known."""
    return kind.__name__ == name and kind.__module__ == module


def is_tensor(kind: type) -> bool:
    """Whether this is the tensor of torch, or a parameter of a module."""
    return any(comes_from(each, "torch", "Tensor") for each in kind.__mro__)


def pack_exact(value: Any, kind: type) -> Leaf:
    """A fraction or a decimal number is a whole number where it is one, else the nearest float."""
    try:
        if kind is Fraction:
            whole = value.denominator == 1
        else:
            whole = value.is_finite() and value.adjusted() < LARGE_LIMIT and value == int(value)
        return pack_whole(int(value)) if whole else float(value)
    except (OverflowError, ValueError):  # too large; a NaN that signals
        return Other(named(kind))


def by_index(value: Any, kind: type, _: int) -> Leaf | None:
    """Whole numbers of other libraries."""
    return pack_whole(int.__pos__(kind.__index__(value))) if hasattr(kind, "__index__") else None


def by_float(value: Any, kind: type, _: int) -> Leaf | None:
    """Real numbers of other libraries, also such as √2 written as a formula."""
    return float.__pos__(kind.__float__(value)) if hasattr(kind, "__float__") else None


def by_truth(_: Any, kind: type, __: int) -> Leaf | None:
    """The truth values of sympy, which are no numbers to it."""
    true = comes_from(kind, "sympy.logic.boolalg", "BooleanTrue")
    return true if true or comes_from(kind, "sympy.logic.boolalg", "BooleanFalse") else None


def by_bytes(value: Any, kind: type, _: int) -> Other | None:
    """Bytes, which are a list of numbers where one is asked, if it is none too long for that."""
    if not issubclass(kind, (bytes, bytearray)):
        return None
    return Other("a bytes object", bytes(memoryview(value)) if len(value) <= TEXT_LIMIT else None)


def by_complex(value: Any, kind: type, _: int) -> Leaf | None:
    """Complex numbers of other libraries."""
    if not hasattr(kind, "__complex__"):
        return None
    number = complex.__pos__(kind.__complex__(value))
    return Complex(number.real, number.imag)


def by_dense_array(value: Any, kind: type, _: int) -> Leaf | None:
    """Sparse matrices, if there is room for their zeros."""
    if not hasattr(kind, "toarray"):
        return None
    if (entries := prod(value.shape)) > FRAME_LIMIT // 16:
        return Other(f"{named(kind)} of {entries:,} entries")
    return pack_numbers(np.asarray(kind.toarray(value)), np.ndarray)


# Of a subclass, the methods of the class that it comes from: they tell what it holds, not what it says.
PLAIN: dict[type, Callable[[Any], Any]] = {
    str: str.__str__,
    int: int.__pos__,
    float: float.__pos__,
    complex: complex.__pos__,
}
