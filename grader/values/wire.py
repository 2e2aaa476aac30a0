"""What crosses between the grader and a worker: bounded frames of plain values, never code, never pickles.

An array travels as its dtype, shape and raw bytes; everything else as numbers, text and lists.  What holds
such is read out of what holds it; what does not arrives as a ``Strange``: a few words that say what it was.
"""

import struct
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from itertools import islice
from math import prod
from typing import Annotated, Any, Literal

import msgspec
import numpy as np

from grader.values.hands import Manner

FRAME_LIMIT = 64 << 20  # bytes; a larger reply is described instead of sent
SMALL_FRAME = 1 << 20  # bytes; a larger answer must be an array or a few: numbers one by one take their time
DEPTH_LIMIT = 16
ITEM_LIMIT = 100_000
TEXT_LIMIT = 100_000  # characters
EMPTY_LIMIT = 10_000_000  # entries that an empty array would have if its axes of length 0 were of length 1
LARGE_LIMIT = 4000  # bits of a whole number; Python itself prints no more than 14,000
INTEGERS = ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64")
DTYPES = frozenset(("bool", *INTEGERS, "float16", "float32", "float64", "complex64", "complex128"))
DTYPE_OF = {name: np.dtype(name) for name in DTYPES}
NAMES = {np.dtype(name): name for name in DTYPES}  # numpy works its own names out anew each time
HEADER = struct.Struct(">II")  # the bytes that follow, and the number of the request they belong to


class WireError(Exception):
    """A frame that is not one of ours: too long, cut off, or not what its header says."""


# ---- values ---------------------------------------------------------------------------------------


class Array(msgspec.Struct, tag="array", frozen=True, gc=False):
    """An array: ``layout`` is "C", "F" (column by column) or "gaps" (a view of a larger one)."""

    dtype: str
    shape: tuple[int, ...]
    layout: Literal["C", "F", "gaps"]
    data: bytes


class Items(msgspec.Struct, tag="items", frozen=True):
    """A list or a tuple."""

    is_tuple: bool
    items: "list[Value]"


class Large(msgspec.Struct, tag="large", frozen=True):
    """A whole number of more than 64 bits, in hexadecimal."""

    digits: Annotated[str, msgspec.Meta(pattern="^-?[0-9a-f]{1,1000}\\Z")]


class Complex(msgspec.Struct, tag="complex", frozen=True, gc=False):
    """One of Python's complex numbers."""

    real: float
    imag: float


class Other(msgspec.Struct, tag="other", frozen=True):
    """Something that has no place on the wire, in words: "a module"."""

    described: str


Value = None | bool | int | float | str | Array | Items | Large | Complex | Other


@dataclass(frozen=True)
class Strange:
    """A value of which there are only words."""

    described: str


def text(value: str, limit: int) -> str:
    """Return the start of a text as UTF-8 can write it, whatever the methods of a subclass of str do."""
    return str.encode(str.__getitem__(value, slice(limit)), "utf-8", "replace").decode()


def pack(value: Any, depth: int = 0) -> Value:
    """Turn a Python value into what can cross.

    Types decide, for an object may lie about its class.  A subclass, an array of another library or an
    iterator gives the numbers and texts that it holds, whatever it says of itself.
    """
    kind = type(value)
    if kind is np.ndarray and value.dtype in NAMES:  # most answers
        return _pack_array(value)
    if value is None or kind is bool or kind is float:
        return value  # type: ignore[no-any-return]
    if kind is int:
        return _pack_whole(value)
    if kind is str or kind is np.str_:
        return (
            text(value, TEXT_LIMIT)
            if len(value) <= TEXT_LIMIT
            else Other(f"a text of {len(value)} characters")
        )
    if kind is list or kind is tuple:
        if depth < DEPTH_LIMIT and len(value) <= ITEM_LIMIT:
            return Items(kind is tuple, [pack(item, depth + 1) for item in value])
        return _pack_list(value, named(kind), depth)
    if kind is complex:
        return Complex(value.real, value.imag)
    return _pack_held(value, kind, depth)


def _pack_list(value: Iterable[Any], called: str, depth: int, *, is_tuple: bool = False) -> Value:
    if depth >= DEPTH_LIMIT:
        return Other("lists nested too deeply")
    items = list(islice(value, ITEM_LIMIT + 1))
    if len(items) > ITEM_LIMIT:
        return Other(f"{called} of more than {ITEM_LIMIT:,} items")
    return Items(is_tuple, [pack(item, depth + 1) for item in items])


