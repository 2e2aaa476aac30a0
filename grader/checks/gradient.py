"""``gradient``: the function is the derivative of a loss, by central differences.

The loss is the reference's; or, for a share of the points, the student's own (``carried``).
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from grader.checks.error_carried_forward import Variety, carried_forward, looks_at_as_much, own
from grader.checks.finding import Finding
from grader.checks.idle import idle
from grader.checks.kind import CheckKind, Objection, Objections, Uses
from grader.checks.readings import CHANGES, Judge, Reading, Stopped, Written, precisions
from grader.checks.repeat import repeated
from grader.checks.search import Searched, search
from grader.checks.slopes import (
    Slopes,
    agree_all,
    around_no_kinks,
    differentiable,
    losses_of,
    require_usable,
    right_slopes,
    slopes_of,
)
from grader.checks.trial import Trial
from grader.checks.validate import function_there, no_such_part, returns_something, same_arguments
from grader.checks.way_back import searched_back, way_back, way_back_objections
from grader.errors import suggestion
from grader.examples.draw import Example
from grader.examples.expected import answer
from grader.model import Check, Verdict
from grader.reference.contents import Reference, sentence
from grader.reference.mistakes import SLIPS
from grader.signatures import parts
from grader.signatures.programs import ProgramSignature
from grader.signatures.signature import Signature
from grader.signatures.specs import Kind
from grader.text.words import listed
from grader.values.compare import NEARLY, Tolerance


def gradient(
    trial: Trial,
    target: str,
    *,
    of: str,
    wrt: str | Sequence[str],
    accept: Sequence[str] = (),
    carried: float = 0.0,
    part: str = "",
) -> Finding:
    """Compare with central differences of the reference's loss ``of`` in the arguments ``wrt``.

    ``accept`` names losses of other conventions whose derivative is right too; one must hold on all examples.
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
    tried = searched(trial, target, of=of, wrt=wrt, accept=accept, part=part)
    finding = search(tried)
    if finding.verdict is Verdict.PASSED:
        return repeated(trial, [calls]) or finding
    lost = carried and finding.verdict is Verdict.FAILED
    return _carried(trial, finding, carried, target, part, of, names, tried.call) if lost else finding


def searched(
    trial: Trial,
    target: str,
    *,
    of: str,
    wrt: str | Sequence[str],
    accept: Sequence[str] = (),
    part: str = "",
    **_: Any,
) -> Searched:
    """Return what is tried on each example: the derivative of each loss whose derivative is right."""
    names = (wrt,) if isinstance(wrt, str) else tuple(wrt)
    signature = trial.reference.signatures[target]
    if isinstance(signature, ProgramSignature):
        return searched_back(trial, target, of, names)
    calls = trial.corpora.direct(target, trial.plan)
    readings: list[Reading] = []
    for loss in (of, *accept):
        slopes = partial(right_slopes, trial, signature, loss, names)
        require_usable(loss, [slopes(each) for each in calls.examples])
        name = parts.split(loss)[0]
        remark = f"read as: {sentence(trial.reference.answers[name])}" if loss in accept else ""
        # Where the losses are parts of such results as the target's, what is told follows the nearest one.
        follows = name if target == parts.split(of)[0] else ""
        judged = _judgement(trial, target, part, slopes)
        readings += precisions(judged, remark, follows, tensors=signature.hands_tensors)

    def call(args: Mapping[str, Any]) -> str:
        return signature.written(target, args) + part

    what = ("gradient", target + part, of, *accept, *names)
    return Searched(trial, signature, readings, call, what, [calls])


def _carried(
    trial: Trial,
    finding: Finding,
    share: float,
    target: str,
    part: str,
    of: str,
    names: Sequence[str],
    call: Written,
) -> Finding:
    """Return the finding with a share of the points where it is the derivative of the student's own loss."""
    theirs = own(trial, parts.split(of)[0])
    if theirs is None:
        return finding
    loss, which = theirs
    signature, seen = trial.reference.signatures[target], Variety()
    if _is_no_work(trial, target, part, of, loss):
        return finding

    def of_student(example: Example) -> list[Slopes]:
        found = slopes_of(partial(losses_of, trial, of, loss), signature.complete(example.args), names)
        # Any gradient fits a loss that has no slopes but rounding, and a constant one that is linear.
        seen.add(tuple(s.slopes for s in found), tuple(s.allowed for s in found))
        return found

    readings = [Reading(_judgement(trial, target, part, of_student)(NEARLY))]
    return carried_forward(trial, finding, share, signature, readings, call, which, told=lambda: seen.count)


