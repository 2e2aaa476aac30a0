"""``gradient``: the function is the derivative of a loss, by central differences.

The loss is the reference's; or, for a share of the points, the student's own (``carried``).
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from grader.checks.error_carried_forward import Variety, carried_forward, own
from grader.checks.finding import Finding
from grader.checks.kind import CheckKind, Objection, Objections, Uses
from grader.checks.repeat import repeated
from grader.checks.slopes import USABLE, Slopes, agree_all, around_no_kinks, differentiable, slopes_of
from grader.checks.trial import CHANGES, Judge, Reading, Trial, precisions
from grader.checks.validate import function_there, no_such_part, returns_something, same_arguments
from grader.checks.way_back import way_back, way_back_objections
from grader.errors import GraderError, suggestion
from grader.examples.draw import Example
from grader.functions.local import applied
from grader.model import Check, Verdict
from grader.reference.contents import Reference
from grader.reference.mistakes import SLIPS
from grader.signatures import parts
from grader.signatures.programs import ProgramSignature
from grader.signatures.signature import Signature
from grader.signatures.specs import Kind
from grader.text.words import listed
from grader.values.compare import NEARLY, Tolerance


def gradient(
    trial: Trial, target: str, *, of: str, wrt: str | Sequence[str], carried: float = 0.0, part: str = ""
) -> Finding:
    """Compare with central differences of the reference's loss ``of`` in the arguments ``wrt``.

    With ``carried``, a function that fails but is the derivative of the student's own loss earns that share.
    Each may be a part of a result: that of the target is ``part``.
    """
    if missing := trial.missing(target):
        return missing
    names = (wrt,) if isinstance(wrt, str) else tuple(wrt)
    signature = trial.reference.signatures[target]
    if isinstance(signature, ProgramSignature):
        return way_back(trial, target, of, names)
    trial = replace(trial, plan=around_no_kinks(trial.plan))
    calls = trial.corpora.direct(target, trial.plan)
    trial.prefetch(calls)
    asked = _Asked(trial, target, part, *parts.split(of), names)
    right = asked.right_slopes(of)
    if sum(any(np.isfinite(s.slopes).any() for s in right(example)) for example in calls.examples) < USABLE:
        raise GraderError(f"fewer than {USABLE} examples of `{of}` are away from its kinks")
    readings = precisions(partial(asked.judgement, right))
    what = ("gradient", target + part, of, *names)
    finding = trial.search(signature, readings, asked.written, what, [calls])
    if finding.verdict is Verdict.PASSED:
        return repeated(trial, [calls]) or finding
    if carried and finding.verdict is Verdict.FAILED and (theirs := own(trial, asked.loss)) is not None:
        return asked.of_own_loss(finding, carried, *theirs)
    return finding


@dataclass(frozen=True)
class _Asked:
    """Part of a result, as the slopes of a part of the result of ``loss`` in some arguments."""

    trial: Trial
    target: str
    part: str
    loss: str
    loss_part: str
    names: tuple[str, ...]

    @property
    def signature(self) -> Signature:
        return self.trial.reference.signatures[self.target]

    def written(self, args: Mapping[str, Any]) -> str:
        """Return the call as code."""
        return self.signature.written(self.target, args) + self.part

    def slopes(self, loss: Callable[..., Any], example: Example) -> list[Slopes]:
        """Return the slopes of a function that stands for the loss."""
        returns = self.trial.reference.signatures[self.loss].returns
        assert returns is not None

        def losses(calls: Sequence[Sequence[Any]]) -> list[float]:
            return [float(parts.pick(applied(loss, values), self.loss_part, returns)) for values in calls]

        return slopes_of(losses, self.signature.complete(example.args), self.names)

    def right_slopes(self, of: str) -> Callable[[Example], list[Slopes]]:
        """Return the slopes of the reference's loss by example, worked out once for all submissions."""
        right, remember = self.trial.reference.answers[self.loss], self.trial.corpora.remember
        found = ("slopes", of, self.names)
        return lambda example: remember(found, example, partial(self.slopes, right, example))

    def judgement(self, slopes_at: Callable[[Example], list[Slopes]], tolerance: Tolerance) -> Judge:
        """Return the judge that holds the student's answers against these slopes."""
        student = self.trial.answers(self.target, tolerance, self.part)

        def judge(example: Example) -> None:
            agree_all(student(*example.values), slopes_at(example), tolerance)

        return judge

    def of_own_loss(
        self, finding: Finding, carried: float, loss: Callable[..., Any], which: tuple[str, ...]
    ) -> Finding:
        """Return what a function earns that is the derivative of the student's own loss."""
        seen = Variety()

        def slopes_at(example: Example) -> list[Slopes]:
            found = self.slopes(loss, example)
            # Any gradient fits a loss that has no slopes but rounding, and a constant one that is linear.
            seen.add(tuple(s.slopes for s in found), tuple(s.allowed for s in found))
            return found

        readings = [Reading(self.judgement(slopes_at, NEARLY))]
        known = (self.signature, readings, self.written, which)
        return carried_forward(self.trial, finding, carried, *known, told=lambda: seen.count)