def _pack_held(value: Any, kind: type, depth: int) -> Value:
    """Return what something holds that is no plain value itself, by its ancestors or by what it offers."""
    if issubclass(kind, np.ndarray):
        return _pack_descendant(value, kind, depth)
    if issubclass(kind, np.generic):
        return _pack_numbers(np.asarray(value), kind)
    for ancestor in (str, int, float, complex):
        if issubclass(kind, ancestor):
            return pack(_PLAIN[ancestor](value), depth)
    if issubclass(kind, list):
        return _pack_list(list.__iter__(value), named(kind), depth)
    if issubclass(kind, tuple):
        return _pack_list(tuple.__iter__(value), named(kind), depth, is_tuple=True)
    if issubclass(kind, (set, frozenset)):
        return _pack_set(value, kind, depth)
    if kind is Fraction or _is(kind, "decimal", "Decimal"):
        return _pack_exact(value, kind)
    if any(_is(ancestor, "torch", "Tensor") for ancestor in kind.__mro__):
        return _pack_tensor(value)
    if kind is Strange:
        return Other(value.described)
    if depth >= DEPTH_LIMIT:
        return Other("lists nested too deeply")
    for way in _WAYS:
        try:
            packed = way(value, kind, depth)
        except MemoryError:
            raise
        except Exception:  # noqa: S112  (it cannot be read this way, whatever it promises)
            continue
        if packed is not None:
            return packed
    return _pack_iterable(value, kind, depth)


# Of a subclass, the methods of the class that it comes from: they tell what it holds, not what it says.
_PLAIN: dict[type, Callable[[Any], Any]] = {
    str: str.__str__,
    int: int.__pos__,
    float: float.__pos__,
    complex: complex.__pos__,
}


def _is(kind: type, module: str, name: str) -> bool:
    return kind.__name__ == name and kind.__module__ == module


def _pack_descendant(value: Any, kind: type, depth: int) -> Value:
    """An array of a subclass is the array that it is, unless some of its entries are masked."""
    mask = getattr(value, "_mask", None)
    if mask is not None and np.asarray(mask).any():
        return Other("an array with masked entries")
    array = np.ndarray.view(value, np.ndarray)
    return _pack_items(array, depth) if array.dtype.kind in "OUT" else _pack_numbers(array, kind)


def _pack_set(value: Any, kind: type, depth: int) -> Value:
    """A set is the list of its items in their order: how they lie in memory is an accident."""
    ancestor = set if issubclass(kind, set) else frozenset
    packed = _pack_list(ancestor.__iter__(value), named(kind), depth)
    return (
        Items(is_tuple=False, items=sorted(packed.items, key=_place)) if isinstance(packed, Items) else packed
    )


def _place(value: Value) -> tuple[Any, ...]:
    """Return what a value is sorted by: numbers by size, texts by letters, lists item by item."""
    if isinstance(value, (bool, int, float)):
        return 0, value
    if isinstance(value, Large):
        return 0, int(value.digits, 16)
    if isinstance(value, Array) and not value.shape and DTYPE_OF[value.dtype].kind in "biuf":
        return 0, build(value).item()
    if isinstance(value, str):
        return 1, value
    if isinstance(value, Items):
        return 2, *map(_place, value.items)
    return 3, bits_of(value)


def _pack_exact(value: Any, kind: type) -> Value:
    """A fraction or a decimal number is a whole number where it is one, else the nearest float."""
    try:
        if kind is Fraction:
            whole = value.denominator == 1
        else:
            whole = value.is_finite() and value.adjusted() < LARGE_LIMIT and value == int(value)
        return _pack_whole(int(value)) if whole else float(value)
    except (OverflowError, ValueError):  # too large; a NaN that signals
        return Other(named(kind))


# ---- what other libraries hold, by what they offer; None where they do not offer it ------------------------


def _by_array(value: Any, kind: type, depth: int) -> Value:
    """Arrays of other libraries, series, tables of numbers."""
    if not hasattr(kind, "__array__"):
        return None
    array = kind.__array__(value)
    if not issubclass(type(array), np.ndarray):
        return None
    packed = _pack_descendant(array, kind, depth + 1)
    return Other(named(kind)) if isinstance(packed, Other) and array.dtype.kind == "O" else packed


