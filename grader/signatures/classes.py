"""What a class of the reference, or a function that takes or makes an object, says of its programs.

A class with annotated methods is a list of calls: ``__init__``, methods, properties, and what Python writes
with a sign.  A function whose argument comes ``From`` another one, that takes objects of a class, or that
returns a function, is a list of calls too.
"""

import inspect
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any, get_args, get_origin

from grader.signatures.annotations import variable
from grader.signatures.calls import call_of_returned, read_call, require_made
from grader.signatures.hints import hints_of, is_function, is_own_class, made_by
from grader.signatures.objects import class_in
from grader.signatures.program_calls import NOTHING, ProgramCall
from grader.signatures.program_domain import Programs
from grader.signatures.programs import ProgramSignature, program_signature
from grader.signatures.refusals import Unsupported
from grader.signatures.signature import Signature
from grader.values.methods import PROTOCOL

LET_ALONE = ("__hash__", "__new__", "__getattr__", "__getattribute__")  # whose answers differ for everyone


def class_signature(right: type) -> ProgramSignature:
    """Read what a class says of its programs; raise Unsupported, naming the method."""
    init, *methods = _class_calls(right)
    parts, returned = _parts(right, _members(right, ("__init__",)))
    of_parts = {part: _class_calls(part)[1:] for part in parts}
    # What is handed out is asked; and what may change, for whoever keeps it has to see that.
    changing = [part for part, own in of_parts.items() if any(not (e.shows or e.objects) for e in own)]
    looked = [e for part, own in of_parts.items() if part in returned or part in changing for e in own]
    calls = (*map(_init, parts), init, *looked, *methods)
    require_made(calls)
    functions = {each.__name__: each for each in (*parts, right)}
    programs = Programs(right.__name__, functions, calls, forced=len(functions)).that_end()
    return program_signature(programs, uses=tuple(each.__name__ for each in parts))


def _parts(
    right: type, members: Mapping[str, Any], within: tuple[type, ...] = ()
) -> tuple[list[type], set[type]]:
    """Return the other classes whose objects a class works with, each behind those that it needs itself.

    Beside them those that its methods return: their objects are looked at by methods of their own.
    """
    found: list[type] = []
    returned: set[type] = set()
    for name, member in members.items():
        function = member.fget if isinstance(member, property) else member
        if not inspect.isfunction(function) or (name in PROTOCOL and "return" not in hints_of(function)):
            continue
        for argument, hint in hints_of(function).items():
            other = class_in(hint)
            if other is not None and not issubclass(right, other) and other not in within:
                init = {n: each for n, each in _members(other, ("__init__",)).items() if n == "__init__"}
                found += [*_parts(other, init, (*within, right))[0], other]
                returned |= {other} if argument == "return" else set()
    return list(dict.fromkeys(found)), returned


def needs_programs(function: Callable[..., Any]) -> bool:
    """Whether a function can be asked by programs alone: it takes an object, or returns a function."""
    return any(
        made_by(hint) is not None or class_in(hint) is not None or (name == "return" and is_function(hint))
        for name, hint in hints_of(function).items()
    )


def function_signature(function: Callable[..., Any]) -> ProgramSignature:
    """Read what such a function says of its programs; raise Unsupported, naming the argument."""
    calls, functions = _function_calls(function, ())
    given = [right for right in functions.values() if inspect.isclass(right)]
    parts = [part for right in given for part in _parts(right, _members(right, ("__init__",)))[0]]
    classes = list(dict.fromkeys((*parts, *given)))  # who is given a club needs members for it
    functions = {**{each.__name__: each for each in classes}, **functions}
    others = tuple(name for name in functions if name != function.__name__)
    if classes:  # its objects are made and looked at by their class
        of_class = [each for right in classes for each in _class_calls(right)]
        made = [each for each in of_class if not each.owner]
        # What a class hands out says nothing of the function, and is wrong where the class is.
        out = {each.__name__ for each in parts}
        asked = [e for e in of_class if e.owner and not e.tells and not out & {*e.makes.values()}]
        ordered = (*made, *asked, *calls)
        require_made(ordered)
        programs = Programs(function.__name__, functions, ordered, forced=len(made)).that_end()
        if calls[-1].shows:  # by itself: what else its class answers is no business of it
            programs = programs.of_method(calls[-1])
        return program_signature(programs, "function", others)
    programs = Programs(function.__name__, functions, calls, forced=len(calls))
    return program_signature(programs, "function", others)


def _class_calls(right: type) -> tuple[ProgramCall, ...]:
    calls = [_init(right)]
    for name, member in _members(right).items():
        if isinstance(member, (staticmethod, classmethod)):
            raise Unsupported(
                f"`{name}` is called on no object, and only methods are asked: write a function"
            )
        try:
            if isinstance(member, property):
                calls.append(read_call(f"@{name}", member.fget, right))
            elif inspect.isfunction(member) and not (name in PROTOCOL and "return" not in hints_of(member)):
                calls.append(read_call(f".{name}", member, right))
        except Unsupported as problem:
            raise Unsupported(f"`{name}`: {problem}") from None
    calls += list(_attributes(right))
    if len(calls) < 2:
        raise Unsupported("nothing of it can be asked: its methods have no annotations")
    return tuple(calls)


