"""Values on disk: what a check, a corpus or an outcome holds, as bytes and back again; never pickles.

Arrays are as on the wire.  Every plain value comes back as it was, of the same type and stored the same way;
what is none arrives as a ``Strange``, a few words that say what it was.

Our own classes go by tags, which stay when a class is renamed: what is on disk outlives the code that wrote
it.  Each format that is made of such values has a number, and is read under this number alone.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, fields
from typing import Any, TypeVar

import msgspec
import numpy as np

from grader.model import Draws, Evidence, Growth
from grader.values import objects, programs, wire
from grader.values.exceptions import StepRaised
from grader.values.formula import Formula
from grader.values.keyed import in_order, is_key
from grader.values.tensors import PackedTensor, TensorArray, build_handed
from grader.values.typed import TypedLines

T = TypeVar("T")


class InexactError(Exception):
    """A value would not come back as it was."""


class OtherVersionError(Exception):
    """What is to be read was written by another version of the grader; says which format it has."""


class Number(msgspec.Struct, tag="number", frozen=True):
    """A number of numpy's own."""

    dtype: str
    data: bytes


class StoredItems(msgspec.Struct, tag="items", frozen=True):
    """A list or a tuple."""

    is_tuple: bool
    items: "list[Value]"


class StoredMapping(msgspec.Struct, tag="table", frozen=True):
    """A mapping, in its order."""

    keys: list[str]
    items: "list[Value]"


class StoredPairs(msgspec.Struct, tag="dict", frozen=True):
    """A dict with keys that are not all texts, in its order."""

    keys: "list[Value]"
    items: "list[Value]"


class StoredMembers(msgspec.Struct, tag="set", frozen=True):
    """A set, in the order of its members."""

    items: "list[Value]"


class Record(msgspec.Struct, tag="record", frozen=True):
    """An instance of a storable class: its tag and its fields."""

    name: str
    items: "list[Value]"


Value = (
    None
    | bool
    | int
    | float
    | str
    | wire.Array
    | wire.Large
    | wire.Complex
    | wire.Other
    | wire.Seed
    | PackedTensor
    | wire.PrintedText
    | wire.Frame
    | wire.Drawing
    | StepRaised
    | Number
    | StoredItems
    | StoredMapping
    | StoredPairs
    | StoredMembers
    | Record
)

_classes: dict[str, tuple[type, tuple[str, ...]]] = {}  # by tag, with the names of their fields
_tags: dict[type, str] = {}
_encoder = msgspec.msgpack.Encoder()
_decoder: msgspec.msgpack.Decoder[Value] = msgspec.msgpack.Decoder(Value)


def storable(tag: str) -> Callable[[type[T]], type[T]]:
    """Let the instances of a dataclass be stored, field by field, under a tag that is never given again."""

    def register(kind: type[T]) -> type[T]:
        names = (each.name for each in fields(kind) if each.metadata.get("stored", True))  # type: ignore[arg-type]
        _classes[tag] = kind, tuple(names)
        _tags[kind] = tag
        return kind

    return register


storable("formula")(Formula)
storable("evidence")(Evidence)
storable("growth")(Growth)
storable("draws")(Draws)
storable("seeded")(wire.Seeded)
storable("typed lines")(TypedLines)
storable("program")(programs.Program)
storable("step")(programs.ProgramStep)
storable("step that may raise")(programs.RaisingStep)
storable("result of a step")(programs.Ref)
storable("results of steps")(programs.Refs)
storable("object")(objects.Made)


def layout() -> dict[str, tuple[str, ...]]:
    """Return the names of the fields of every class that can be stored, by tag."""
    return {tag: names for tag, (_, names) in sorted(_classes.items())}


def require_layout(written: Mapping[str, Sequence[str]]) -> None:
    """Raise OtherVersionError where a class of the ``layout`` that something was written with is not ours.

    What came later, behind all fields, and has a default may be missing.
    """
    for tag, names in written.items():
        kind, ours = _classes.get(tag, (None, ()))
        later = {each.name for each in fields(kind) if each.default is not MISSING} if kind else set()
        count = len(names)
        if kind is None or ours[:count] != tuple(names) or not later.issuperset(ours[count:]):
            raise OtherVersionError(f"{tag!r} in it is not what it is in this one")


