"""How an answer is read: the value that came, as the annotation says it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from grader.signatures.fitting import fitted
from grader.signatures.objects import read_object
from grader.signatures.specs import Kind, RaisingSpec, Spec, lengths_in
from grader.text.safe import without_addresses
from grader.text.values import line
from grader.values.compare import OWN
from grader.values.exceptions import Due, StepRaised, due
from grader.values.figures import Drawing
from grader.values.frames import Frame, as_it_came
from grader.values.keyed import in_order
from grader.values.numbers import axes, numbers
from grader.values.printed import PrintedText
from grader.values.steps_taken import taken_steps
from grader.values.wire import Strange
from grader.values.wrong import Wrong, describe, shape_words

TEXTS_OF = dict.fromkeys(("a date", "a datetime", "a time", "a Timestamp"), ".isoformat()")
TEXTS_OF["a bytes object"] = ".decode()"
LONGEST = 100_000  # entries of a list


def conform(value: Any, spec: Spec, sizes: Mapping[str, int]) -> Any:
    """Return the value as its annotation says: an array of that shape, a number, a bool, a text, or a tuple.

    Arrays are of float64, int64 or complex128.  Whole numbers that are asked for are exact, of any size.
    Axes whose names begin with an underscore are as long as they came, if ``sizes`` has none of that name.
    Axes of length one may be missing or added, lists stand for arrays, whole numbers for real ones and real
    ones for complex ones.  A part of a tuple that may be anything is OWN.  Raises Wrong with a sentence.
    """
    value = returned(value, spec)
    if value is None and spec.optional:
        return None
    if isinstance(value, StepRaised):
        return _raised(value, spec)
    if spec.own and not spec.own <= sizes.keys():
        found = lengths_in(value, spec)
        sizes = {**{n: length for n, length in found.items() if n.partition(".")[0] in spec.own}, **sizes}
    if spec.kind is Kind.TABLE:
        return _table(value, spec, sizes)
    if isinstance(value, Frame):
        value = as_it_came(value) if spec.kind is Kind.ANY else value.plain()
    if isinstance(value, (set, frozenset)) and spec.kind is not Kind.SET:
        value = in_order(value)
    if isinstance(value, Strange) and value.held is not None and spec.kind in (Kind.LIST, Kind.ARRAY):
        value = list(value.held)
    return _READERS[spec.kind](value, spec, sizes)


def returned(value: Any, spec: Spec) -> Any:
    """Return an answer, and None for a printed text that nobody asked for: it is what was returned."""
    return None if isinstance(value, PrintedText) and spec.kind is not Kind.PRINTED else value


def _raised(value: StepRaised, spec: Spec) -> Due:
    """Return which exception is the answer to a step of a program."""
    found = due(value.kinds, spec.raises) if isinstance(spec, RaisingSpec) else None
    if found is None:
        raise Wrong(f"it raised {value.said}")
    return found


def _text(value: Any) -> str:
    if not isinstance(value, str):
        came = describe(value)
        cure = f": its {TEXTS_OF[came]} is one" if came in TEXTS_OF else ""
        raise Wrong(f"{came} was returned where a text was expected{cure}", value)
    return without_addresses(value)  # where an object lies is no answer, and another one each time


def _figure(value: Any) -> Drawing:
    if not isinstance(value, Drawing):
        raise Wrong(f"{describe(value)} was returned where a figure was expected", value)
    return value


def _array(value: Any, spec: Spec, sizes: Mapping[str, int]) -> np.ndarray:
    """Return numbers in the shape that is asked for; a single number has no axes."""
    if spec.truths:
        array = _shaped(numbers(value), value, spec, sizes)
        if not np.isin(array, (0.0, 1.0)).all():
            raise Wrong(f"{describe(value)} was returned where True and False were expected", value)
        return array.astype(np.bool_)
    whole = spec.whole and spec.kind is Kind.ARRAY
    return _shaped(numbers(value, whole=whole, complex_=spec.complex), value, spec, sizes)


def _shaped(array: np.ndarray, value: Any, spec: Spec, sizes: Mapping[str, int]) -> np.ndarray:
    if array.shape == (0,) and len(spec.axes) > 1:  # an empty list does not say what it would hold
        sizes = {**dict.fromkeys(spec.own, 0), **sizes}
    try:
        shape = spec.shape(sizes)
    except KeyError:  # nobody knows how long an axis should be, for even their number is another
        wanted = f"{len(spec.axes)} axes" if len(spec.axes) > 1 else "one axis"
        came = shape_words(array.shape)
        raise Wrong(f"{came} was returned where an array with {wanted} was expected", value) from None
    if array.shape == (0,) and 0 in shape:
        return array.reshape(shape)
    if axes(array.shape) != axes(shape):
        came = shape_words(array.shape)
        if isinstance(value, tuple):  # two results where one was asked for, as a rule
            came = f"{describe(value)} (read as {came})"
        raise Wrong(f"{came} was returned where {shape_words(shape)} was expected", value)
    return array.reshape(shape)


def _bool(value: Any, spec: Spec, sizes: Mapping[str, int]) -> bool:
    neither = f"{describe(value)} was returned where True or False was expected"
    try:
        array = numbers(value)
    except Wrong:
        raise Wrong(neither, value) from None
    if _shaped(array, value, spec, sizes).item() not in (0.0, 1.0):
        raise Wrong(neither, value)
    return bool(array)


def _int(value: Any, spec: Spec, sizes: Mapping[str, int]) -> int:
    if type(value) is int:
        return value
    array = _array(value, spec, sizes)
    if not float(array).is_integer():
        raise Wrong(f"{describe(value)} was returned where a whole number was expected", value)
    return int(array)


def _table(value: Any, spec: Spec, sizes: Mapping[str, int]) -> Frame:
    """Return a table with just what of it is compared."""
    assert spec.table is not None
    if not isinstance(value, Frame):
        wanted = "a Series" if spec.table.series else "a table (a DataFrame)"
        raise Wrong(f"{describe(value)} was returned where {wanted} was expected", value)
    table = fitted(value, spec.table)
    for axis in spec.axes:
        if (length := axis.length(sizes)) != table.length:
            wanted = "1 row was" if length == 1 else f"{length} rows were"
            raise Wrong(f"{describe(value)} was returned where {wanted} expected", value)
    return table


def _printed(value: Any, spec: Spec) -> PrintedText:
    """Return a text that was printed, with what counts of it."""
    if isinstance(value, PrintedText):
        return PrintedText(without_addresses(value.text), spec.rule)
    if value is None:
        return PrintedText("", spec.rule)
    if isinstance(value, Strange):
        raise Wrong(f"{describe(value)} came where a text should be printed", value)
    raise Wrong(f"{describe(value)} was returned where a text should be printed: use `print`", value)


def _comparable(value: Any) -> Any:
    """Return a value that may be anything; raise Wrong where there are only words of it, or of a part."""
    if isinstance(value, (Strange, StepRaised)):
        wanted = "numbers, arrays, texts, lists or tuples were"
        raise Wrong(f"{describe(value)} was returned where {wanted} expected", value)
    if isinstance(value, (list, tuple, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            _comparable(item)
    return value


def _steps(value: Any, spec: Spec) -> tuple[Any, ...]:
    answers, _ = taken_steps(value, len(spec.items))
    return tuple(
        conform(answer, each, lengths_in(answer, each))
        for answer, each in zip(answers, spec.items, strict=False)
    )


def holds_own(value: Any) -> bool:
    """Whether a value holds a part of a result that is the student's own."""
    if isinstance(value, dict):
        return any(map(holds_own, value.values()))
    return (
        value == OWN
        if isinstance(value, Strange)
        else isinstance(value, (list, tuple)) and any(map(holds_own, value))
    )


