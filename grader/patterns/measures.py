"""What is measured of an input: lengths, numbers and arrays, each under the words a student knows."""

import re
from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import numpy as np

from grader.patterns.history import History
from grader.signatures.signature import Signature
from grader.signatures.specs import Kind, Spec
from grader.text.values import members
from grader.values.formula import Formula
from grader.values.frames import Column, Frame

NUMBER = re.compile(r"(?<![\w.])\d+(\.\d+)?(e[+-]?\d+)?")  # of a catalogue's numbers
AXES = {1: ("entry",), 2: ("row", "column")}


def noun(place: int, axes: int) -> str:
    """Return what stands along an axis of an array with so many axes."""
    return AXES[axes][place] if axes in AXES else f"entry along axis {place}"


def several(word: str) -> str:
    """Return the plural: "entries along axis 2"."""
    first, _, rest = word.partition(" ")
    first = f"{first[:-1]}ies" if first.endswith("y") else f"{first}s"
    return f"{first} {rest}".rstrip()


class Measured:
    """An input taken apart: ``lengths`` by (argument, noun), ``numbers`` and ``arrays`` by name.

    ``held`` are the entries of lists, the keys of dicts, the members of sets and the words of texts, where
    they can be counted; what lies deeper has a name of its own: "prices.values()", 'people["city"]'.
    ``right`` is the right answer, where there is one.
    """

    def __init__(self, signature: Signature, args: Mapping[str, Any], right: Any = None) -> None:
        self.lengths: dict[tuple[str, str], int] = {}
        self.axes: dict[tuple[str, str], str] = {}  # what the annotation calls it
        self.wholes: dict[str, int] = {}
        self.numbers: dict[str, float] = {}
        self.arrays: dict[str, np.ndarray] = {}
        self.texts: dict[str, str] = {}
        self.held: dict[str, list[Hashable]] = {}
        self.formulas: dict[str, str] = {}  # without the numbers in them
        self.given: set[str] = set()
        self.truths: set[str] = set()  # which of the whole numbers are True or False
        self.history: History | None = None
        self.right = right
        for name, value in args.items():
            if isinstance(value, History):
                self.history = value
                continue
            spec = signature.parameters.get(name)
            if spec is not None:
                for each, item, found in parts(name, spec, value):
                    if found is not None:
                        self.given.add(each)
                        self._take(each, item, found)

    def _take(self, name: str, spec: Spec, value: Any) -> None:
        if isinstance(value, str):
            self.texts[name] = value
            self.lengths[name, "character"] = len(value)
            self.lengths[name, "word"] = len(value.split())
            self.held[name] = [*value.split()]
        elif isinstance(value, bool):
            self.wholes[name] = int(value)
            self.truths.add(name)
        elif isinstance(value, int):
            self.wholes[name] = value
        elif isinstance(value, float):
            self.numbers[name] = value
        elif isinstance(value, np.ndarray) and value.dtype.kind in "iuf":
            self.arrays[name] = value
            for place, length in enumerate(value.shape):
                key = name, noun(place, value.ndim)
                self.lengths[key] = length
                self.axes[key] = spec.axes[place].text if len(spec.axes) == value.ndim else ""
        elif isinstance(value, Formula):
            self.formulas[name] = NUMBER.sub("…", value.text)
        else:
            self._take_several(name, spec, value)

    def _take_several(self, name: str, spec: Spec, value: Any) -> None:
        if isinstance(value, Frame):
            self.lengths[name, "row"] = value.length
            for each in value.columns:
                self._column(f'{name}["{each.name}"]' if each.name is not None else name, each)
        elif isinstance(value, dict) and spec.kind is Kind.DICT:
            self._items(name, "key", list(value), numbers=False)
            self._items(f"{name}.values()", "", list(value.values()), numbers=_are_numbers(spec.items[-1:]))
        elif isinstance(value, (set, frozenset)):
            self._items(name, "member", members(value), numbers=_are_numbers(spec.items))
        elif isinstance(value, list):
            self._items(name, "entry", value, numbers=_are_numbers(spec.items))

    def _items(self, name: str, what: str, items: list[Any], *, numbers: bool) -> None:
        if what:
            self.lengths[name, what] = len(items)
        if numbers or (items and all(isinstance(each, (int, float)) for each in items)):
            self.arrays[name] = np.asarray(items, dtype=float)
        frozen = [_frozen(each) for each in items]
        if all(isinstance(each, (str, int, float, tuple)) for each in frozen):
            self.held[name] = frozen

    def _column(self, name: str, column: Column) -> None:
        values = column.values
        if isinstance(values, np.ndarray) and values.dtype.kind in "iufb":
            self.arrays[name] = values.astype(float)
        elif isinstance(values, list):
            self.held[name] = [*values]


def _frozen(value: Any) -> Any:
    """Return a value with tuples for lists, however deep these lie: what can be counted."""
    return tuple(map(_frozen, value)) if isinstance(value, (list, tuple)) else value


def _are_numbers(items: tuple[Spec, ...]) -> bool:
    return bool(items) and items[0].kind in (Kind.INT, Kind.FLOAT)


def parts(name: str, spec: Spec, value: Any) -> Iterator[tuple[str, Spec, Any]]:
    """Yield an argument, or the parts of a tuple: "image_shape[0]"."""
    if spec.kind is Kind.TUPLE and isinstance(value, tuple):
        for place, (item, part) in enumerate(zip(spec.items, value, strict=False)):
            yield from parts(f"{name}[{place}]", item, part)
    else:
        yield name, spec, value