def encode(value: Any, *, exact: bool = False) -> bytes:
    """Return a value as bytes; with ``exact`` raise InexactError where it would not come back as it was."""
    return _encoder.encode(_pack(value, exact))


def decode(data: bytes | msgspec.Raw) -> Any:
    """Return the value; raise msgspec.MsgspecError or wire.WireError where these are no bytes of ours."""
    try:
        return _unpack(_decoder.decode(data))
    except (ValueError, TypeError, RecursionError, OverflowError) as problem:
        raise wire.WireError(f"not a value: {problem}"[:200]) from None


def _pack(value: Any, exact: bool) -> Value:
    kind = type(value)
    if value is None or kind is bool or kind is float or kind is str:
        return value  # type: ignore[no-any-return]
    if kind is int or kind is complex or kind is wire.Seeded or kind is TensorArray:
        packed = wire.pack(value)
        if exact and isinstance(packed, wire.Other):
            raise InexactError(f"{packed.described} cannot be stored")
        return packed  # type: ignore[return-value]
    if kind is np.ndarray or isinstance(value, np.generic):
        packed = wire.pack(value)
        if isinstance(packed, wire.Array) and packed.dtype == wire.NAMES.get(value.dtype):
            return packed if kind is np.ndarray else Number(packed.dtype, packed.data)
        if exact:
            raise InexactError(f"{value.dtype} cannot be stored")
        return packed  # type: ignore[return-value]
    if kind is list or isinstance(value, tuple):  # a named tuple is a tuple
        return StoredItems(kind is not list, [_pack(item, exact) for item in value])
    if isinstance(value, Mapping) and all(type(key) is str for key in value):
        return StoredMapping(list(value), [_pack(item, exact) for item in value.values()])
    if kind is dict and all(map(is_key, value)):
        return StoredPairs([_pack(key, exact) for key in value], [_pack(v, exact) for v in value.values()])
    if kind is set or kind is frozenset:
        return StoredMembers([_pack(item, exact) for item in in_order(value)])
    if kind in _tags:
        _, names = _classes[_tags[kind]]
        return Record(_tags[kind], [_pack(getattr(value, name), exact) for name in names])
    if kind is wire.Strange:
        return wire.Other(value.described, value.held)
    if kind in (wire.PrintedText, wire.Frame, wire.Drawing, StepRaised):
        return value  # type: ignore[no-any-return]
    if exact:
        raise InexactError(f"a {kind.__name__} cannot be stored")
    return wire.pack(value)  # type: ignore[return-value]


def _unpack(value: Value) -> Any:
    if isinstance(value, wire.Array):
        return wire.unpack(value)
    if isinstance(value, StoredItems):
        items = [_unpack(item) for item in value.items]
        return tuple(items) if value.is_tuple else items
    if isinstance(value, StoredPairs):
        return dict(zip(map(_unpack, value.keys), map(_unpack, value.items), strict=True))
    if isinstance(value, StoredMembers):
        return {frozenset(each) if type(each) is set else each for each in map(_unpack, value.items)}
    if isinstance(value, Record):
        kind, names = _classes.get(value.name, (None, ()))
        if kind is None or len(names) < len(value.items):
            raise wire.WireError(f"a {value.name!r} that is none of ours")
        return kind(*map(_unpack, value.items))  # what came later, with a default, may be missing
    if isinstance(value, StoredMapping):
        return dict(zip(value.keys, map(_unpack, value.items), strict=True))
    if isinstance(value, Number):
        return wire.unpack(wire.Array(value.dtype, (), "C", value.data))[()]
    if isinstance(value, PackedTensor):
        wire.require_sound(value.array)
        return build_handed(value)
    if isinstance(value, (wire.Large, wire.Complex, wire.Other, wire.Seed)):
        return wire.build(value)
    return value
