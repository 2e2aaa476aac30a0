"""Arguments that a function takes by name alone, where those of a call are given by place."""

import inspect
from collections.abc import Mapping, Sequence
from types import CodeType, FunctionType, MappingProxyType, MethodType
from typing import Any

from grader.values.typed import TypedLines

Given = tuple[Sequence[Any], dict[str, Any]]  # by place, by name
AskedNames = Mapping[str, Sequence[str]]  # those of the arguments as they are asked for, by call

NOT_KNOWN: AskedNames = MappingProxyType({})
ANY_NUMBER = 0b100  # the flag of ``*args``: such a function takes all of them by place
ANY_NAMES = 0b1000  # the flag of ``**named``


def by_name(code: CodeType | None, values: Sequence[Any], asked: Sequence[str] = (), bound: int = 0) -> Given:
    """Return the arguments by place, and those by name that the function of this code has behind its ``*``.

    ``asked`` are the names under which the arguments are asked for, where these are known: what stands behind
    the ``*`` under one of them is given that argument, in any order; all else goes by the order of the call.
    ``bound`` is how many of its first arguments a function has already, as a method has its object.  More
    than it has are left by place, for Python to say so.  What is typed is no argument.
    """
    if (
        code is None
        or code.co_flags & ANY_NUMBER
        or not (code.co_kwonlyargcount or code.co_flags & ANY_NAMES)
    ):
        return values, {}
    typed = int(bool(values) and type(values[0]) is TypedLines)
    places = code.co_argcount - bound
    alone = code.co_varnames[code.co_argcount : code.co_argcount + code.co_kwonlyargcount]
    names = [*asked, *[""] * len(values)][: len(values) - typed]
    given = list(zip(names, values[typed:], strict=True))
    named = {name: value for name, value in given if name in alone}
    rest = [each for each in given if each[0] not in alone]
    behind = rest[places:]
    if not (code.co_flags & ANY_NAMES and all(name for name, _ in behind)):
        free = [name for name in alone if name not in named]
        if len(behind) > len(free):
            return values, {}
        behind = [(name, value) for name, (_, value) in zip(free, behind, strict=False)]
    return (*values[:typed], *(value for _, value in rest[:places])), {**named, **dict(behind)}


def by_name_to(callee: Any, values: Sequence[Any], named: dict[str, Any], asked: Sequence[str] = ()) -> Given:
    """Return the same for a function, a method of an object, or a class, which hands them to ``__init__``.

    A call that has ``named`` some by itself is left as it is.
    """
    function, bound = callee, 0
    if inspect.isclass(callee):
        function, bound = callee.__init__, 1
    elif isinstance(callee, MethodType):
        function, bound = callee.__func__, 1
    if named or not isinstance(function, FunctionType):
        return values, named
    return by_name(function.__code__, values, asked, bound)


def taken_by_place(function: Any, count: int) -> bool:
    """Whether a plain function or method, with no decorator, takes so many arguments by their places."""
    if inspect.ismethod(function):
        function, count = function.__func__, count + 1
    if not inspect.isfunction(function) or function.__dict__ or function.__kwdefaults__:
        return False
    code, defaults = function.__code__, len(function.__defaults__ or ())
    return not code.co_kwonlyargcount and code.co_argcount - defaults <= count <= code.co_argcount
