"""``witness``: the student supplies an example that proves a claim; any correct one is right."""

from collections.abc import Collection, Iterator
from itertools import product
from typing import Any

import numpy as np

from grader.checks.finding import Finding
from grader.checks.kind import CheckKind, Objection, Objections, Uses
from grader.checks.trial import Trial
from grader.checks.validate import no_arguments
from grader.errors import suggestion
from grader.functions.reply import Failure
from grader.model import Check, Evidence, Form, Verdict
from grader.reference.contents import Reference
from grader.signatures.signature import Signature
from grader.signatures.specs import Kind, Spec
from grader.values.numbers import numbers
from grader.values.wrong import Wrong, describe


def witness(trial: Trial, target: str, *, proves: str) -> Finding:
    """Call the student's function without arguments and put what it returns to the claim ``proves``."""
    if missing := trial.missing(target):
        return missing
    claim = trial.reference.laws[proves]
    call = target if target in trial.reference.variables else f"{target}()"
    (reply,) = trial.functions.ask(target, [()])
    if isinstance(reply, Failure):
        message = f"`{target}` raised {reply.message}" if reply.verdict is Verdict.RAISED else reply.message
        return Finding(reply.verdict, message=message, evidence=Evidence(message, call))
    values: dict[str, Any] = {}
    try:
        values = _fitting(reply.value, claim.signature)
        if not all(np.isfinite(each).all() for each in values.values()):  # every equation fails with these
            raise Wrong("an example is made of finite numbers, and nan or infinity was returned")
        with np.errstate(all="ignore"):
            holds = claim.function(**values)
        if holds is None or holds:
            return Finding(Verdict.PASSED, 1.0)
        why = claim.sentence
    except Wrong as wrong:
        why = wrong.message or _differs(claim.sentence, wrong)
    except AssertionError as broken:
        why = str(broken) or claim.sentence
    except Exception as problem:  # the claim met an example it cannot even calculate with
        why = f"nothing could be calculated from it ({type(problem).__name__}: {problem})"
    message = f"the example does not show it: {why}"
    evidence = Evidence(message, call, values, got=reply.value)
    return Finding(Verdict.FAILED, message=message, evidence=evidence)


def _differs(sentence: str, wrong: Wrong) -> str:
    """Return what was claimed, and what came out instead."""
    return f"{sentence} {describe(wrong.got)} came out where {describe(wrong.expected)} was expected"


def _fitting(value: Any, signature: Signature) -> dict[str, Any]:
    """Name the parts of a witness and give them the shapes of the claim; raise Wrong where that fails."""
    names = list(signature.parameters)
    expected = f"({', '.join(names)})"
    if not isinstance(value, (list, tuple)) or len(value) != len(names):
        raise Wrong(f"{describe(value)} was returned where {expected} was expected")
    for candidate in product(*map(_shapes, value, signature.parameters.values())):
        values = dict(zip(names, candidate, strict=True))
        sizes = signature.sizes(values)
        if all(
            np.shape(values[n]) == spec.shape(sizes)
            for n, spec in signature.parameters.items()
            if spec.kind is Kind.ARRAY
        ):
            return values
    raise Wrong(f"the shapes of {expected} do not fit together")


def _shapes(value: Any, spec: Spec) -> Iterator[np.ndarray]:
    """Yield the value with as many axes as it should have: axes of length one are left out or put in."""
    array, axes = numbers(value, complex_=spec.complex), len(spec.axes)
    if array.ndim == axes:
        yield array
        return
    long = tuple(length for length in array.shape if length != 1)
    for places in product((False, True), repeat=axes):
        if sum(places) == len(long):
            lengths = iter(long)
            yield array.reshape(tuple(next(lengths) if place else 1 for place in places))


# ---- the kind ----------------------------------------------------------------------------------------


def _title(check: Check) -> str:
    return f"{check.target} proves: {check.options.get('proves', 'the claim').replace('_', ' ')}"


def _validate(check: Check, reference: Reference, _: Collection[str]) -> Objections:
    yield from no_arguments(check, reference)
    claim = check.options.get("proves")
    if not claim:
        return
    if refusal := reference.refusal(claim):
        yield refusal
    elif claim not in reference.laws:
        close = suggestion(claim, reference.laws)
        yield Objection(f"there is no `{claim}` in the reference{close}", "proves")


KIND = CheckKind(
    "witness",
    witness,
    title=_title,
    validate=_validate,
    form=Form.EXAMPLE,
    uses=lambda check: Uses(laws=(check.options["proves"],)),
    calls=lambda _, __: [],  # its one answer is put to the claim as it comes
)
