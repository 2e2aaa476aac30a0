"""What annotations say of objects and functions: where these come from, and what may be raised."""

import inspect
import operator
from collections import abc
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import UnionType
from typing import Annotated, Any, ForwardRef, Union, get_args, get_origin

from grader.signatures.raises import without_raises
from grader.signatures.refusals import Unsupported

LISTS = (list, abc.Sequence, abc.Collection, abc.Iterable, abc.Iterator)  # of objects


@dataclass(frozen=True)
class From:
    """An argument that only another function of the same file can make: ``Annotated[Any, From("forward")]``.

    It is the part of that function's result that is annotated ``Any``, or the whole.  It never leaves the
    process of the submission: whatever a student keeps there will do.
    """

    function: str


def made_by(hint: Any) -> From | None:
    """Return which function makes an argument, if one does."""
    extras = get_args(hint)[1:] if get_origin(hint) is Annotated else ()
    return next((each for each in extras if isinstance(each, From)), None)


def is_own_class(hint: Any) -> bool:
    """Whether an annotation is a class that the reference itself defines."""
    if not inspect.isclass(hint) or issubclass(hint, (tuple, dict)):  # a record is a value
        return False
    return getattr(hint, "__module__", "").startswith("_reference_")


def is_base(hint: Any, right: type) -> bool:
    """Whether objects of a class will do for an annotation: an inherited method names its own class."""
    return is_own_class(hint) and issubclass(right, hint)


def is_function(hint: Any) -> bool:
    """Whether an annotation is that of a function."""
    return get_origin(hint) is Callable or hint is Callable


def hints_of(function: Any) -> Mapping[str, Any]:
    """Return the annotations of a function; that of its result without the exceptions."""
    return hints_and_raises(function)[0]


def hints_and_raises(function: Any) -> tuple[Mapping[str, Any], tuple[type[BaseException], ...]]:
    """Return the annotations of a function, and the exceptions that its result is besides."""
    raises: tuple[type[BaseException], ...] = ()
    try:
        hints = inspect.get_annotations(function, eval_str=True)
    except Exception as problem:
        raise Unsupported(f"its annotations cannot be read ({type(problem).__name__}: {problem})") from None
    if "return" in hints:
        try:
            returned, raises = without_raises(hints["return"])
        except TypeError as slip:
            raise Unsupported(f"the result: {slip}") from None
        hints = {**hints, "return": returned}
    return {name: _unquoted(name, hint, function) for name, hint in hints.items()}, raises


def _unquoted(name: str, hint: Any, function: Any) -> Any:
    """Return an annotation with the class that is left in its quotes: ``"Fraction" | Raises[...]``."""
    if isinstance(hint, (str, ForwardRef)):
        written = hint if isinstance(hint, str) else hint.__forward_arg__
        try:
            return eval(written, function.__globals__)  # noqa: S307  (the instructor's own annotation)
        except Exception:
            where = "the result" if name == "return" else f"the argument `{name}`"
            raise Unsupported(f"{where}: there is no {written} in this file") from None
    inside, origin = get_args(hint), get_origin(hint)
    union = origin in (Union, UnionType)
    if not union and origin not in LISTS:
        return hint
    found = tuple(_unquoted(name, each, function) for each in inside)
    if all(map(operator.is_, found, inside)):
        return hint
    return Union[found] if union else origin[found]  # noqa: UP007  (as many as there are)


def unannotated(function: Any, name: str) -> str:
    """Return what is said of an argument without annotation."""
    said = f"the argument `{name}` has no annotation"
    if inspect.signature(function).parameters[name].default is inspect.Parameter.empty:
        return said
    helper = f"`_{function.__name__}`"
    return f"{said}: write its type, or, where students need not have it, leave it to a helper, {helper}"
