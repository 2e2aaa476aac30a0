"""What is not understood of an annotation, and what to write instead."""

import collections.abc
from pathlib import PurePath
from types import UnionType
from typing import Any, Union, get_args, get_origin

from grader.signatures.raises import Raises
from grader.values.dataframes import library_of
from grader.values.leaves import is_tensor


class Unsupported(Exception):
    """An annotation that says nothing we can draw or check; the message says what to write instead."""


def is_table(kind: Any) -> bool:
    """Whether this is a table or a column of one, of a library that is understood."""
    return isinstance(kind, type) and library_of(kind) is not None


def written(annotation: Any) -> str:
    """Return an annotation as it is written, near enough."""
    return annotation.__name__ if isinstance(annotation, type) else str(annotation).removeprefix("typing.")


def instead(annotation: Any) -> str:
    """Return why an annotation is refused, and what to write in its place."""
    kind = get_origin(annotation) or annotation
    if kind is Raises or any(get_origin(each) is Raises for each in get_args(annotation)):
        return "stands in no argument and no part of a result: write it beside the whole result"
    if kind in (Union, UnionType):
        return "is one of several types, which is not understood: write the one that it is"
    kinds = kind.__mro__ if isinstance(kind, type) else ()
    if kind is collections.abc.Callable:
        return "is not understood: write what it takes and returns, as in Callable[[float], float]"
    if tuple in kinds:
        return "is not understood: write tuple[...] with the type of each part, or list[...] for any number"
    if set in kinds or frozenset in kinds:
        return "does not say what it holds: write set[str], set[int] or the like"
    if any(issubclass(each, collections.abc.Mapping) for each in kinds):
        return "does not say what it holds: write dict[str, float] or the like, or a TypedDict"
    if PurePath in kinds:
        return (
            "cannot cross to a submission: write str, with a domain that picks the name of one of the "
            "assignment's `files`, or hand over the text that the file holds"
        )
    if kind in (bytes, bytearray):
        return "cannot cross: write list[int] for its numbers from 0 to 255, or str for its .hex()"
    if any(each.__module__ == "datetime" for each in kinds):
        return (
            "cannot cross: write str for its .isoformat(), or whole numbers for its parts; a column of a "
            'table holds dates, "day: date"'
        )
    if getattr(kind, "__module__", "").startswith("_reference_"):
        return (
            "is a class of this reference, whose objects are arguments and results of functions and methods "
            f"alone: write a method that takes or returns `{written(kind)}`, `{written(kind)} | None` or "
            f"`list[{written(kind)}]`"
        )
    if any(each is collections.abc.Iterable for each in kinds) or kind is range:
        return "is not understood: write list[...]; whatever can be gone through is read as one"
    return _of_libraries(kind) or (
        'is not understood; write Float[ndarray, "n d"], Int[ndarray, ...], Bool[ndarray, ...], '
        "Complex[ndarray, ...], "
        "float, int, complex, bool, str, list[...], dict[str, ...], set[...] or a tuple of them, "
        "with Annotated[..., domain] for its values"
    )


def _of_libraries(kind: Any) -> str:
    """Return what to write for a tensor or a table; "" for anything else."""
    if isinstance(kind, type) and is_tensor(kind):
        return 'says nothing of its shape: write Float[Tensor, "n d"], with jaxtyping\'s Float, Int or Bool'
    if is_table(kind):
        said = '"float"' if kind.__name__ == "Series" else '"name: str", "height: float"'
        return f"says nothing of its columns: write Table[{kind.__name__}, {said}]"
    return ""
