"""Inputs are drawn as a signature says: lengths of axes first, then one argument after the other."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from grader.signatures.axes import USUAL_SIZES, lengths_of_many
from grader.signatures.domains import Where, reals
from grader.signatures.fitting import fitted
from grader.signatures.lists import draw_parts
from grader.signatures.pick import Choose, Mood, Pick, Unsuitable
from grader.signatures.signature import Signature
from grader.signatures.specs import Kind, Spec, marked
from grader.signatures.tables import Schema, drawn
from grader.values.frames import Frame
from grader.values.handed import handed
from grader.values.leaves import Seeded
from grader.values.typed import typed
from grader.values.wire import pack
from grader.values.wrong import Wrong, describe

Sizes = Mapping[str, tuple[int, int]]
USUAL_LENGTHS = (0, 4)  # of a list
LONG_SIZES = (6, 7)  # where the rubric says nothing: a slip may show beyond a few rows only
MOST_AXES = 3  # of ``*shape``
SEEDS = 9999  # the last seed of a generator that is handed over


def draw(
    signature: Signature,
    sizes: Sizes,
    mood: Mood,
    choose: Choose,
    known: Mapping[str, int] | None = None,
) -> dict[str, Any]:
    """Return one set of arguments by name.

    ``sizes`` gives the shortest and longest length of an axis (default 1 to 4) or a list (0 to 4), or the
    least and the largest of a whole number, in place of its domain; ``known`` are lengths that are no longer
    free.  Raises Unsuitable where the choices lead to arguments that the signature excludes.
    """
    given = list(signature.parameters)
    if optional := len(signature.defaults):
        given = given[: len(given) - optional + choose(0, optional)]
    free = signature.axes if not known else tuple(each for each in signature.axes if each not in known)
    usual = dict.fromkeys(
        (n for n in signature.lists if n in given and n not in (known or {})), USUAL_LENGTHS
    )
    lengths = {**(known or {}), **_lengths((*free, *usual), sizes, usual, mood, choose)}
    values: dict[str, Any] = {n: default for n, default in signature.defaults.items() if n not in given}
    waiting: list[tuple[str, Where]] = []
    for name in (each for each in signature.order if each in given):
        parameter = signature.parameters[name]
        if parameter.kind is Kind.PROGRAM:  # whose calls have axes of their own
            pick = Pick(choose, mood, (), whole=False, sizes={}, values=sizes)
            values[name] = parameter.domain(pick)
            continue
        if parameter.kind is Kind.INT and name in sizes:
            values[name] = choose(*sizes[name])
        else:
            known_lengths = {**lengths, **_whole(values)}
            values[name] = _value(parameter, mood, choose, known_lengths, values, lengths.get(name, 0))
        waiting += [(name, where) for where in parameter.conditions]
        waiting = _still_waiting(waiting, values)
    for name, where in waiting:
        unknown = min(set(where.names) - values.keys())
        raise ValueError(f"the condition on `{name}` names {unknown!r}, which is no argument")
    arguments = {name: values[name] for name in given}
    if mood is Mood.LAYOUT:
        stored = (np.asfortranarray, _every_other)[choose(0, 1)]
        return {n: stored(v) if type(v) is np.ndarray and v.ndim else v for n, v in arguments.items()}
    return arguments


def _still_waiting(
    conditions: Sequence[tuple[str, Where]], values: Mapping[str, Any]
) -> list[tuple[str, Where]]:
    """Return the conditions on arguments that are yet to be drawn; raise Unsuitable where one fails."""
    waiting = []
    for name, where in conditions:
        if not values.keys() >= set(where.names):
            waiting.append((name, where))
            continue
        held = where.condition(*(handed(values[about]) for about in where.names))
        if getattr(held, "ndim", 0):
            raise ValueError(f"the condition on `{name}` is an array: end it in .all() or .any()")
        if not held:
            raise Unsuitable
    return waiting


def _whole(values: Mapping[str, Any]) -> dict[str, int]:
    return {name: value for name, value in values.items() if isinstance(value, int)}


def _lengths(
    names: tuple[str, ...], sizes: Sizes, usual: Sizes, mood: Mood, choose: Choose
) -> dict[str, int]:
    lengths: dict[str, int] = {}
    for name in names:
        low, high = sizes.get(name) or usual.get(name, USUAL_SIZES)
        if name.startswith("*"):
            count = 2 if mood is Mood.PLAIN else choose(1, MOST_AXES)
            lengths |= lengths_of_many(
                name, [low if mood is Mood.ONES else choose(low, high) for _ in range(count)]
            )
            continue
        match mood:
            case Mood.ONES:
                lengths[name] = low
            case Mood.LONG:
                lengths[name] = high if name in sizes else choose(*LONG_SIZES)
            case Mood.EDGE:
                lengths[name] = (low, high)[choose(0, 1)]
            case Mood.UNEVEN:
                unused = [n for n in range(low, high + 1) if n not in lengths.values()]
                lengths[name] = unused[choose(0, len(unused) - 1)] if unused else choose(low, high)
            case _:
                lengths[name] = choose(low, high)
    return lengths


def _value(
    parameter: Spec,
    mood: Mood,
    choose: Choose,
    sizes: Mapping[str, int],
    values: Mapping[str, Any],
    length: int = 0,
) -> Any:
    """Return a value; ``length`` is how many parts it has, where it is drawn by parts."""
    if parameter.optional and choose(0, 3) == 0:
        return None
    if parameter.drawn_by_parts:

        def one(part: Spec, length: int = 0, /) -> Any:
            return _value(part, mood, choose, sizes, values, length)

        return draw_parts(parameter, length, choose, one)
    if parameter.kind is Kind.RECORD and parameter.domain is reals:
        pairs = zip(parameter.keys, parameter.items, strict=True)
        there = ((key, item) for key, item in pairs if key not in parameter.may_lack or choose(0, 1))
        return {key: _value(item, mood, choose, sizes, values) for key, item in there}
    if parameter.kind is Kind.TUPLE and parameter.domain is reals:
        return tuple(_value(item, mood, choose, sizes, values) for item in parameter.items)
    shape = parameter.shape(sizes)
    if any(length < 0 for length in shape):
        raise Unsuitable
    if parameter.kind is Kind.BOOL:
        return bool(choose(0, 1))
    if parameter.kind is Kind.GENERATOR:
        return Seeded(choose(0, SEEDS))
    pick = Pick(choose, mood, shape, parameter.whole or parameter.truths, sizes, values)
    if parameter.table is not None:
        return _drawn_table(parameter, parameter.table, pick)
    value = parameter.domain(pick)
    if parameter.kind is Kind.TYPED:
        if not isinstance(value, (str, list, tuple)):
            raise ValueError(
                f"`Keyboard` wants a function that returns lines: a list, or one text, and not {value!r}"
            )
        return typed(*([value] if isinstance(value, str) else value))
    if parameter.complex and not np.iscomplexobj(value):  # a domain of real numbers is one for both parts
        value = np.asarray(value) + 1j * np.asarray(parameter.domain(pick))
    return _as_annotated(value, parameter, shape)


def _as_annotated(value: Any, parameter: Spec, shape: tuple[int, ...]) -> Any:
    """Return what a domain picked, of the type that the annotation says."""
    match parameter.kind:
        case Kind.LIST if isinstance(value, np.ndarray):
            if not value.ndim:
                raise ValueError("a domain returned a number where a list was asked for")
            return value.tolist()
        case Kind.FLOAT:
            return float(value)
        case Kind.INT:
            return int(value)
        case Kind.COMPLEX:
            return complex(value)
        case Kind.ARRAY:
            if np.iscomplexobj(value) and not parameter.complex:
                raise ValueError("a domain returned complex numbers where real ones were asked for")
            array = np.asarray(value, dtype=parameter.dtype)
            if array.shape != shape:
                raise ValueError(f"a domain returned shape {array.shape} where {shape} was asked for")
            return marked(array, parameter, drawn=True)
    return marked(value, parameter, drawn=True)


def _drawn_table(parameter: Spec, schema: Schema, pick: Pick) -> Frame:
    """Return a table as its schema says, or one that a domain of the instructor's makes."""
    if parameter.domain is reals:
        return drawn(schema, pick)
    made = pack(parameter.domain(pick))
    if not isinstance(made, Frame):
        raise ValueError(f"a domain returned {describe(made)} where a table was asked for")
    try:
        return fitted(made, schema)
    except Wrong as wrong:
        raise ValueError(f"a domain returned another table than is annotated: {wrong.message}") from None


def _every_other(array: np.ndarray) -> np.ndarray:
    """Return the same values as every second entry of a larger array: a view with gaps."""
    store = np.zeros((*array.shape[:-1], 2 * array.shape[-1]), dtype=array.dtype)
    store[..., ::2] = array
    return store[..., ::2]
