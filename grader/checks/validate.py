"""Cross-checks of a rubric with the reference that several kinds of check share."""

from grader.checks.kind import Objection, Objections
from grader.errors import suggestion
from grader.model import Check
from grader.reference.contents import Reference
from grader.signatures import parts
from grader.signatures.programs import ProgramSignature
from grader.signatures.specs import Kind

RETURNS_NONE = (
    "returns None, and only what is returned can be asked: return what it makes, "
    "ask with `matches` what it `changes`, or write `-> Printed` where it prints"
)


def function_there(check: Check, reference: Reference) -> Objections:
    """Object to a target that is no function of the reference."""
    if refusal := reference.refusal(check.target):
        yield refusal
    elif check.target not in reference.answers:
        close = suggestion(check.target, reference.answers)
        yield Objection(f"there is no function `{check.target}` in the reference{close}")


def no_such_part(reference: Reference, name: str, part: str, option: str = "") -> Objections:
    """Object to a part that the result of a function does not have, or that is the student's own."""
    signature = reference.signatures.get(name)
    if signature is None or signature.returns is None:
        return
    found = parts.spec_of(part, signature.returns)
    if found is None:
        if isinstance(signature, ProgramSignature) and signature.what == "class":
            yield Objection(f"`{name}` is a class, and no function with several results", option)
            return
        there = "several results" if signature.returns.kind is Kind.TUPLE else "one result"
        if signature.returns.kind is Kind.RECORD:
            there = f"a dict of {', '.join(signature.returns.keys)}"
        elif signature.returns.items and signature.returns.kind is Kind.TUPLE:
            there = f"{len(signature.returns.items)} results, counted from 0"
        yield Objection(f"`{name}` returns {there}, and none of them is `{part}`", option)
    elif part and found.kind is Kind.ANY:
        message = f"`{name}{part}` is the student's own: it is annotated Any, and never compared"
        yield Objection(message, option)


def returns_something(reference: Reference, name: str) -> Objections:
    """Object to a function that returns None, where what it returns is asked."""
    signature = reference.signatures.get(name)
    if signature is not None and signature.returns is not None and signature.returns.kind is Kind.NOTHING:
        yield Objection(f"`{name}` {RETURNS_NONE}")


def no_arguments(check: Check, reference: Reference) -> Objections:
    """Object to a target that is no function of the reference, or one that takes arguments."""
    yield from function_there(check, reference)
    yield from returns_something(reference, check.target)
    signature = reference.signatures.get(check.target)
    if signature is not None and signature.parameters and reference.refusal(check.target) is None:
        yield Objection(
            f"`{check.target}` takes arguments; `{check.kind}` is for functions without, "
            "`matches` for the others"
        )


SCALARS = (Kind.FLOAT, Kind.INT, Kind.COMPLEX, Kind.BOOL)


def same_result(check: Check, reference: Reference, name: str, item: int) -> Objections:
    """Object to a convention that returns what no answer of the target's kind could be equal to."""
    both = (reference.signatures.get(each) for each in (name, check.target))
    theirs, ours = (each.returns if each is not None else None for each in both)
    if ours is None or theirs is None or {Kind.ANY, Kind.STEPS} & {ours.kind, theirs.kind}:
        return
    alike = ours.kind is theirs.kind or (ours.kind in SCALARS and theirs.kind in SCALARS)
    if alike and (ours.kind is not Kind.ARRAY or len(ours.axes) == len(theirs.axes)):
        return
    came, wanted = (
        f"an array of {len(each.axes)} axes" if each.kind is Kind.ARRAY else f"a {each.kind}"
        for each in (theirs, ours)
    )
    said = f"`{name}` returns {came} where `{check.target}` returns {wanted}: no answer could be right by it"
    yield Objection(said, "accept", item)


def same_arguments(
    check: Check, reference: Reference, option: str, name: str, item: int | None = None
) -> Objections:
    """Object to an option that names no function of the reference, or one of other arguments."""
    known = reference.signatures
    if not name:
        return  # said already, with its place
    if refusal := reference.refusal(name):
        yield refusal
    elif name not in known:
        close = suggestion(name, known)
        yield Objection(f"there is no `{name}` in the reference{close}", option, item)
    elif check.target in known:
        ours, theirs = (", ".join(known[each].asked) for each in (check.target, name))
        if len(known[check.target].parameters) != len(known[name].parameters):
            message = f"`{name}` takes ({theirs}) where `{check.target}` takes ({ours})"
            yield Objection(message, option, item)