def _by_dense_array(value: Any, kind: type, depth: int) -> Value:
    """Sparse matrices, if there is room for their zeros."""
    if not hasattr(kind, "toarray"):
        return None
    if (entries := prod(value.shape)) > FRAME_LIMIT // 16:
        return Other(f"{named(kind)} of {entries:,} entries")
    return _pack_descendant(np.asarray(kind.toarray(value)), np.ndarray, depth)


def _by_index(value: Any, kind: type, _: int) -> Value:
    """Whole numbers of other libraries."""
    return _pack_whole(int.__pos__(kind.__index__(value))) if hasattr(kind, "__index__") else None


def _by_float(value: Any, kind: type, _: int) -> Value:
    """Real numbers of other libraries, also such as √2 written as a formula."""
    return float.__pos__(kind.__float__(value)) if hasattr(kind, "__float__") else None


def _by_complex(value: Any, kind: type, depth: int) -> Value:
    """Complex numbers of other libraries."""
    return pack(complex.__pos__(kind.__complex__(value)), depth) if hasattr(kind, "__complex__") else None


def _by_truth(_: Any, kind: type, __: int) -> Value:
    """The truth values of sympy, which are no numbers to it."""
    true = _is(kind, "sympy.logic.boolalg", "BooleanTrue")
    return true if true or _is(kind, "sympy.logic.boolalg", "BooleanFalse") else None


_WAYS = (_by_truth, _by_array, _by_dense_array, _by_index, _by_float, _by_complex)


def _pack_iterable(value: Any, kind: type, depth: int) -> Value:
    """What can be gone through is a list, up to a length; but a mapping is none, nor are bytes."""
    if not hasattr(kind, "__iter__") or hasattr(kind, "keys") or issubclass(kind, (type, bytes, bytearray)):
        return Other(named(kind))
    try:
        items = iter(value)
    except Exception:  # it has none after all, as an array without axes
        return Other(named(kind))
    return _pack_list(items, named(kind), depth)


def _pack_whole(value: int) -> Value:
    if -(2**63) <= value < 2**63:
        return value
    bits = value.bit_length()
    return Large(f"{value:x}") if bits <= LARGE_LIMIT else Other(f"a whole number of {bits} bits")


def _pack_items(array: np.ndarray, depth: int) -> Value:
    """An array of texts, of Python's own numbers or of other arrays is a list of them."""
    packed = pack(array.tolist(), depth + 1) if array.size <= ITEM_LIMIT else None
    return packed if _is_plain(packed) else Other(_unusual(array.dtype))


def _is_plain(value: Value) -> bool:
    if isinstance(value, Items):
        return all(map(_is_plain, value.items))
    return value is not None and not isinstance(value, Other)


def named(kind: type) -> str:
    """Return "a generator", "an OrderedDict"."""
    name = text(kind.__name__, 100)
    return f"an {name}" if name[:1] in tuple("aeioAEIO") else f"a {name}"


def _pack_numbers(array: np.ndarray, kind: type) -> Value:
    if not array.dtype.isnative:
        array = array.astype(array.dtype.newbyteorder("="))
    if array.dtype.kind in "fc" and array.dtype not in NAMES:  # long double: more exact than is asked for
        array = array.astype(np.float64 if array.dtype.kind == "f" else np.complex128)
    if array.dtype.kind == "V" and array.dtype.names is None and "float" in array.dtype.name:
        array = array.astype(np.float32)  # bfloat16 and shorter ones, which NumPy itself does not know
    if array.dtype not in NAMES:
        return Other(_unusual(array.dtype) if kind is np.ndarray else named(kind))
    return _pack_array(array)


def _pack_array(array: np.ndarray) -> Value:
    if array.nbytes > FRAME_LIMIT // 2:
        return Other(f"an array of {array.nbytes / 2**20:,.0f} MB")
    if not array.size and prod(max(n, 1) for n in array.shape) > EMPTY_LIMIT:
        return Other("an empty array of a shape that is too long")
    flags = array.flags
    layout: Literal["C", "F", "gaps"] = "C" if flags.c_contiguous else "F" if flags.f_contiguous else "gaps"
    return Array(NAMES[array.dtype], array.shape, layout, array.tobytes("F" if layout == "F" else "C"))


