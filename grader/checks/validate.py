"""Cross-checks of a rubric with the reference that several kinds of check share."""

from grader.checks.kind import Objection, Objections
from grader.errors import suggestion
from grader.model import Check
from grader.reference.load import Reference


def function_there(check: Check, reference: Reference) -> Objections:
    """Object to a target that is no function of the reference."""
    if refusal := reference.refusal(check.target):
        yield refusal
    elif check.target not in reference.answers:
        close = suggestion(check.target, reference.answers)
        yield Objection(f"there is no function `{check.target}` in the reference{close}")


def no_arguments(check: Check, reference: Reference) -> Objections:
    """Object to a target that is no function of the reference, or one that takes arguments."""
    yield from function_there(check, reference)
    signature = reference.signatures.get(check.target)
    if signature is not None and signature.parameters and reference.refusal(check.target) is None:
        yield Objection(
            f"`{check.target}` takes arguments; `{check.kind}` is for functions without, "
            "`matches` for the others"
        )


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
        ours, theirs = (", ".join(known[each].parameters) for each in (check.target, name))
        if len(known[check.target].parameters) != len(known[name].parameters):
            message = f"`{name}` takes ({theirs}) where `{check.target}` takes ({ours})"
            yield Objection(message, option, item)
