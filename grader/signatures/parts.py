"""A part of a result, as a rubric names it: ``softmax_loss[0]``, ``fit.slope``, ``backward['W']``."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from grader.signatures.conform import conform
from grader.signatures.specs import Kind, Spec

_NAMED = re.compile(r"""(\w+)(\[\d{1,3}\]|\[(['"])[^'"\[\]]+\3\]|\.\w+)""")


def split(text: str) -> tuple[str, str]:
    """Return the function that a rubric names, and the part of its result; "" is all of it."""
    found = _NAMED.fullmatch(text)
    return (found[1], found[2]) if found else (text, "")


def spec_of(part: str, returns: Spec) -> Spec | None:
    """Return what the annotation of a result says of a part; None where there is no such part."""
    if not part:
        return returns
    place = _place(part, returns)
    return None if place is None else returns.items[place]


def read(value: Any, part: str, returns: Spec, sizes: Mapping[str, int]) -> Any:
    """Return a part of a result as its annotation says; what the other parts are is nobody's business."""
    if not part:
        return conform(value, returns, sizes)
    place = _place(part, returns)
    items = tuple(item if n == place else Spec(Kind.ANY) for n, item in enumerate(returns.items))
    return pick(conform(value, replace(returns, items=items), sizes), part, returns)


def compared(value: Any, returns: Spec | None) -> Any:
    """Return a result without the parts that are the student's own, as far as it has the parts it should."""
    if returns is None or returns.kind is not Kind.TUPLE or not isinstance(value, (tuple, list)):
        return value
    if len(value) != len(returns.items):
        return value
    return tuple(v for v, each in zip(value, returns.items, strict=True) if each.kind is not Kind.ANY)


def pick(value: Any, part: str, returns: Spec) -> Any:
    """Return a part of a result of that annotation."""
    place = _place(part, returns) if part else None
    if place is None:
        return value
    return value[returns.keys[place] if isinstance(value, dict) else place]


def _place(part: str, returns: Spec) -> int | None:
    """Return the place of a part among those of a result."""
    name = part.strip("[].'\"")
    fields: tuple[str, ...] = getattr(returns.made, "_fields", ()) or returns.keys
    if name in fields:
        return fields.index(name)
    is_place = returns.kind is Kind.TUPLE and name.isdecimal() and int(name) < len(returns.items)
    return int(name) if is_place else None
