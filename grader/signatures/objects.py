"""What annotations say of objects of the reference's classes: one, one or None, or a list of them."""

import re
from dataclasses import dataclass, replace
from types import UnionType
from typing import Any, Self, Union, get_args, get_origin

from grader.signatures.hints import LISTS, is_base, is_own_class
from grader.signatures.refusals import Unsupported, written
from grader.signatures.specs import Kind, Spec
from grader.values.leaves import Strange
from grader.values.objects import Made, with_article
from grader.values.wrong import Wrong, describe


@dataclass(frozen=True)
class Objects:
    """Objects of a class: whether None may stand for one, and whether it is a list of them."""

    kind: Any  # the class, or Self
    optional: bool = False
    listed: bool = False

    def of(self, right: type | None, *, given: bool = True) -> type:
        """Return the class: in the class ``right`` an inherited method that is given one means that."""
        inherits = right is not None and given and is_base(self.kind, right)
        return right if right is not None and (self.kind in (Self, right) or inherits) else self.kind

    def told(self, kind: type) -> Spec:
        """Return what is told of a result that is an object of this class."""
        one = Spec(Kind.OBJECT, made=kind)
        if self.listed:
            return Spec(Kind.LIST, items=(one,), optional=self.optional)
        return replace(one, optional=True) if self.optional else Spec(Kind.NOTHING)


def objects_in(hint: Any, right: type | None = None) -> Objects | None:
    """Return what an annotation, in a class ``right``, says of objects; None where it speaks of none.

    Raises Unsupported where it speaks of them in a way that is not understood.
    """
    found = _objects(hint, right)
    if found is None and (named := class_in(hint, right)) is not None:
        name = named.__name__
        said = re.sub(r"(?:\w+\.)+(?=\w)", "", written(hint))  # as it is written in the file itself
        raise Unsupported(
            f"`{said}` is none of the ways in which objects are given and returned: write `{name}`, "
            f"`{name} | None` or `list[{name}]`"
        )
    return found


def _objects(hint: Any, right: type | None) -> Objects | None:
    if _is_class(hint, right):
        return Objects(hint)
    inside = get_args(hint)
    if get_origin(hint) in (Union, UnionType):
        rest = [each for each in inside if each is not type(None)]
        one = _objects(rest[0], right) if len(rest) == 1 else None
        return replace(one, optional=True) if one else None
    if get_origin(hint) in LISTS and len(inside) == 1 and _is_class(inside[0], right):
        return Objects(inside[0], listed=True)
    return None


def _is_class(hint: Any, right: type | None) -> bool:
    return is_own_class(hint) or (right is not None and (hint is right or hint is Self))


def class_in(hint: Any, right: type | None = None) -> Any:
    """Return the first of the reference's classes that an annotation speaks of; None without any."""
    if _is_class(hint, right):
        return hint
    inside = hint if isinstance(hint, list) else get_args(hint)
    return next((found for each in inside if (found := class_in(each, right)) is not None), None)


def read_object(value: Any, spec: Spec) -> Made:
    """Return what stands for an object; raise Wrong where there is none.

    A plain value in its place is as good until it is asked something that it has no answer to.
    """
    assert spec.made is not None
    sort = spec.made.__name__
    if value is True or isinstance(value, Strange):
        return Made(sort, "" if value is True else value.described)
    raise Wrong(f"{describe(value)} was returned where {with_article(sort)} was expected", value)
