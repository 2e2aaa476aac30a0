"""Whether functions of a reference fit each other, and their own annotations."""

import inspect
from typing import Any

from grader.reference.contents import Function
from grader.signatures.conform import conform
from grader.signatures.refusals import Unsupported
from grader.signatures.signature import Signature
from grader.signatures.specs import Kind, Spec
from grader.values.numbers import numbers
from grader.values.wrong import Wrong, describe


def takes_as_many(mistake: Function, right: Function) -> bool:
    """Whether a mistake can be called as what it imitates is."""
    parameters = inspect.signature(right).parameters.values()
    named = {each.name: None for each in parameters if each.kind is each.KEYWORD_ONLY}
    try:
        inspect.signature(mistake).bind(*[None] * (len(parameters) - len(named)), **named)
    except TypeError:
        return False
    return True


def always_wanted(mistake: Function, right: Function) -> list[str]:
    """Return the arguments that a mistake has without a default, and what it imitates has with one."""
    ours, theirs = (list(inspect.signature(each).parameters.values()) for each in (mistake, right))
    return [
        one.name
        for one, other in zip(ours, theirs, strict=False)
        if other.default is not other.empty
        and one.default is one.empty
        and one.kind not in (one.VAR_POSITIONAL, one.VAR_KEYWORD)
    ]


def require_fitting_defaults(read: Signature) -> None:
    """Raise Unsupported where a default is no value of its annotation: calls leave the argument out."""
    for name, default in read.defaults.items():
        # None may stand for "not given"; the signatures of a student kit have no defaults but an ellipsis.
        if default is not None and default is not ... and not _fits(default, read.parameters[name]):
            wanted = f"the annotation says {read.parameters[name].kind}"
            raise Unsupported(f"the default of `{name}` is {describe(default)}, and {wanted}")


def _fits(value: Any, wanted: Spec) -> bool:
    try:
        if wanted.kind is Kind.ARRAY:  # how long its axes are, the other arguments say
            numbers(value, whole=wanted.whole, complex_=wanted.complex)
        elif not wanted.items and wanted.kind is not Kind.ANY:
            conform(value, wanted, {})
    except Wrong:
        return False
    return True
