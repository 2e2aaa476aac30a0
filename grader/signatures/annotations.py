"""From an annotation to what it says: shape and type, which values, and of a result what it may be."""

import collections.abc
import re
from collections.abc import Hashable, Mapping
from dataclasses import replace
from types import UnionType
from typing import (
    Annotated,
    Any,
    NotRequired,
    Required,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

import numpy as np

from grader.signatures.axes import axis
from grader.signatures.domains import Where, Within, picks_many, reals, truths
from grader.signatures.example_domains import example_domain
from grader.signatures.pick import Domain
from grader.signatures.printing import Printed, rule_of, without_keyboard
from grader.signatures.raises import without_raises
from grader.signatures.refusals import Unsupported, instead, is_table, written
from grader.signatures.specs import COLLECTIONS, Kind, Spec
from grader.signatures.tables import Schema
from grader.values.leaves import comes_from, is_tensor
from grader.values.tensors import TensorArray

NEED_A_DOMAIN = (Kind.TEXT, Kind.ANY, Kind.FUNCTION)  # or who draws them?


CATALOGUE = 'Annotated[Callable[[float], float], Formulas("lambda x: x**2 - a", a=Within(1, 3))]'
DTYPES: tuple[type[np.generic], ...] = (np.float64, np.int64, np.complex128, np.bool_)
# Whole numbers that wrap around, as those of images and sounds do: all of their range is drawn.
SHORT: Mapping[type[np.generic], Domain] = {
    each: Within(int(np.iinfo(each).min), int(np.iinfo(each).max))
    for each in (np.uint8, np.uint16, np.int8, np.int16, np.int32, np.uint32)
}
# What students' tensors are, and the arrays that are drawn for them.
TENSORS: Mapping[str, type[np.generic]] = {
    "float32": np.float64,
    "int64": np.int64,
    "complex64": np.complex128,
    "bool": np.bool_,
}
WANTED_TENSORS = (
    "tensors are Float[Tensor, ...], Int[Tensor, ...], Bool[Tensor, ...] or Complex[Tensor, ...]: what torch "
    f"makes by itself, {', '.join(TENSORS)}"
)
NAMES_OF_SHORT = ("UInt8", "UInt16", "UInt32", "Int8", "Int16", "Int32")
NO_ARGUMENT = (
    "None stands for no argument: what is the same in each call is Annotated[Any, lambda pick: None]"
)
PRINTS = "Printed stands for the whole result of a function that prints and returns nothing"


PLAIN: Mapping[Any, Spec] = {
    float: Spec(Kind.FLOAT),
    complex: Spec(Kind.COMPLEX, dtype=np.complex128),
    int: Spec(Kind.INT, dtype=np.int64),
    bool: Spec(Kind.BOOL),
    str: Spec(Kind.TEXT),
    np.random.Generator: Spec(Kind.GENERATOR),
    Any: Spec(Kind.ANY),
}


def spec(annotation: Any) -> Spec:
    """Read an annotation; raise Unsupported with what to write instead."""
    origin, inside = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _with_domain(*inside)
    if origin in (Union, UnionType):
        (*kinds,) = (each for each in inside if each is not type(None))
        if len(kinds) == 1 and len(inside) == 2 and kinds[0] is not Any:
            return replace(spec(kinds[0]), optional=True)
    if (array_type := getattr(annotation, "array_type", None)) is np.ndarray:
        return _array(annotation)
    if isinstance(array_type, type) and is_tensor(array_type):
        return _tensor(annotation)
    if origin is collections.abc.Callable:
        return Spec(Kind.FUNCTION)
    known = PLAIN.get(annotation) if isinstance(annotation, Hashable) else None
    if (read := known or _container(annotation)) is not None:
        return read
    if annotation is Printed:
        raise Unsupported(PRINTS)
    if annotation in (None, type(None)):
        raise Unsupported(NO_ARGUMENT)
    if _is_figure(annotation):
        raise Unsupported("a figure is the whole result of a function or a variable, and no argument")
    raise Unsupported(f"{written(annotation)} {instead(annotation)}")


def _with_domain(base: Any, *given: Any) -> Spec:
    """Read ``Annotated[base, ...]``."""
    if base is Printed:
        raise Unsupported(PRINTS)
    extras = list(given)
    read = _table(base, extras.pop(0)) if isinstance(extras[0], Schema) else spec(base)
    conditions = tuple(extra for extra in extras if isinstance(extra, Where))
    domains = [extra for extra in extras if callable(extra) and not isinstance(extra, (Where, type))]
    if len(domains) + len(conditions) != len(extras) or len(domains) > 1:
        wanted = "one domain (a function of a Pick, such as Within(0, 1)) and any Where(...)"
        raise Unsupported(f"Annotated takes {wanted}, not {', '.join(map(repr, extras))}")
    read = replace(read, conditions=read.conditions + conditions)
    return _within(read, domains[0]) if domains else read


def _within(read: Spec, domain: Domain) -> Spec:
    """Give what is read a domain; one of numbers is that of all numbers in a list, set, dict or tuple."""
    if not picks_many(domain) or read.kind not in (*COLLECTIONS, Kind.TUPLE):
        return replace(read, domain=domain)
    keys = read.items[:1] if read.kind is Kind.DICT else ()
    return replace(read, items=(*keys, *(_within(each, domain) for each in read.items[len(keys) :])))


def _array(annotation: Any) -> Spec:
    """Read an array of jaxtyping; short whole numbers are of their own range."""
    dtype = next((each for each in (*DTYPES, *SHORT) if each.__name__ in annotation.dtypes), None)
    if dtype is None:
        wanted = "Float[ndarray, ...], Int[ndarray, ...], Bool[ndarray, ...] or Complex[ndarray, ...]"
        raise Unsupported(f"{annotation.__name__}: arrays are {wanted}, or of {', '.join(NAMES_OF_SHORT)}")
    axes = tuple(axis(text) for text in annotation.dim_str.split())
    domain = truths if dtype is np.bool_ else SHORT.get(dtype, reals)
    return Spec(Kind.ARRAY, axes, dtype, domain=domain)


def _tensor(annotation: Any) -> Spec:
    """Read a tensor of jaxtyping; students are handed what torch makes by itself."""
    dtype = next((TENSORS[each] for each in TENSORS if each in annotation.dtypes), None)
    if dtype is None:
        raise Unsupported(f"{annotation.__name__}: {WANTED_TENSORS}")
    axes = tuple(axis(text) for text in annotation.dim_str.split())
    domain = truths if dtype is np.bool_ else reals
    return Spec(Kind.ARRAY, axes, dtype, made=TensorArray, domain=domain)


ITERATORS = (collections.abc.Iterator, collections.abc.Generator)
GONE_THROUGH = (
    *(collections.abc.Iterable, *ITERATORS),
    *(collections.abc.Sequence, collections.abc.Collection),
)


def _container(annotation: Any) -> Spec | None:
    """Read what holds other values; None where this is none that is understood."""
    kind, inside = get_origin(annotation) or annotation, get_args(annotation)
    if kind is tuple and inside and Ellipsis not in inside:
        return Spec(Kind.TUPLE, items=tuple(map(spec, inside)))
    if is_typeddict(kind):
        hints = {n: _unwrapped(each) for n, each in get_type_hints(kind, include_extras=True).items()}
        may_lack = frozenset(kind.__optional_keys__)
        return Spec(Kind.RECORD, items=tuple(map(spec, hints.values())), keys=tuple(hints), may_lack=may_lack)
    if isinstance(kind, type) and issubclass(kind, tuple) and hasattr(kind, "_fields"):
        hints = get_type_hints(kind, include_extras=True)
        if hints.keys() != set(kind._fields):
            raise Unsupported(f"{kind.__name__} has fields without types: make it a typing.NamedTuple")
        return Spec(Kind.TUPLE, items=tuple(spec(hints[name]) for name in kind._fields), made=kind)
    if kind in (dict, collections.abc.Mapping) and len(inside) == 2:
        key, item = map(spec, inside)
        if key.kind not in (Kind.TEXT, Kind.INT, Kind.FLOAT, Kind.BOOL) or key.optional:
            raise Unsupported(f"the keys of a dict are str, int, float or bool, not {written(inside[0])}")
        return Spec(Kind.DICT, items=(key, item))
    if kind in (set, frozenset) and len(inside) == 1:
        item = spec(inside[0])
        if item.kind in (Kind.ARRAY, Kind.LIST, Kind.DICT, Kind.RECORD, Kind.ANY):
            raise Unsupported(f"a set holds numbers, texts or tuples of them, not {written(inside[0])}")
        return Spec(Kind.SET, items=(item,))
    if kind is list or (kind in GONE_THROUGH and inside):
        made = collections.abc.Iterator if kind in ITERATORS else None
        return Spec(Kind.LIST, items=(spec(inside[0] if inside else Any),), made=made)
    return None


def _unwrapped(annotation: Any) -> Any:
    """Return what stands in Required[...] or NotRequired[...]."""
    return get_args(annotation)[0] if get_origin(annotation) in (Required, NotRequired) else annotation


def lacks_a_domain(read: Spec) -> bool:
    """Whether nobody can draw this without being told how."""
    if read.domain is not reals:
        return read.kind in NEED_A_DOMAIN and picks_many(read.domain)
    return read.kind in NEED_A_DOMAIN or any(map(lacks_a_domain, read.items))


ROWS = "rows"  # the axis of a table that names none: its number of rows


def _table(base: Any, schema: Schema) -> Spec:
    """Read the annotation of a table."""
    if not is_table(base):
        raise Unsupported(f"Table[...] begins with DataFrame or Series, not {written(base)}")
    try:
        schema.check()
    except ValueError as slip:
        raise Unsupported(str(slip)) from None
    return Spec(Kind.TABLE, (axis(schema.rows or ROWS),), table=schema)


def _is_figure(kind: Any) -> bool:
    return isinstance(kind, type) and comes_from(kind, "matplotlib.figure", "Figure")


def any_rows(read: Spec) -> Spec:
    """Return what is said of a result: a table that names no axis may have any number of rows."""
    items = tuple(map(any_rows, read.items))
    open_ = read.table is not None and not read.table.rows
    return replace(read, axes=(), items=items) if open_ else replace(read, items=items) if items else read


def result(annotation: Any) -> tuple[Spec, tuple[type[BaseException], ...]]:
    """Read the annotation of a result, and the exceptions that it declares; raise as ``spec`` does."""
    try:
        annotation, raises = without_raises(annotation)
    except TypeError as slip:
        raise Unsupported(str(slip)) from None
    annotation = without_keyboard(annotation)
    if annotation in (None, type(None)):
        return Spec(Kind.NOTHING), raises
    return _shown(annotation) or any_rows(spec(annotation)), raises


def variable(annotation: Any) -> Spec:
    """Read the annotation of a variable; raise as ``spec`` does."""
    return Spec(Kind.FIGURE) if _is_figure(annotation) else any_rows(spec(annotation))


def _shown(annotation: Any) -> Spec | None:
    """Return what is said of a printed or drawn result; None where the annotation speaks of none."""
    if annotation is Printed:
        return Spec(Kind.PRINTED)
    if _is_figure(annotation):
        return Spec(Kind.FIGURE)
    if get_origin(annotation) is not Annotated or get_args(annotation)[0] is not Printed:
        return None
    try:
        return Spec(Kind.PRINTED, rule=rule_of(list(get_args(annotation)[1:])))
    except TypeError as slip:
        raise Unsupported(str(slip)) from None


def argument(annotation: Any) -> Spec:
    """Read the annotation of an argument; raise Unsupported where it is one of results alone."""
    read, origin = spec(annotation), get_origin(annotation)
    if read.kind is Kind.FUNCTION and read.domain is reals:
        raise Unsupported(f"a function needs a catalogue: {CATALOGUE}")
    if lacks_a_domain(read):
        bare = re.sub(r"(?:\w+\.)+(?=\w)", "", written(annotation))  # as it is written in the file itself
        wanted = f"Annotated[{bare}, {example_domain(read)}]"
        raise Unsupported(f"an argument that is no number needs a domain: {wanted}, for example")
    if origin in ITERATORS:
        raise Unsupported("an iterator is for results: hand over list[...]")
    if read.kind is Kind.TUPLE and read.made is not None:
        raise Unsupported("a named tuple is for results: hand over a tuple, or its fields one by one")
    return read