def _is_several(value: Any) -> bool:
    return isinstance(value, (list, tuple)) or (isinstance(value, np.ndarray) and value.ndim > 0)


def _list(value: Any, spec: Spec, sizes: Mapping[str, int]) -> list[Any]:
    if not _is_several(value) or len(value) > LONGEST:
        raise Wrong(f"{describe(value)} was returned where a list was expected", value)
    return list(_items(list(value), spec.items * len(value), sizes, "entry"))


def _tuple(value: Any, spec: Spec, sizes: Mapping[str, int]) -> Any:
    """Return a tuple of so many results, named where they have names."""
    count = len(spec.items)
    if not _is_several(value):
        raise Wrong(f"{describe(value)} was returned where {count} results were expected")
    if len(value) != count:
        came = "1 result was" if len(value) == 1 else f"{len(value)} results were"
        raise Wrong(f"{came} returned where {count} were expected")
    made = tuple(_items(list(value), spec.items, sizes, "result"))
    return made if spec.made is None else spec.made(*made)


def _require_dict(value: Any) -> None:
    if not isinstance(value, dict):
        raise Wrong(f"{describe(value)} was returned where a dict was expected", value)


def _dict(value: Any, spec: Spec, sizes: Mapping[str, int]) -> dict[Any, Any]:
    """Return a dict of any keys."""
    _require_dict(value)
    key_spec, item = spec.items
    keys = _items(list(value), [key_spec] * len(value), sizes, "key")
    return dict(zip(keys, _under(value, dict.fromkeys(value, item), sizes), strict=True))


