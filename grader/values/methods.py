"""A student's method, property or function, found where a program calls it, or a sentence of why not."""

import inspect
import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from grader.values.by_name import taken_by_place
from grader.values.leaves import named, text

# What Python calls by a sign or a function of its own: how it is called, and how that is written.
_PLAIN: Mapping[str, tuple[Callable[..., Any], str]] = {
    "__len__": (len, "len({0})"),
    "__getitem__": (operator.getitem, "{0}[{1}]"),
    "__setitem__": (operator.setitem, "{0}[{1}] = {2}"),
    "__delitem__": (operator.delitem, "del {0}[{1}]"),
    "__contains__": (operator.contains, "{1} in {0}"),
    "__eq__": (operator.eq, "{0} == {1}"),
    "__ne__": (operator.ne, "{0} != {1}"),
    "__lt__": (operator.lt, "{0} < {1}"),
    "__le__": (operator.le, "{0} <= {1}"),
    "__gt__": (operator.gt, "{0} > {1}"),
    "__ge__": (operator.ge, "{0} >= {1}"),
    "__add__": (operator.add, "{0} + {1}"),
    "__sub__": (operator.sub, "{0} - {1}"),
    "__mul__": (operator.mul, "{0} * {1}"),
    "__truediv__": (operator.truediv, "{0} / {1}"),
    "__floordiv__": (operator.floordiv, "{0} // {1}"),
    "__mod__": (operator.mod, "{0} % {1}"),
    "__pow__": (operator.pow, "{0} ** {1}"),
    "__matmul__": (operator.matmul, "{0} @ {1}"),
    "__and__": (operator.and_, "{0} & {1}"),
    "__or__": (operator.or_, "{0} | {1}"),
    "__xor__": (operator.xor, "{0} ^ {1}"),
    "__lshift__": (operator.lshift, "{0} << {1}"),
    "__rshift__": (operator.rshift, "{0} >> {1}"),
    "__divmod__": (divmod, "divmod({0}, {1})"),
    "__neg__": (operator.neg, "-{0}"),
    "__pos__": (operator.pos, "+{0}"),
    "__invert__": (operator.invert, "~{0}"),
    "__abs__": (abs, "abs({0})"),
    "__round__": (round, "round({all})"),
    "__bool__": (bool, "bool({0})"),
    "__float__": (float, "float({0})"),
    "__int__": (int, "int({0})"),
    "__complex__": (complex, "complex({0})"),
    "__str__": (str, "str({0})"),
    "__repr__": (repr, "repr({0})"),
    "__format__": (format, "format({0}, {1})"),
    "__iter__": (iter, "list({0})"),
    "__reversed__": (reversed, "list(reversed({0}))"),
    "__next__": (next, "next({0})"),
    "__call__": (lambda function, *values, **named: function(*values, **named), "{0}({rest})"),
}
_SIGNS = (
    "add",
    "sub",
    "mul",
    "truediv",
    "floordiv",
    "mod",
    "pow",
    "matmul",
    "and",
    "or",
    "xor",
    "lshift",
    "rshift",
)


def _turned(by_sign: Callable[..., Any], one: Any, other: Any) -> Any:
    return by_sign(other, one)


def _in_place(name: str, one: Any, other: Any) -> Any:
    return getattr(one, name)(other)


def _signs() -> Iterator[tuple[str, tuple[Callable[..., Any], str]]]:
    """Yield what is called for a sign on whose right the object stands, and in place."""
    for each in _SIGNS:
        by_sign, written = _PLAIN[f"__{each}__"]
        turned = written.format("{1}", "{0}") if each != "pow" else "pow({1}, {0})"  # of -2 as well
        yield f"__r{each}__", (partial(_turned, by_sign), turned)
        yield f"__i{each}__", (partial(_in_place, f"__i{each}__"), f"{{0}}.__i{each}__({{1}})")


PROTOCOL: Mapping[str, tuple[Callable[..., Any], str]] = {**_PLAIN, **dict(_signs())}

_name_of = type.__dict__["__name__"].__get__  # of a class, whatever its own metaclass answers


class Unfit(Exception):
    """Something cannot be called as it is asked for; the message is a sentence for the student."""


class Lacks(Unfit):
    """An object has nothing of the name that it is asked for."""


def kind_of(value: Any) -> str:
    """Return the name of the type of a value."""
    return text(type(value).__name__, 100)


def _of(value: Any) -> str:
    """Name what a student's object is."""
    if value is None:
        return "`None`, where an object is expected,"
    return f"your class `{text(_name_of(value), 100) if isinstance(value, type) else kind_of(value)}`"


def method_of(value: Any, name: str) -> Any:
    """Return a method; raise Lacks where there is none, and Unfit where it is none."""
    missing = object()
    found = getattr(value, name, missing)
    if found is missing:
        raise Lacks(f"{_of(value)} has no method `{name}`")
    if not callable(found):
        raise Unfit(
            f"`{name}` of {_of(value)} is no method but {named(type(found))}: "
            f"define it with `def {name}(self, ...)`"
        )
    return found


def property_of(value: Any, name: str) -> Any:
    """Return what an attribute holds; raise Lacks where there is none, and Unfit where it is a method."""
    missing = object()
    found = getattr(value, name, missing)
    if found is missing:
        raise Lacks(f"{_of(value)} has no attribute `{name}`")
    if inspect.ismethod(found):
        raise Unfit(
            f"`{name}` of {_of(value)} is a method, and an attribute is asked for: put `@property` above it"
        )
    return found


def require_protocol(value: Any, name: str) -> None:
    """Raise Lacks where a value has no such method of what Python writes with a sign."""
    if value is None or (
        name not in ("__bool__", "__iter__", "__reversed__", "__contains__", "__ne__", "__ge__", "__gt__")
        and getattr(type(value), name, None) in (None, getattr(object, name, None))
        and name not in ("__eq__", "__str__", "__repr__")
    ):
        raise Lacks(f"{_of(value)} has no method `{name}`")


def require_arguments(called: str, function: Any, values: Sequence[Any], by_name: Mapping[str, Any]) -> None:
    """Raise Unfit where a function does not take these arguments; nothing of it is run to find out."""
    if not by_name and taken_by_place(function, len(values)):
        return
    try:
        signature = inspect.signature(function)
    except Exception as problem:  # a builtin tells nothing of itself
        if "invalid method signature" not in str(problem):
            return
        raise Unfit(f"`{called}` has no argument for its object: write `self` first") from None
    try:
        signature.bind(*values, **by_name)
    except TypeError as problem:
        count = len(values) + len(by_name)
        given = f"{count or 'no'} argument{'s' * (count != 1)}"
        takes = text(", ".join(list(signature.parameters)[:20]), 300)
        raise Unfit(f"`{called}` is called with {given} here, and yours takes ({takes}): {problem}") from None