def _is_no_work(trial: Trial, target: str, part: str, of: str, loss: Callable[..., Any]) -> bool:
    """Whether a gradient is an argument handed back, or loss or gradient look at less than the right ones."""
    examples = trial.corpora.examples(trial.reference.signatures[target], trial.plan)
    if idle(trial, (target,), len(examples)):
        return True
    signatures, answers = trial.reference.signatures, trial.reference.answers

    def right(name: str, piece: str, *values: Any) -> Any:
        returns = signatures[name].returns
        assert returns is not None
        return parts.pick(answer(answers[name], values), piece, returns)

    name, piece = parts.split(of)

    def own_loss(*values: Any) -> float:
        return losses_of(trial, of, loss, [values])[0]

    student = trial.answers(target, NEARLY, part)
    try:
        return not (
            looks_at_as_much(own_loss, partial(right, name, piece), examples)
            and looks_at_as_much(student, partial(right, target, part), examples)
        )
    except Stopped:  # of one that hangs nothing is carried
        return True


def _judgement(
    trial: Trial, target: str, part: str, slopes_at: Callable[[Example], list[Slopes]]
) -> Callable[[Tolerance], Judge]:
    def judgement(tolerance: Tolerance) -> Judge:
        student = trial.answers(target, tolerance, part)

        def judge(example: Example) -> None:
            agree_all(student(*example.values), slopes_at(example), tolerance)

        return judge

    return judgement


# ---- the kind ----------------------------------------------------------------------------------------


def _wrt(check: Check) -> tuple[str, ...]:
    wrt = check.options.get("wrt", ())
    return (wrt,) if isinstance(wrt, str) else tuple(wrt)


def _accepted(check: Check) -> tuple[str, ...]:
    return tuple(check.options.get("accept", ()))


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
        if _accepted(check):
            message = f"`{check.target}` is given what `of` keeps, and so can be the way back of no other"
            yield Objection(message, "accept")
        yield from way_back_objections(check, reference, _wrt(check))
        return
    yield from _no_loss(check, reference, "of", check.options.get("of", ""))
    for item, loss in enumerate(_accepted(check)):
        yield from _no_loss(check, reference, "accept", loss, item)
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


def _no_loss(
    check: Check, reference: Reference, option: str, written: str, item: int | None = None
) -> Objections:
    """Object to a loss that is not there, takes other arguments or returns something else than a number."""
    loss, part = parts.split(written)
    yield from same_arguments(check, reference, option, loss, item)
    signature = reference.signatures.get(loss)
    if signature is None or check.target not in reference.signatures or reference.refusal(loss):
        return
    for each in no_such_part(reference, loss, part, option):
        yield replace(each, item=item) if isinstance(each, Objection) else each
    returns = parts.spec_of(part, signature.returns) if signature.returns is not None else None
    if returns is not None and not returns.number:
        returned = "several results" if returns.kind is Kind.TUPLE else "no float"
        instead = "write a function of the same arguments that returns the loss alone, as float"
        if places := [n for n, each in enumerate(returns.items) if each.number]:
            key = repr(returns.keys[places[0]]) if returns.keys else places[0]
            instead = f"name the part that is the loss, as in `{option}: {loss}[{key}]`"
        yield Objection(f"`{loss}{part}` is no loss: it returns {returned}; {instead}", option, item)


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


def _uses(check: Check) -> Uses:
    of, *accepted = (parts.split(each)[0] for each in (check.options["of"], *_accepted(check)))
    if of == check.target:  # what these return is as right as what the target's reference does
        return Uses(tuple(accepted), (of,))
    return Uses(helpers=(of, *accepted))


def _freeze(trial: Trial, check: Check) -> None:
    """Work out the slopes of every loss that is accepted: a submission may follow any."""
    signature = trial.reference.signatures[check.target]
    if isinstance(signature, ProgramSignature):
        return
    plan = around_no_kinks(trial.plan)
    for loss in _accepted(check):
        for example in trial.corpora.examples(signature, plan):
            right_slopes(trial, signature, loss, _wrt(check), example)
            if parts.split(check.options["of"])[0] == check.target:
                trial.corpora.expected(parts.split(loss)[0], example)


KIND = CheckKind(
    "gradient",
    gradient,
    title=_title,
    validate=_validate,
    slips_of=lambda _: set(SLIPS) - {CHANGES},
    uses=_uses,
    plan_of=around_no_kinks,
    freeze=_freeze,
    searched=searched,
)