def _unusual(dtype: np.dtype) -> str:
    """Say what an array holds that is not numbers."""
    match dtype.kind:
        case "O":
            return "an object array"
        case "U" | "S" | "T":
            return "an array of text"
        case "V":
            return "a structured array"
    return text(f"an array of {dtype.name}", 100)


def _pack_tensor(tensor: Any) -> Value:
    """A tensor becomes the array it holds; this runs beside the student's code and can only hurt itself."""
    plain = tensor.detach()
    try:
        array = plain.numpy()
    except (TypeError, RuntimeError):  # not on this processor, sparse, conjugated only in name, bfloat16
        plain = plain.cpu()
        if str(plain.layout) != "torch.strided":
            plain = plain.to_dense()
        plain = plain.resolve_conj().resolve_neg()
        array = (plain.float() if str(plain.dtype) == "torch.bfloat16" else plain).numpy()
    return _pack_numbers(array, np.ndarray)


def require_sound(value: Value, depth: int = 0) -> None:
    """Raise WireError where this is no value that ``pack`` makes."""
    if isinstance(value, Array):
        _require_array(value)
    elif isinstance(value, Items):
        if depth >= DEPTH_LIMIT or len(value.items) > ITEM_LIMIT:
            raise WireError("lists too deep or too long")
        for item in value.items:
            require_sound(item, depth + 1)
    elif isinstance(value, str) and len(value) > TEXT_LIMIT:
        raise WireError("a text that is too long")


def unpack(value: Value) -> Any:
    """Rebuild a plain value; raise WireError where it is none that ``pack`` makes."""
    require_sound(value)
    return build(value)


def build(value: Value) -> Any:
    """Rebuild a plain value that is known to be sound."""
    if isinstance(value, Array):
        return _build_array(value)
    if isinstance(value, Items):
        items = [build(item) for item in value.items]
        return tuple(items) if value.is_tuple else items
    if isinstance(value, Large):
        return int(value.digits, 16)
    if isinstance(value, Complex):
        return complex(value.real, value.imag)
    if isinstance(value, Other):
        return Strange(text(value.described, 100))
    return value


def _require_array(sent: Array) -> None:
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


def _build_array(sent: Array) -> np.ndarray:
    dtype = DTYPE_OF[sent.dtype]
    if sent.layout == "F":
        return np.ndarray(sent.shape, dtype, sent.data, order="F").copy("F")
    array = np.ndarray(sent.shape, dtype, sent.data).copy()
    if sent.layout == "gaps" and array.ndim:
        store = np.zeros((*array.shape[:-1], 2 * array.shape[-1]), dtype=dtype)
        store[..., ::2] = array
        return store[..., ::2]
    return array


# ---- messages -------------------------------------------------------------------------------------


class Piece(msgspec.Struct, frozen=True):
    """A module or notebook cell to run."""

    name: str
    source: str


class SourceFile(msgspec.Struct, frozen=True):
    """A module of the submission, under the name by which others import it."""

    module: str
    notebook: bool
    pieces: list[Piece]
    path: str = ""  # in the hand-in


class Load(msgspec.Struct, tag="load", frozen=True):
    """Run these modules, but for the statements to skip, and say which of the wanted functions there are."""

    files: list[SourceFile]
    wanted: list[str]
    skip: list[int]
    given: dict[str, bytes] = {}  # data that the code may read, by path


class Named(msgspec.Struct, tag="named", frozen=True):
    """An argument that is given by its name."""

    name: str
    value: Value


class Call(msgspec.Struct, frozen=True, omit_defaults=True):
    """Call a function once for each list of arguments, each handed over in its manner (as a rule "new")."""

    function: str
    arguments: list[list[Value | Named]]
    manners: Sequence[Manner] = ()


class EncodedCall(Call, frozen=True):
    """The same, with arguments that were encoded once for all submissions."""

    arguments: list[msgspec.Raw]  # type: ignore[assignment]


class Calls(msgspec.Struct, tag="calls", frozen=True):
    """Call some functions, one after the other; one reply for each call."""

    calls: Sequence[Call]


class Locked(msgspec.Struct, tag="locked", frozen=True):
    """How well the worker is locked in, as it found by trying, before it meets the student's code."""

    level: str
    notes: list[str]


class Starting(msgspec.Struct, tag="starting", frozen=True):
    """A top-level statement is about to run: should the worker never answer again, this one is why."""

    statement: int
    where: str