def _record(value: Any, spec: Spec, sizes: Mapping[str, int]) -> dict[Any, Any]:
    """Return a dict of the keys that the annotation names."""
    _require_dict(value)
    wanted = dict(zip(spec.keys, spec.items, strict=True))
    for key in wanted:
        if key not in value and key not in spec.may_lack:
            raise Wrong(f"a dict without the key {key!r} was returned", value)
    if more := [key for key in value if key not in wanted]:
        known = ", ".join(map(repr, wanted))
        said = line(more[0])
        raise Wrong(f"a dict with the key {said} was returned where the keys are {known}", value)
    there = {key: value[key] for key in wanted if key in value}
    return dict(zip(there, _under(there, wanted, sizes), strict=True))


def _under(value: Mapping[Any, Any], specs: Mapping[Any, Spec], sizes: Mapping[str, int]) -> Iterator[Any]:
    for key, each in value.items():
        if specs[key].kind is Kind.ANY:
            yield OWN
            continue
        try:
            yield conform(each, specs[key], sizes)
        except Wrong as wrong:
            raise Wrong(f"under the key {line(key)}: {wrong.message}", value) from None


def _set(value: Any, spec: Spec, sizes: Mapping[str, int]) -> set[Any]:
    """Return a set; a list that holds nothing twice is one, too."""
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if not isinstance(value, (set, frozenset, list, tuple)) or len(value) > LONGEST:
        raise Wrong(f"{describe(value)} was returned where a set was expected", value)
    members = list(_items(in_order(value), spec.items * len(value), sizes, "item"))
    found = {frozenset(each) if isinstance(each, set) else each for each in members}
    if len(found) < len(members):
        raise Wrong(f"{describe(value)}, some of them twice, was returned where a set was expected", value)
    return found


def _items(
    values: Sequence[Any], specs: Sequence[Spec], sizes: Mapping[str, int], called: str
) -> Iterator[Any]:
    for index, (value, each) in enumerate(zip(values, specs, strict=True), start=1):
        if called == "result" and each.kind is Kind.ANY:
            yield OWN
            continue
        try:
            yield conform(value, each, sizes)
        except Wrong as wrong:
            raise Wrong(f"{called} {index}: {wrong.message}", value) from None


_READERS: Mapping[Kind, Callable[[Any, Spec, Mapping[str, int]], Any]] = {
    Kind.NOTHING: lambda *_: None,  # whatever came, nothing was asked for
    Kind.ANY: lambda value, *_: _comparable(value),
    Kind.DICT: _dict,
    Kind.RECORD: _record,
    Kind.SET: _set,
    Kind.TEXT: lambda value, *_: _text(value),
    Kind.FIGURE: lambda value, *_: _figure(value),
    Kind.PRINTED: lambda value, spec, _: _printed(value, spec),
    Kind.TUPLE: _tuple,
    Kind.LIST: _list,
    Kind.STEPS: lambda value, spec, _: _steps(value, spec),
    Kind.BOOL: _bool,
    Kind.INT: _int,
    Kind.FLOAT: lambda *asked: float(_array(*asked)),
    Kind.COMPLEX: lambda *asked: complex(_array(*asked)),
    Kind.ARRAY: _array,
    Kind.OBJECT: lambda value, spec, _: read_object(value, spec),
}
