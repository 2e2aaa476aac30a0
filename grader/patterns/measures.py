"""What is measured of an input: lengths, numbers and arrays, each under the words a student knows."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from grader.signatures.signature import Signature
from grader.signatures.specs import Kind, Spec

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
    """An input taken apart: ``lengths`` by (argument, noun), ``numbers`` and ``arrays`` by name."""

    def __init__(self, signature: Signature, args: Mapping[str, Any]) -> None:
        self.lengths: dict[tuple[str, str], int] = {}
        self.axes: dict[tuple[str, str], str] = {}  # what the annotation calls it
        self.wholes: dict[str, int] = {}
        self.numbers: dict[str, float] = {}
        self.arrays: dict[str, np.ndarray] = {}
        self.texts: dict[str, str] = {}
        for name, value in args.items():
            spec = signature.parameters.get(name)
            if spec is not None:
                for each, item, found in parts(name, spec, value):
                    self._take(each, item, found)

    def _take(self, name: str, spec: Spec, value: Any) -> None:
        if isinstance(value, str):
            self.texts[name] = value
            self.lengths[name, "character"] = len(value)
        elif isinstance(value, bool):
            self.wholes[name] = int(value)
        elif isinstance(value, int):
            self.wholes[name] = value
        elif isinstance(value, float):
            self.numbers[name] = value
        elif isinstance(value, list):
            self.lengths[name, "entry"] = len(value)
            if value and all(isinstance(each, (int, float)) for each in value):
                self.arrays[name] = np.asarray(value, dtype=float)
        elif isinstance(value, np.ndarray) and value.dtype.kind in "iuf":
            self.arrays[name] = value
            for place, length in enumerate(value.shape):
                key = name, noun(place, value.ndim)
                self.lengths[key] = length
                self.axes[key] = spec.axes[place].text if len(spec.axes) == value.ndim else ""


def parts(name: str, spec: Spec, value: Any) -> Iterator[tuple[str, Spec, Any]]:
    """Yield an argument, or the parts of a tuple: "image_shape[0]"."""
    if spec.kind is Kind.TUPLE and isinstance(value, tuple):
        for place, (item, part) in enumerate(zip(spec.items, value, strict=False)):
            yield from parts(f"{name}[{place}]", item, part)
    else:
        yield name, spec, value