class Told(msgspec.Struct, frozen=True):
    """Something that went wrong while loading, for the student; or a note on what was decided."""

    where: str
    message: str
    memory: bool = False  # there was not enough
    note: bool = False


class Loaded(msgspec.Struct, tag="loaded", frozen=True):
    """What the submission defines."""

    functions: list[str]
    answers: dict[str, str]
    told: list[Told]
    hints: dict[str, str] = {}  # of functions that are asked for: why one is not there, or what is odd
    parameters: dict[str, list[str]] = {}  # of functions, where they are plain


class Answered(msgspec.Struct, tag="answered", frozen=True, gc=False):
    """A function returned; ``changed`` are the places of the arguments it left changed."""

    value: Value
    changed: list[int]


class Raised(msgspec.Struct, tag="raised", frozen=True):
    """A function raised; ``where`` is the student's file and line."""

    exception: str
    message: str
    where: str
    memory: bool
    # The names of its type and of those it comes from, the nearest first.
    kinds: Annotated[list[Annotated[str, msgspec.Meta(max_length=100)]], msgspec.Meta(max_length=20)] = []


class Took(msgspec.Struct, tag="took", frozen=True):
    """Another function is called; the last took so long, and those that were not worth telling before it."""

    seconds: float


class FewArrays(Items, tag="items", frozen=True):
    """A list or a tuple of arrays: all that may be large besides an array."""

    items: Annotated[list[Array], msgspec.Meta(max_length=1000)]  # type: ignore[assignment]


class LargeAnswer(Answered, tag="answered", frozen=True):
    """An answer of more than a megabyte."""

    value: Array | FewArrays
    changed: Annotated[list[int], msgspec.Meta(max_length=100)]


Request = Load | Calls
Response = Locked | Starting | Loaded | Answered | Raised | Took

_encoder = msgspec.msgpack.Encoder()
_requests: msgspec.msgpack.Decoder[Request] = msgspec.msgpack.Decoder(Request)
_responses: msgspec.msgpack.Decoder[Response] = msgspec.msgpack.Decoder(Response)
_large: msgspec.msgpack.Decoder[LargeAnswer] = msgspec.msgpack.Decoder(LargeAnswer)


def frame(message: Request | Response, number: int = 0) -> bytes:
    """Return a message as bytes, with its length and its number in front: a reply has that of its request."""
    body = _encoder.encode(message)
    return HEADER.pack(len(body), number) + body


def encoded(arguments: Sequence[Value | Named]) -> msgspec.Raw:
    """Return the arguments of a call as they cross."""
    return msgspec.Raw(_encoder.encode(arguments))


def bits_of(value: Value) -> bytes:
    """Return what tells a value from others: the bytes in which it crosses, or where they are many a hash."""
    bits = _encoder.encode(value)
    return b"=" + bits if len(bits) <= 64 else b"#" + sha256(bits).digest()


def read_request(body: bytes) -> Request:
    """Read the body of a frame sent to a worker."""
    return _requests.decode(body)


def read_response(body: bytes) -> Response:
    """Read the body of a frame sent by a worker; raise WireError for anything else."""
    try:
        return (_responses if len(body) <= SMALL_FRAME else _large).decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, OverflowError) as problem:
        raise WireError(f"not a response: {problem}"[:200]) from None


_TOOK_SIZE = len(_encoder.encode(Took(0.5)))  # bytes


def took(body: bytes) -> float | None:
    """Return the seconds that the body of a frame tells, if it is a ``Took``."""
    if len(body) != _TOOK_SIZE:
        return None
    with suppress(WireError):
        response = read_response(body)
        return response.seconds if isinstance(response, Took) else None
    return None


class Buffer:
    """Bytes as they arrive, cut into the bodies of frames."""

    def __init__(self, limit: int = FRAME_LIMIT) -> None:
        self.limit = limit
        self.bytes = bytearray()

    def feed(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        """Add bytes; yield the number and the body of each frame that is complete.

        Raises WireError at a frame that is too long.
        """
        self.bytes += data
        start = 0
        try:
            while len(self.bytes) - start >= HEADER.size:
                length, number = HEADER.unpack_from(self.bytes, start)
                if length > self.limit:
                    raise WireError(f"a frame of {length} bytes")
                end = start + HEADER.size + length
                if end > len(self.bytes):
                    break
                body = bytes(self.bytes[start + HEADER.size : end])
                start = end
                yield number, body
        finally:
            del self.bytes[:start]