# ---- the kind ----------------------------------------------------------------------------------------


def _wrt(check: Check) -> tuple[str, ...]:
    wrt = check.options.get("wrt", ())
    return (wrt,) if isinstance(wrt, str) else tuple(wrt)


def _title(check: Check) -> str:
    if not {"of", "wrt"} <= check.options.keys():
        return f"{check.target} is the gradient"
    target = check.target + check.options.get("part", "")
    return f"{target} is the gradient of {check.options['of']} in {listed(_wrt(check))}"


def _validate(check: Check, reference: Reference, _: Collection[str]) -> Objections:
    yield from function_there(check, reference)
    part = check.options.get("part", "")
    yield from returns_something(reference, check.target)
    yield from no_such_part(reference, check.target, part)
    if isinstance(reference.signatures.get(check.target), ProgramSignature):
        yield from way_back_objections(check, reference, _wrt(check))
        return
    yield from _no_loss(check, reference, *parts.split(check.options.get("of", "")))
    signature = reference.signatures.get(check.target)
    if signature is None:
        return
    names, there = _wrt(check), differentiable(signature)
    for item, name in enumerate(names):
        if name and name not in there:
            close = suggestion(name, there)
            message = f"`{name}` is no argument of `{check.target}` with a derivative{close}"
            yield Objection(message, "wrt", item)
    if names and set(names) <= {*there} and (came := _no_derivatives(signature, part, len(names))):
        yield Objection(f"`{check.target}{part}` is no gradient in {', '.join(names)}: it returns {came}")


def _no_loss(check: Check, reference: Reference, loss: str, part: str) -> Objections:
    """Object to a loss that is not there, takes other arguments or returns something else than a number."""
    yield from same_arguments(check, reference, "of", loss)
    signature = reference.signatures.get(loss)
    if signature is None or check.target not in reference.signatures or reference.refusal(loss):
        return
    yield from no_such_part(reference, loss, part, "of")
    returns = parts.spec_of(part, signature.returns) if signature.returns is not None else None
    if returns is not None and returns.kind is not Kind.FLOAT:
        returned = "several results" if returns.kind is Kind.TUPLE else "no float"
        instead = "write a function of the same arguments that returns the loss alone, as float"
        if places := [n for n, each in enumerate(returns.items) if each.kind is Kind.FLOAT]:
            key = repr(returns.keys[places[0]]) if returns.keys else places[0]
            instead = f"name the part that is the loss, as in `of: {loss}[{key}]`"
        yield Objection(f"`{loss}{part}` is no loss: it returns {returned}; {instead}", "of")


def _no_derivatives(signature: Signature, part: str, count: int) -> str:
    """Return what a function returns instead of so many derivatives; "" where it returns these."""
    returns = parts.spec_of(part, signature.returns) if signature.returns is not None else None
    if returns is None:
        return ""
    returned = returns.items if returns.kind in (Kind.TUPLE, Kind.RECORD) else (returns,)
    if len(returned) != count:
        came = "one result" if len(returned) == 1 else f"{len(returned)} results"
        return f"{came}, where one for each of these is wanted"
    if any(each.kind not in (Kind.ARRAY, Kind.FLOAT) for each in returned):
        return "no array and no float"
    return ""


KIND = CheckKind(
    "gradient",
    gradient,
    title=_title,
    validate=_validate,
    slips_of=lambda _: set(SLIPS) - {CHANGES},
    uses=lambda check: Uses(helpers=(parts.split(check.options["of"])[0],)),
    plan_of=around_no_kinks,
)
