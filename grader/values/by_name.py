"""Arguments that a function takes by name alone, where those of a call are given by place."""

from collections.abc import Sequence
from types import CodeType
from typing import Any

from grader.values.typed import TypedLines

ANY_NUMBER = 0b100  # the flag of ``*args``: such a function takes all of them by place


def by_name(code: CodeType | None, values: Sequence[Any]) -> tuple[Sequence[Any], dict[str, Any]]:
    """Return the arguments by place, and those by name that the function of this code has behind its ``*``.

    More than it has are left by place, for Python to say so.  What is typed is no argument.
    """
    if code is None or not code.co_kwonlyargcount or code.co_flags & ANY_NUMBER:
        return values, {}
    places = code.co_argcount + (type(values[0]) is TypedLines if values else 0)
    names = code.co_varnames[code.co_argcount : code.co_argcount + code.co_kwonlyargcount]
    if len(values) > places + len(names):
        return values, {}
    return values[:places], dict(zip(names, values[places:], strict=False))
