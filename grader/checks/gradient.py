"""``gradient``: the function is the derivative of a loss, by central differences.

The loss is the reference's; or, for a share of the points, the student's own (``carried``).

A central difference (f(x+h) − f(x−h))/2h with h = ∛ε·max(1,|x|) is wrong by about h²f‴/6 + ε|f|/h (Nocedal
and Wright, Numerical Optimization, §8.1).  A derivative a and a difference n agree where
|a−n| ≤ 1e-5·max(|a|,|n|) + 1e-8·(1+|f|) + 20·ε|f|/h·√entries.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from random import Random
from typing import Any

import numpy as np

from grader.checks.error_carried_forward import Variety, carried_forward, own
from grader.checks.finding import Finding
from grader.checks.kind import CheckKind, Objection, Objections, Uses
from grader.checks.repeat import repeated
from grader.checks.trial import CHANGES, Judge, Reading, Trial, precisions
from grader.checks.validate import function_there, same_arguments
from grader.errors import GraderError, suggestion
from grader.examples.draw import Example, Plan
from grader.functions.local import applied
from grader.model import Check, Verdict
from grader.reference.load import Reference
from grader.reference.mistakes import SLIPS
from grader.signatures.domains import Mood
from grader.signatures.inputs import Kind, Signature
from grader.text.words import listed
from grader.values.compare import NEARLY, SINGLE, Tolerance, Wrong
from grader.values.stored import storable

EPSILON = float(np.finfo(float).eps)
STEP = float(np.cbrt(EPSILON))
ENTRIES = 50  # an argument with more entries is tried along a few random directions, not along each entry
DIRECTIONS = 3
USABLE = 20  # with fewer examples away from kinks nothing is decided
# Differences say little on the largest and smallest scales; the comparison with the reference covers those.
MOODS = (Mood.PLAIN, Mood.ONES, Mood.UNEVEN, Mood.TIES, Mood.ORDINARY, Mood.LAYOUT, Mood.LONG)


def gradient(
    trial: Trial, target: str, *, of: str, wrt: str | Sequence[str], carried: float = 0.0
) -> Finding:
    """Compare with central differences of the reference's loss ``of`` in the arguments ``wrt``.

    With ``carried``, a function that fails but is the derivative of the student's own loss earns that share.
    """
    if missing := trial.missing(target):
        return missing
    names = (wrt,) if isinstance(wrt, str) else tuple(wrt)
    signature = trial.reference.signatures[target]
    trial = replace(trial, plan=around_no_kinks(trial.plan))
    examples = trial.corpora.examples(signature, trial.plan)
    calls = trial.corpora.direct(target, trial.plan)
    trial.prefetch(calls)
    call = partial(signature.written, target)

    def of_reference(example: Example) -> list[Slopes]:
        found = ("slopes", of, names)
        args = signature.complete(example.args)
        return trial.corpora.remember(found, example, lambda: _slopes(reference, args, names))

    def reference(calls: Sequence[Sequence[Any]]) -> list[float]:
        return [float(applied(trial.reference.answers[of], values)) for values in calls]

    if sum(any(np.isfinite(s.slopes).any() for s in of_reference(e)) for e in examples) < USABLE:
        raise GraderError(f"fewer than {USABLE} examples of `{of}` are away from its kinks")
    readings = precisions(_judgement(trial, target, of_reference))
    finding = trial.search(signature, readings, call, ("gradient", target, of, *names), [calls])
    if finding.verdict is Verdict.PASSED:
        return repeated(trial, [calls]) or finding
    if carried and finding.verdict is Verdict.FAILED and (theirs := own(trial, of)) is not None:
        loss, which = theirs
        seen = Variety()

        def of_student(example: Example) -> list[Slopes]:
            args = signature.complete(example.args)
            found = _slopes(lambda calls: [applied(loss, values) for values in calls], args, names)
            # Any gradient fits a loss that has no slopes but rounding, and a constant one that is linear.
            seen.add(tuple(s.slopes for s in found), tuple(s.allowed for s in found))
            return found

        readings = [Reading(_judgement(trial, target, of_student)(NEARLY))]
        return carried_forward(
            trial, finding, carried, signature, readings, call, which, told=lambda: seen.count
        )
    return finding


def around_no_kinks(plan: Plan) -> Plan:
    """Return the plan of the examples on which differences say something: half as many, but enough."""
    return replace(plan, moods=MOODS, count=max(plan.count // 2, 2 * USABLE))


@storable("slopes")
@dataclass(frozen=True)
class Slopes:
    """The slopes of a loss in one argument along some directions (one a row); NaN where there is a kink."""

    directions: np.ndarray
    slopes: np.ndarray
    allowed: float  # the error of a slope that rounding explains


def _slopes(
    loss: Callable[[list[Sequence[Any]]], list[float]], args: Mapping[str, Any], names: Sequence[str]
) -> list[Slopes]:
    """Take central differences of the loss in each of the named arguments."""
    found = []
    for name in names:
        value = np.asarray(args[name], dtype=np.float64)
        h = STEP * max(1.0, float(np.abs(value).max(initial=0.0)))
        directions = _directions(value.size)
        calls: list[Sequence[Any]] = [tuple(args.values())]
        for direction in directions:
            for step in (h, -h):
                moved = value + step * direction.reshape(value.shape)
                calls.append([moved if n == name else v for n, v in args.items()])
        with np.errstate(all="ignore"):
            at, *losses = loss(calls)
            up, down = np.array(losses[::2]), np.array(losses[1::2])
            forward, backward = (up - at) / h, (at - down) / h
            size = np.maximum(np.abs(forward), np.abs(backward))
            # The two one-sided slopes of a smooth function differ by h·f″, those of a kink by the kink.
            smooth = np.isfinite(size) & (np.abs(forward - backward) <= 1e-3 * np.maximum(1.0, size))
            slopes = np.where(smooth, (up - down) / (2 * h), np.nan)
        rounding = 20 * EPSILON * abs(at) / h * float(np.sqrt(value.size))
        found.append(Slopes(directions, slopes, 1e-8 * (1 + abs(at)) + rounding))
    return found


def _directions(size: int) -> np.ndarray:
    if size <= ENTRIES:
        return np.eye(size)
    random = Random(0)  # noqa: S311  (the same directions for everyone)
    return np.array([[random.choice((-1.0, 1.0)) for _ in range(size)] for _ in range(DIRECTIONS)])


def _judgement(
    trial: Trial, target: str, slopes_at: Callable[[Example], list[Slopes]]
) -> Callable[[Tolerance], Judge]:
    def judgement(tolerance: Tolerance) -> Judge:
        student = trial.student(target, tolerance)

        def judge(example: Example) -> None:
            answer = student(*example.values)
            parts = answer if isinstance(answer, tuple) else (answer,)
            slopes = slopes_at(example)
            for place, (part, found) in enumerate(zip(parts, slopes, strict=True), start=1):
                _agree(np.asarray(part), found, tolerance, f"result {place}" if len(parts) > 1 else "")

        return judge

    return judgement


def _agree(part: np.ndarray, found: Slopes, tolerance: Tolerance, result: str) -> None:
    """Require a gradient to have the slopes that were found, but at kinks; raise Wrong where they differ."""
    ours = found.directions @ part.ravel()
    used = ~np.isnan(found.slopes)
    theirs = np.where(used, found.slopes, ours)
    size = np.maximum(np.abs(ours), np.abs(theirs))
    if tolerance is SINGLE:  # one float32 rounding of the largest entry shows in all of them
        allowed = found.allowed + tolerance.relative * size.max(initial=0.0)
    else:
        allowed = found.allowed + 10 * tolerance.relative * size
    close = np.abs(ours - theirs) <= allowed
    if close.all():
        return
    if len(found.directions) != part.size:
        raise Wrong("the slope along a random direction is not the one of the loss", part)
    first = int(np.argmin(close))
    index = [int(i) for i in np.unravel_index(first, part.shape)]
    where = ", ".join(filter(None, (result, str(index) if index else "")))
    raise Wrong("", part, theirs.reshape(part.shape), where)


# ---- the kind ----------------------------------------------------------------------------------------


def _wrt(check: Check) -> tuple[str, ...]:
    wrt = check.options.get("wrt", ())
    return (wrt,) if isinstance(wrt, str) else tuple(wrt)


def _title(check: Check) -> str:
    if not {"of", "wrt"} <= check.options.keys():
        return f"{check.target} is the gradient"
    return f"{check.target} is the gradient of {check.options['of']} in {listed(_wrt(check))}"


def _validate(check: Check, reference: Reference, _: Collection[str]) -> Objections:
    yield from function_there(check, reference)
    yield from _no_loss(check, reference, check.options.get("of", ""))
    signature = reference.signatures.get(check.target)
    if signature is None:
        return
    names, there = _wrt(check), _differentiable(signature)
    for item, name in enumerate(names):
        if name and name not in there:
            close = suggestion(name, there)
            message = f"`{name}` is no argument of `{check.target}` with a derivative{close}"
            yield Objection(message, "wrt", item)
    if names and set(names) <= {*there} and (came := _no_derivatives(signature, len(names))):
        yield Objection(f"`{check.target}` is no gradient in {', '.join(names)}: it returns {came}")


def _no_loss(check: Check, reference: Reference, loss: str) -> Objections:
    """Object to a loss that is not there, takes other arguments or returns something else than a number."""
    yield from same_arguments(check, reference, "of", loss)
    signature = reference.signatures.get(loss)
    if signature is None or check.target not in reference.signatures or reference.refusal(loss):
        return
    returns = signature.returns
    if returns is not None and returns.kind is not Kind.FLOAT:
        returned = "several results" if returns.kind is Kind.TUPLE else "no float"
        instead = "write a function of the same arguments that returns the loss alone, as float"
        yield Objection(f"`{loss}` is no loss: it returns {returned}; {instead}", "of")


def _no_derivatives(signature: Signature, count: int) -> str:
    """Return what a function returns instead of so many derivatives; "" where it returns these."""
    returns = signature.returns
    if returns is None:
        return ""
    returned = returns.items if returns.kind is Kind.TUPLE else (returns,)
    if len(returned) != count:
        came = "one result" if len(returned) == 1 else f"{len(returned)} results"
        return f"{came}, where one for each of these is wanted"
    if any(each.kind not in (Kind.ARRAY, Kind.FLOAT) for each in returned):
        return "no array and no float"
    return ""


def _differentiable(signature: Signature) -> list[str]:
    return [
        name
        for name, spec in signature.parameters.items()
        if spec.kind in (Kind.ARRAY, Kind.FLOAT) and not spec.whole and not spec.complex
    ]


KIND = CheckKind(
    "gradient",
    gradient,
    title=_title,
    validate=_validate,
    slips_of=lambda _: set(SLIPS) - {CHANGES},
    uses=lambda check: Uses(helpers=(check.options["of"],)),
    plan_of=around_no_kinks,
)
