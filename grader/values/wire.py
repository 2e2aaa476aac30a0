"""Values as they cross between processes and are stored: plain ones alone, never code, never pickles.

An array travels as its dtype, shape and raw bytes; everything else as numbers, text and lists.  What holds
such is read out of what holds it; what does not arrives as a ``Strange``: a few words that say what it was.
Values that hold no others stand in ``leaves``; here is what holds them, and the way there and back.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from hashlib import sha256
from itertools import islice
from typing import Any

import msgspec
import numpy as np

from grader.values import keyed, leaves
from grader.values.dataframes import pack_frame
from grader.values.exceptions import StepRaised, require_raised
from grader.values.figures import Drawing, require_drawing
from grader.values.frames import Frame, require_frame
from grader.values.holders import DEPTH_LIMIT, HOLDERS, ITEM_LIMIT, Items, Members, Pairs, Value
from grader.values.leaves import (
    DTYPES,
    FRAME_LIMIT,
    NAMES,
    PLAIN,
    TEXT_LIMIT,
    Array,
    Complex,
    Large,
    Other,
    PackedFormula,
    Seed,
    Seeded,
    Strange,
    WireError,
    build_array,
    comes_from,
    named,
    pack_array,
    pack_exact,
    pack_numbers,
    pack_tensor,
    pack_whole,
    require_array,
    text,
    unusual,
)
from grader.values.printed import PrintedText
from grader.values.tensors import PackedTensor, TensorArray, build_handed, pack_handed

__all__ = ["DTYPES", "FRAME_LIMIT", "NAMES", "Array", "Complex", "Large", "Other", "Seed", "Seeded"]
__all__ += ["HOLDERS", "ITEM_LIMIT", "Drawing", "Frame", "Items", "Members", "Pairs", "PrintedText", "Value"]
__all__ += ["Strange", "WireError", "named", "text"]  # besides what is defined here


def pack(value: Any, depth: int = 0) -> Value:
    """Turn a Python value into what can cross.

    Types decide, for an object may lie about its class.  A subclass, an array of another library or an
    iterator gives the numbers and texts that it holds, whatever it says of itself.
    """
    kind = type(value)
    if kind is np.ndarray and value.dtype in NAMES:  # most answers
        return pack_array(value)
    if value is None or kind is bool or kind is float:
        return value  # type: ignore[no-any-return]
    if kind is int:
        return pack_whole(value)
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
        return pack_numbers(np.asarray(value), kind)
    for ancestor in (str, int, float, complex):
        if issubclass(kind, ancestor):
            return pack(PLAIN[ancestor](value), depth)
    if issubclass(kind, list):
        return _pack_list(list.__iter__(value), named(kind), depth)
    if issubclass(kind, tuple):
        return _pack_list(tuple.__iter__(value), named(kind), depth, is_tuple=True)
    if issubclass(kind, (set, frozenset)):
        return _pack_set(value, kind, depth)
    if issubclass(kind, dict):
        return _pack_dict(value, kind, depth)
    if kind is Fraction or comes_from(kind, "decimal", "Decimal"):
        return pack_exact(value, kind)
    if leaves.is_tensor(kind):
        return pack_tensor(value)
    if issubclass(kind, Strange):
        return Other(value.described, value.held)
    if kind is Seeded:
        return Seed(value.seed)
    if kind in (Other, PrintedText, Frame, Drawing, StepRaised):
        return value  # type: ignore[no-any-return]
    if (frame := pack_frame(value)) is not None:
        return frame
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


def _pack_descendant(value: Any, kind: type, depth: int) -> Value:
    """An array of a subclass is the array that it is, unless some of its entries are masked."""
    if kind is TensorArray:
        return pack_handed(value)
    mask = getattr(value, "_mask", None)
    if mask is not None and np.asarray(mask).any():
        return Other("an array with masked entries")
    array = np.ndarray.view(value, np.ndarray)
    return _pack_items(array, depth) if array.dtype.kind in "OUT" else pack_numbers(array, kind)


def _pack_set(value: Any, kind: type, depth: int) -> Value:
    """A set is the list of its items in their order: how they lie in memory is an accident."""
    ancestor = set if issubclass(kind, set) else frozenset
    packed = _pack_list(ancestor.__iter__(value), named(kind), depth)
    if not isinstance(packed, Items):
        return packed
    items = sorted(map(keyed.plain, packed.items), key=lambda each: keyed.in_order_by(build(each)))
    if keyed.fits_a_set(items, _is_member):
        return Members(items)
    if len(items) > keyed.FEW:
        return Other(f"{named(kind)} of more than {keyed.FEW:,} tuples or large numbers")
    return Items(is_tuple=False, items=items)


def _is_member(value: Value) -> bool:
    """Whether a value as it crosses may be a member of a set."""
    if isinstance(value, Members) or (isinstance(value, Items) and value.is_tuple):
        return all(map(_is_member, value.items))
    return keyed.is_number_or_word(value)


def _pack_dict(value: Any, kind: type, depth: int) -> Value:
    """A mapping is a dict, of whatever library; None where this is none."""
    pairs = keyed.items_of(value, kind)
    if pairs is None:
        return None
    if depth >= DEPTH_LIMIT:
        return Other("lists nested too deeply")
    keys = keyed.packed_keys((key for key, _ in pairs), pack)
    return keys if isinstance(keys, Other) else Pairs(keys, [pack(item, depth + 1) for _, item in pairs])


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


_NUMBERS = (leaves.by_dense_array, leaves.by_index, leaves.by_float, leaves.by_complex)
_WAYS = (leaves.by_truth, leaves.by_bytes, _by_array, *_NUMBERS, _pack_dict)


def _pack_iterable(value: Any, kind: type, depth: int) -> Value:
    """What can be gone through is a list, up to a length."""
    if not hasattr(kind, "__iter__") or hasattr(kind, "keys") or issubclass(kind, type):
        return Other(named(kind))
    try:
        items = iter(value)
    except Exception:  # it has none after all, as an array without axes
        return Other(named(kind))
    return _pack_list(items, named(kind), depth)


def _pack_items(array: np.ndarray, depth: int) -> Value:
    """An array of texts, of Python's own numbers or of other arrays is a list of them."""
    packed = pack(array.tolist(), depth + 1) if array.size <= ITEM_LIMIT else None
    return packed if _is_plain(packed) else Other(unusual(array.dtype))


