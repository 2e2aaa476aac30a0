"""``-> float | Raises[ValueError]``: on a part of its domain the right answer is an exception."""

from types import UnionType
from typing import Any, Generic, TypeVar, Union, get_args, get_origin

E = TypeVar("E", bound=BaseException)


class Raises(Generic[E]):
    """Beside the type of a result: where the reference raises this exception, a student's function has to.

    Any of the declared types, or of those that come from it, is right; messages are never compared.  Several
    types are ``float | Raises[ValueError] | Raises[KeyError]``.
    """


def without_raises(annotation: Any) -> tuple[Any, tuple[type[BaseException], ...]]:
    """Return the annotation of a result without its exceptions, and these; raise TypeError for a slip."""
    several = get_origin(annotation) in (Union, UnionType)
    parts = get_args(annotation) if several else (annotation,)
    given = [part for part in parts if part is Raises or get_origin(part) is Raises]
    if not given:
        return annotation, ()
    kinds: list[type[BaseException]] = []
    for part in given:
        for kind in get_args(part) or (None,):
            for each in get_args(kind) if get_origin(kind) in (Union, UnionType) else (kind,):
                if not isinstance(each, type) or not issubclass(each, Exception):
                    what = getattr(each, "__name__", repr(each)) if each is not None else "nothing"
                    raise TypeError(f"Raises[...] names an exception, such as Raises[ValueError], not {what}")
                kinds.append(each)
    rest = [part for part in parts if part not in given]
    if not rest:
        name = kinds[0].__name__
        raise TypeError(f"it returns something elsewhere: write what, as in float | Raises[{name}]")
    return Union[tuple(rest)], tuple(dict.fromkeys(kinds))  # noqa: UP007  (as many as there are)
