"""One method of a class, or one function, read as a call of programs."""

import inspect
from collections.abc import Collection, Mapping
from types import FunctionType
from typing import Any, get_args

from grader.signatures.annotations import lacks_a_domain, result, spec
from grader.signatures.hints import hints_and_raises, is_function, unannotated
from grader.signatures.objects import Objects, objects_in
from grader.signatures.printing import keyboard_of
from grader.signatures.program_calls import EACH, NOTHING, ProgramCall
from grader.signatures.refusals import Unsupported
from grader.signatures.signature import Signature, signature
from grader.signatures.specs import Spec

VAR_POSITIONAL = inspect.Parameter.VAR_POSITIONAL


def call_of_returned(hint: Any, sort: str) -> ProgramCall:
    """Read what a function that is returned takes and gives."""
    given, returned = get_args(hint) or (..., None)
    if given is ...:
        raise Unsupported("the result: write what it takes, as in Callable[[float], float]")
    try:
        parameters = {f"argument {place}": spec(each) for place, each in enumerate(given, start=1)}
        for name, each in parameters.items():
            if lacks_a_domain(each):
                raise Unsupported(f"{name} is no number, and needs a domain: Annotated[..., domain]")
        returns, raises = result(returned)
    except Unsupported as problem:
        raise Unsupported(f"the function that is returned: {problem}") from None
    return ProgramCall(
        ".__call__", Signature(parameters, None), tuple(parameters), sort, returns=returns, raises=raises
    )


def require_made(calls: Collection[ProgramCall]) -> None:
    """Raise Unsupported where a call takes an object that none of the calls can make."""
    made = {sort for call in calls for sort in call.makes.values()}
    there: set[str] = set()
    for call in calls:
        for name, sort in call.objects.items():
            free = call.optional | call.nullable | call.lists  # which the first one is made without
            if sort not in made and name not in call.optional:
                raise Unsupported(
                    f"`{call.call.lstrip('.@')}`: the argument `{name}` is a {sort}, and no method asked "
                    "here makes one: write `Self` for an object of the class itself, or a function of both"
                )
            if call.call in made and sort not in there and name not in free:
                itself = "itself " * (call.call == sort)
                raise Unsupported(
                    f"`__init__`: the argument `{name}` is {itself}a {sort}, and there is none to begin "
                    "with: give it a default, and the first one is made without it"
                )
        there |= set(call.makes.values())


def read_call(
    call: str, function: Any, right: type | None, opaque: Mapping[str, str] | None = None
) -> ProgramCall:
    """Read one method of a class, or a function; ``opaque`` are the sorts of arguments that others make."""
    hints, raises = hints_and_raises(function)
    names = tuple(inspect.signature(function).parameters)[right is not None :]
    if keyboard_of(inspect.get_annotations(function, eval_str=True).get("return")) is not None:
        raise Unsupported(
            "the result: what is typed is asked of functions alone that take and return values: ask for one "
            "that makes the object and calls the method"
        )
    if lacking := [name for name in names if name not in hints]:
        raise Unsupported(unannotated(function, lacking[0]))
    if "return" not in hints and (right is None or call[0] in ".@"):
        raise Unsupported("the result has no annotation; write `-> None` where there is none")
    sorts = dict(opaque or {})
    objects = {name: found for name, hint in hints.items() if (found := _objects(name, hint, right))}
    kinds = {name: each.of(right, given=name != "return") for name, each in objects.items()}
    sorts |= {name: kind.__name__ for name, kind in kinds.items()}
    made = sorts.pop("return", "")
    owner = right.__name__ if right is not None else ""
    makes: Mapping[int | None, str] = {EACH if objects["return"].listed else None: made} if made else {}
    returns = objects["return"].told(kinds["return"]) if made else _returns(hints.get("return"), right)
    given = inspect.signature(function).parameters
    left_out = {n for n in sorts if given[n].default is not given[n].empty or given[n].kind is VAR_POSITIONAL}
    nullable = {n for n, each in objects.items() if each.optional and n not in left_out and n != "return"}
    lists = {n for n, each in objects.items() if each.listed and n != "return"}
    drawn = {n: hint for n, hint in hints.items() if n not in sorts and n != "return"}
    bare = signature(_annotated(function, drawn))
    free, none, several = map(frozenset, (left_out, nullable, lists))
    return ProgramCall(call, bare, names, owner, sorts, returns, makes, free, raises, none, several)


def _objects(name: str, hint: Any, right: type | None) -> Objects | None:
    """Return what an annotation says of objects; raise Unsupported with its place."""
    try:
        return objects_in(hint, right)
    except Unsupported as problem:
        where = "the result" if name == "return" else f"the argument `{name}`"
        raise Unsupported(f"{where}: {problem}") from None


def _returns(returned: Any, right: type | None) -> Spec:
    """Return what is told of a result that is no object."""
    if returned in (None, type(None)) or (right is None and is_function(returned)):
        return NOTHING
    try:
        return result(returned)[0]
    except Unsupported as problem:
        raise Unsupported(f"the result: {problem}") from None


def _annotated(function: Any, hints: Mapping[str, Any]) -> FunctionType:
    """Return the same function with other annotations."""
    own = (function.__globals__, function.__name__, function.__defaults__, function.__closure__)
    copy = FunctionType(function.__code__, *own)
    copy.__kwdefaults__, copy.__annotations__ = function.__kwdefaults__, dict(hints)
    return copy
