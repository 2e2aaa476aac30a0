"""What goes into a function and comes out of it, in a line for the student: "W (k, d), x (d,) → (k,)"."""

from collections.abc import Sequence

from grader.kit.spec_words import words
from grader.signatures.program_calls import ProgramCall
from grader.signatures.programs import ProgramSignature
from grader.signatures.signature import Signature
from grader.signatures.specs import Kind


def shapes(signature: Signature) -> str:
    """Return what goes in and what comes out: "W (k, d), x (d,) → (k,)"."""
    if isinstance(signature, ProgramSignature):
        return _shapes_of_call(signature)
    handed = (each for each in signature.parameters.values() if each.kind is not Kind.TYPED)
    specs = dict(zip(signature.asked, handed, strict=False))
    given = ", ".join(f"{name} {'each ' * name.startswith('*')}{words(s)}" for name, s in specs.items())
    asks = "what is typed, by `input()`"
    given = ", ".join(filter(None, (given, asks))) if signature.typed else given
    assert signature.returns is not None
    return f"{given or 'nothing'} → {words(signature.returns)}{_or_raises(signature.raises)}"


def _shapes_of_call(signature: ProgramSignature) -> str:
    """Return what a function takes and gives that is asked with objects or returns a function."""
    calls = {each.call: each for each in signature.programs.calls}
    call = calls[signature.programs.name]
    given = _given(call)
    returned = calls.get(".__call__")
    if returned is not None and returned.owner in call.makes.values():
        takes = ", ".join(map(words, returned.signature.parameters.values())) or "nothing"
        gives = f"a function: {takes} → {words(returned.returns)}"
    else:
        gives = _gives(call)
    return f"{given or 'nothing'} → {gives}{_or_raises(call.raises)}"


def shapes_of_method(call: ProgramCall) -> str:
    """Return what a method takes and gives; of ``__init__`` what it takes."""
    given = _given(call)
    if not call.owner:
        return f"{given}{_or_raises(call.raises)}".removeprefix(", or ")
    return f"{given} → {_gives(call)}{_or_raises(call.raises)}".lstrip()


def _given(call: ProgramCall) -> str:
    """Return the arguments of a call that are asked for, with what each is."""
    drawn = {**call.signature.parameters, **call.in_place}
    specs = {n.partition("[")[0]: each for n, each in reversed([*drawn.items()])}
    several = {n.partition("[")[0] for n in call.signature.several}
    said = []
    for name in call.names:
        what = words(specs[name]) if name in specs else _object(call, name)
        said.append(f"*{name} each {what}" if name in several else f"{name} {what}")
    return ", ".join(said)


def _object(call: ProgramCall, name: str) -> str:
    """Return what an argument is that is an object, or a list of them."""
    what = _sort(call.objects[name])
    return f"{'a list of ' * (name in call.lists)}{what}{' or None' * (name in call.nullable)}"


def _gives(call: ProgramCall) -> str:
    if call.tells:
        return words(call.returns)
    return ", ".join(map(_sort, call.makes.values())) or words(call.returns)


def _or_raises(raises: Sequence[type[BaseException]]) -> str:
    return "".join(f", or raises {each.__name__}" for each in raises)


def _sort(sort: str) -> str:
    return f"(from {sort.partition('[')[0]})" if "[" in sort else sort