def _members(right: type, also: Collection[str] = ()) -> dict[str, Any]:
    """Return what a class and those of the course that it comes from define under names that are asked for.

    ``also`` are names that are asked for besides.

    What a library's class defines, such as torch.nn.Module, is nobody's answer.
    """
    found: dict[str, Any] = {}
    for each in reversed(right.__mro__):
        if each is right or is_own_class(each):
            found.update(vars(each))
    for name, member in found.items():
        if _is_refused(name, member):
            raise Unsupported(f"`{name}` is none of the methods that are asked: leave out its `->`")
    return {n: v for n, v in found.items() if n in PROTOCOL or n in also or not n.startswith("_")}


def _is_refused(name: str, member: Any) -> bool:
    """Whether somebody means a method of Python's own to be asked, by its ``->``, that never is."""
    own = name.startswith("__") and name.endswith("__") and name not in PROTOCOL
    if not own or name in LET_ALONE or not inspect.isfunction(member):
        return False
    return hints_of(member).get("return") not in (None, type(None))


def _attributes(right: type) -> Iterator[ProgramCall]:
    """Yield the attributes that stand in the class with their types."""
    for name, hint in inspect.get_annotations(right, eval_str=True).items():
        if not name.startswith("_") and not isinstance(vars(right).get(name), property):
            try:
                owner = right.__name__
                yield ProgramCall(f"@{name}", Signature({}, None), owner=owner, returns=variable(hint))
            except Unsupported as problem:
                raise Unsupported(f"the attribute `{name}`: {problem}") from None


def _init(right: type) -> ProgramCall:
    makes: Mapping[int | None, str] = {None: right.__name__}
    written = next(each for each in right.__mro__ if "__init__" in vars(each))
    if not (written is right or is_own_class(written)) or not inspect.isfunction(vars(written)["__init__"]):
        return ProgramCall(right.__name__, Signature({}, None), makes=makes)
    try:
        read = read_call(right.__name__, right.__init__, right)  # type: ignore[misc]
    except Unsupported as problem:
        raise Unsupported(f"`__init__`: {problem}") from None
    return replace(read, owner="", returns=NOTHING, makes=makes)


def _function_calls(
    function: Callable[..., Any], within: tuple[str, ...]
) -> tuple[tuple[ProgramCall, ...], dict[str, Any]]:
    """Return the calls of a function, what makes its objects first, and all functions that these call."""
    name = function.__name__
    if name in within:
        raise Unsupported(f"what it is made from is made from `{name}` again: {' → '.join((*within, name))}")
    hints = hints_of(function)
    calls: dict[str, ProgramCall] = {}
    functions: dict[str, Any] = {}
    made: dict[str, tuple[int | None, str]] = {}
    for argument, hint in hints.items():
        if argument != "return" and (source := made_by(hint)) is not None:
            maker = function.__globals__.get(source.function)
            if not inspect.isfunction(maker):
                raise Unsupported(
                    f"the argument `{argument}` comes from `{source.function}`, "
                    "and there is no such function in this file"
                )
            before, theirs = _function_calls(maker, (*within, name))
            part = _opaque_part(maker)
            sort = f"{source.function}[{'' if part is None else part}]"
            calls |= {each.call: each for each in before}
            old = calls[source.function]
            calls[source.function] = replace(old, makes={**old.makes, part: sort})
            functions |= theirs
            made[argument] = part, sort
        elif (right := class_in(hint)) is not None:
            functions[right.__name__] = right
    functions[name] = function
    own = read_call(name, function, None, {each: sort for each, (_, sort) in made.items()})
    found = [*calls.values(), own]
    if is_function(hints.get("return")):
        found[-1] = replace(own, makes={None: f"{name}()"}, returns=NOTHING)
        found.append(call_of_returned(hints["return"], f"{name}()"))
    return tuple(found), functions


def _opaque_part(maker: Callable[..., Any]) -> int | None:
    """Return which part of a function's result is annotated Any; None for the whole."""
    returned = hints_of(maker).get("return")
    if returned is Any:
        return None
    parts = get_args(returned) if get_origin(returned) is tuple else ()
    found = [place for place, each in enumerate(parts) if each is Any]
    if len(found) != 1:
        said = "no part" if not found else f"{len(found)} parts"
        raise Unsupported(
            f"{said} of what `{maker.__name__}` returns {'is' if len(found) < 2 else 'are'} annotated Any: "
            "one must be, which this argument is"
        )
    return found[0]