def _is_plain(value: Value) -> bool:
    if isinstance(value, HOLDERS):
        return all(map(_is_plain, value.items))
    return value is not None and not isinstance(value, Other)


def require_sound(value: Value, depth: int = 0) -> None:
    """Raise WireError where this is no value that ``pack`` makes."""
    if isinstance(value, Array):
        require_array(value)
    elif isinstance(value, HOLDERS):
        if depth >= DEPTH_LIMIT or len(value.items) > ITEM_LIMIT:
            raise WireError("lists too deep or too long")
        if isinstance(value, Pairs):
            keyed.require_keys(value.keys, value.items)
        elif isinstance(value, Members):
            keyed.require_members(value.items, is_member=_is_member)
        for item in value.items:
            require_sound(item, depth + 1)
    elif isinstance(value, str) and len(value) > TEXT_LIMIT:
        raise WireError("a text that is too long")
    elif isinstance(value, (Seed, PackedTensor)):
        raise WireError("a generator or a tensor, which is handed over and never comes back as such")
    elif isinstance(value, Frame):
        require_frame(value)
    elif isinstance(value, Drawing):
        require_drawing(value)
    elif isinstance(value, StepRaised):
        require_raised(value)
    elif isinstance(value, PrintedText):
        require_sound(value.text)


def unpack(value: Value) -> Any:
    """Rebuild a plain value; raise WireError where it is none that ``pack`` makes."""
    require_sound(value)
    return build(value)


def build(value: Value) -> Any:
    """Rebuild a plain value that is known to be sound."""
    if value is None or type(value) in (float, int, bool, str):  # most are
        return value
    if isinstance(value, Array):
        return build_array(value)
    if isinstance(value, Items):
        items = [build(item) for item in value.items]
        return tuple(items) if value.is_tuple else items
    if isinstance(value, Pairs):
        return dict(zip(value.keys, map(build, value.items), strict=True))
    if isinstance(value, Members):
        return {frozenset(each) if type(each) is set else each for each in map(build, value.items)}
    if isinstance(value, Large):
        return int(value.digits, 16)
    if isinstance(value, Complex):
        return complex(value.real, value.imag)
    if isinstance(value, Other):
        return Strange(text(value.described, 100), value.held)
    if isinstance(value, PackedTensor):
        return build_handed(value)
    return Seeded(value.number) if isinstance(value, Seed) else value


# ---- as bytes ---------------------------------------------------------------------------------------


class Named(msgspec.Struct, tag="named", frozen=True):
    """An argument that is given by its name."""

    name: str
    value: Value | PackedFormula


_encoder = msgspec.msgpack.Encoder()


def encoded(arguments: Sequence[object]) -> msgspec.Raw:
    """Return the arguments of a call as they cross."""
    return msgspec.Raw(_encoder.encode(arguments))


def bits_of(value: Value) -> bytes:
    """Return what tells a value from others: the bytes in which it crosses, or where they are many a hash."""
    bits = _encoder.encode(value)
    return b"=" + bits if len(bits) <= 64 else b"#" + sha256(bits).digest()
