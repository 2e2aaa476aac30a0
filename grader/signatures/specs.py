"""What an annotation says of a value."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cached_property
from typing import Any

import numpy as np

from grader.signatures.axes import Axis, Shaped, names_of, solve
from grader.signatures.domains import Where, reals
from grader.signatures.pick import Domain
from grader.signatures.tables import Schema
from grader.values.frames import Frame
from grader.values.printed import Rule
from grader.values.tensors import TensorArray, tensor_array


class Kind(StrEnum):
    """What a value is."""

    ARRAY = "array"
    FLOAT = "float"
    INT = "int"
    COMPLEX = "complex"
    BOOL = "bool"
    TUPLE = "tuple"
    LIST = "list"
    DICT = "dict"
    RECORD = "dict of these keys"
    SET = "set"
    TEXT = "text"
    ANY = "any"
    GENERATOR = "generator"  # of random numbers
    FUNCTION = "function"  # an argument alone: a formula
    TYPED = "typed"  # at the keyboard, during a call
    NOTHING = "nothing"  # no result
    PROGRAM = "program"  # calls, one after the other
    STEPS = "steps"  # the answers to these
    PRINTED = "printed"
    TABLE = "table"
    FIGURE = "figure"
    OBJECT = "object"  # of a class: whether it is there


COLLECTIONS = (Kind.LIST, Kind.SET, Kind.DICT)  # of any number of parts


@dataclass(frozen=True)
class Spec:
    """What one annotation says of a value."""

    kind: Kind
    axes: tuple[Axis, ...] = ()
    # Of numbers: whole ones are int64 or shorter, complex ones complex128, True and False in an array bool_.
    dtype: type[np.generic] = np.float64
    items: tuple["Spec", ...] = ()  # of a tuple, or under these keys; that of a list or set; key and value
    keys: tuple[str, ...] = ()  # of a TypedDict
    may_lack: frozenset[str] = frozenset()  # those that need not be there
    # Of a NamedTuple or an object; Iterator of what is gone through; TensorArray of what is handed over as a
    # tensor.
    made: type | None = None
    optional: bool = False  # whether it may be None
    domain: Domain = reals
    conditions: tuple[Where, ...] = ()
    rule: Rule = "exact"  # by which a printed text is compared
    table: Schema | None = None  # what the columns of a table hold

    @property
    def tensor(self) -> bool:
        """Whether it is an array that is handed over as a tensor."""
        return self.made is TensorArray

    @cached_property
    def any_tensor(self) -> bool:
        """Whether an array in it is handed over as a tensor."""
        return self.tensor or any(each.any_tensor for each in self.items)

    @property
    def whole(self) -> bool:
        """Whether it is whole numbers."""
        return issubclass(self.dtype, np.integer)

    @property
    def drawn_by_parts(self) -> bool:
        """Whether it holds any number of parts, which are drawn one by one: it has no domain itself."""
        return self.kind in COLLECTIONS and self.domain is reals

    @property
    def number(self) -> bool:
        """Whether it is one real number: a float, or an array without axes."""
        alone = self.kind is Kind.ARRAY and not self.axes and self.dtype is np.float64
        return self.kind is Kind.FLOAT or alone

    @property
    def truths(self) -> bool:
        """Whether it is an array of True and False."""
        return self.dtype is np.bool_

    @property
    def complex(self) -> bool:
        """Whether it is complex numbers."""
        return self.dtype is np.complex128

    def shape(self, sizes: Mapping[str, int]) -> tuple[int, ...]:
        """Return the shape of an array for these sizes.

        Of ``*shape`` these are ``*shape`` (how many axes there are), ``*shape.0``, ``*shape.1`` ….
        """
        lengths: list[int] = []
        for each in self.axes:
            if each.many:
                lengths += [sizes[f"{each.text}.{place}"] for place in range(sizes[each.text])]
            else:
                lengths.append(each.length(sizes))
        return tuple(lengths)

    def axes_inside(self) -> tuple[Axis, ...]:
        """Return the axes of an array, or of all arrays in a tuple."""
        return self.axes + tuple(each for item in self.items for each in item.axes_inside())

    @cached_property
    def own(self) -> frozenset[str]:
        """The axes that are as long as an answer has them, where no argument tells: ``_steps``."""
        return frozenset(
            n for each in self.axes_inside() for n in names_of(each) if n.lstrip("*").startswith("_")
        )

    def shapes(self, value: Any) -> "list[Shaped]":
        """Return the axes and the shape of an array, or of all arrays in a tuple or a list."""
        if self.kind is Kind.ARRAY:
            try:
                return [(self.axes, np.shape(value))]
            except ValueError:  # rows of several lengths
                return []
        if isinstance(value, dict) and self.kind in (Kind.DICT, Kind.RECORD):
            under = dict(zip(self.keys, self.items, strict=False))
            parts = ((under.get(key, self.items[-1]), each) for key, each in value.items())
            return [each for item, part in parts for each in item.shapes(part)]
        if self.kind is Kind.TABLE and isinstance(value, Frame):
            return [(self.axes, (value.length,))]
        if self.kind is Kind.LIST and isinstance(value, (tuple, list)):
            return [each for part in value for each in self.items[0].shapes(part)] if self.items else []
        if self.kind is not Kind.TUPLE or not isinstance(value, (tuple, list)):
            return []
        return [each for item, part in zip(self.items, value, strict=False) for each in item.shapes(part)]


@dataclass(frozen=True)
class RaisingSpec(Spec):
    """What is said of the answer to a step of a program that may be an exception."""

    raises: tuple[type[BaseException], ...] = ()

    @classmethod
    def of(cls, spec: Spec, raises: tuple[type[BaseException], ...]) -> Spec:
        """Return what is said of an answer that may be one of these, if there are any."""
        known = {each.name: getattr(spec, each.name) for each in fields(Spec)}
        return cls(**known, raises=raises) if raises else spec


def marked(value: Any, spec: Spec, *, drawn: bool = False) -> Any:
    """Return a value whose arrays are handed over as tensors where the annotation says so.

    Numbers that are ``drawn`` become those that a student's tensor can hold.
    """
    if spec.tensor and isinstance(value, np.ndarray):
        return tensor_array(np.asarray(value, spec.dtype)) if drawn else value.view(TensorArray)
    if not spec.items or not spec.any_tensor:
        return value
    if isinstance(value, dict):
        under = dict(zip(spec.keys, spec.items, strict=False))
        return {k: marked(each, under.get(k, spec.items[-1]), drawn=drawn) for k, each in value.items()}
    if isinstance(value, (list, tuple)):
        items = spec.items if spec.kind is Kind.TUPLE else spec.items * len(value)
        made = [marked(each, item, drawn=drawn) for each, item in zip(value, items, strict=True)]
        return value._make(made) if hasattr(value, "_make") else type(value)(made)
    return value


def lengths_in(answer: Any, spec: Spec) -> dict[str, int]:
    """Return the lengths of the axes that an answer tells, where they differ the first."""
    shapes = reversed(spec.shapes(answer))
    return solve(
        ((axes, shape) for axes, shape in shapes if len(axes) == len(shape) or any(a.many for a in axes)), {}
    )
