"""``matches``: the function returns what the reference returns."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from grader.checks import left_changed
from grader.checks.diagnose import precompute_mistakes
from grader.checks.error_carried_forward import Variety, built_on_own, called_by, carried_forward
from grader.checks.exceptions import answer_or_due
from grader.checks.finding import Finding
from grader.checks.kind import CheckKind, Objection, Objections, Uses
from grader.checks.left_changed import changed_unasked, compared_after, left_wrong, right_left
from grader.checks.parts_apart import apart
from grader.checks.programs import no_such_method, shows_something, signature_of, steps_equal
from grader.checks.readings import Judge, precisions
from grader.checks.repeat import repeated
from grader.checks.search import Searched, search
from grader.checks.trial import Trial
from grader.checks.validate import function_there, no_such_part, same_arguments, same_result
from grader.errors import GraderError
from grader.examples.calls import Calls
from grader.examples.draw import Example
from grader.examples.expected import Expected, answer
from grader.functions.local import applied
from grader.model import Check, Verdict
from grader.reference.contents import Reference, sentence
from grader.reference.mistakes import SLIPS
from grader.signatures import parts
from grader.signatures.programs import ProgramSignature
from grader.signatures.signature import Signature
from grader.signatures.specs import Kind, Spec
from grader.values.compare import Tolerance, agree, require_shapes
from grader.values.exceptions import Due, due, kinds_of
from grader.values.wrong import Wrong, said_of_none


def matches(
    trial: Trial,
    target: str,
    *,
    accept: Sequence[str] = (),
    carried: float = 0.0,
    may_change: Sequence[str] = (),
    changes: Sequence[str] = (),
    part: str = "",
) -> Finding:
    """Compare with the reference on every example.

    ``accept`` names reference functions of other conventions that are right too; one convention must hold on
    all examples.  Right values are not enough where the function leaves an argument changed, but for those
    that it ``may_change``, and those that it ``changes``: what is left in these must be right, too.
    ``part`` is the part of the result that is compared, the others may be anything; or a method of a class.
    With ``carried``, a function that fails but is right for the student's own functions, where the reference
    calls its own, earns that share; and all of it where these are right, if in single precision.
    """
    if missing := trial.missing(target, *getattr(trial.reference.signatures[target], "uses", ())):
        return missing
    if carried and not called_by(trial.reference, target):
        raise GraderError(f"nothing is carried to `{target}`, which calls no other function of the reference")
    tried = searched(trial, target, accept=accept, may_change=may_change, changes=changes, part=part)
    trial.prefetch(*tried.asked)
    finding = apart(tried, target, search(tried), may_change)
    if carried and finding.verdict is Verdict.FAILED:
        finding = _carried(trial, finding, carried, target, part, tried.call, whole=not changes)
    if finding.verdict is Verdict.PASSED:
        alone = part.startswith(".")
        if differs := repeated(trial, tried.asked, writes=bool(may_change or changes), alone=alone):
            return differs
        if unasked := changed_unasked(trial, target, (*may_change, *changes), tried.call):
            return unasked
    return finding


def searched(
    trial: Trial,
    target: str,
    *,
    accept: Sequence[str] = (),
    may_change: Sequence[str] = (),
    changes: Sequence[str] = (),
    part: str = "",
    **_: Any,
) -> Searched:
    """Return what is tried on each example: the answers of each function that is right."""
    signature = signature_of(trial.reference, target, part)
    calls = trial.corpora.direct(target, trial.plan, signature)
    call = partial(_written, signature, target, part)
    lone, tensors = not signature.parameters, signature.hands_tensors
    equals = partial(_equals, trial, target, part=part, may_change=may_change, changes=changes)
    readings = precisions(equals(target), follows=target, lone=lone, tensors=tensors)
    for name in accept:
        remark = f"read as: {sentence(trial.reference.answers[name])}"
        readings += precisions(equals(name), remark, name, lone=lone, tensors=tensors)
    what = ("matches", target + part, *accept, "", *changes, "", *may_change)
    return Searched(trial, signature, readings, call, what, [calls])


def _carried(
    trial: Trial,
    finding: Finding,
    share: float,
    target: str,
    part: str,
    call: Callable[..., str],
    *,
    whole: bool,
) -> Finding:
    theirs = built_on_own(trial, target)
    if theirs is None:
        return finding
    composed, which = theirs
    seen = Variety()
    readings = precisions(_is(trial, target, composed, seen, part))
    signature = trial.reference.signatures[target]
    return carried_forward(
        trial, finding, share, signature, readings, call, which, told=lambda: seen.count, whole=whole
    )


def _written(signature: Signature, target: str, part: str, args: Mapping[str, Any]) -> str:
    return signature.written(target, args) + part


def _part_of(right: Expected, part: str, returns: Spec) -> Expected:
    """Return what is expected of a part; an exception is that of all parts."""
    if not part or isinstance(right.answer, Due):
        return right
    return Expected(*(parts.pick(each, part, returns) for each in (right.answer, right.noise)))


def _equals(
    trial: Trial, target: str, name: str, part: str, may_change: Sequence[str], changes: Sequence[str]
) -> Callable[[Tolerance], Judge]:
    signature, followed = trial.reference.signatures[target], trial.reference.signatures[name]
    if isinstance(signature, ProgramSignature):
        return steps_equal(trial, target, name, part, may_change)
    returns, raises = followed.returns, signature.raises or followed.raises
    assert returns is not None

    def judgement(tolerance: Tolerance) -> Judge:
        student = trial.answers(target, tolerance, part)

        def judge(example: Example) -> None:
            right = _part_of(trial.corpora.expected(name, example), part, returns)
            if raises:
                ask = partial(student, *example.values)
                given = answer_or_due(ask, right.answer, signature, target, example.args)
            else:
                given = student(*example.values)
            try:
                require_shapes(given, right.answer)
                agree(given, right.answer, noise=right.noise)
            except Wrong as wrong:
                if not _of_either_zero(trial, name, example, given, right.noise, part):
                    if not wrong.message and (given is None or right.answer is None):
                        wrong.message = said_of_none(given, right.answer)
                    raise
            if changes and not isinstance(right.answer, Due):  # whoever raises may leave them as they are
                left_wrong(trial, target, name, changes, example)

        return judge

    return judgement


def _of_either_zero(trial: Trial, name: str, example: Example, given: Any, noise: Any, part: str) -> bool:
    """Whether an answer is right where 0 stands for −0: on a cut, as of an angle, either side will do."""
    values = [v + 0.0 if isinstance(v, float) or _is_real(v) else v for v in example.values]
    arrays = [np.asarray(v) for v in example.values if isinstance(v, (float, np.ndarray))]
    if not any(np.signbit(v[v == 0]).any() for v in arrays if _is_real(v)):
        return False
    try:
        right = answer(trial.reference.answers[name], values)
        returns = trial.reference.signatures[name].returns
        assert returns is not None
        agree(given, parts.read(right, part, returns, trial.corpora.sizes(name, example.values)), noise=noise)
    except Exception:  # it is as wrong there; or a kit, which has no other answers
        return False
    return True


def _is_real(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.dtype.kind == "f"


def _is(
    trial: Trial, target: str, composed: Callable[..., Any], seen: Variety, part: str
) -> Callable[[Tolerance], Judge]:
    """Judge by a function built on the student's own; ``seen`` hears its answers."""
    signature = trial.reference.signatures[target]
    returns = signature.returns
    assert returns is not None

    def judgement(tolerance: Tolerance) -> Judge:
        student = trial.answers(target, tolerance, part)

        def judge(example: Example) -> None:
            noise = trial.corpora.expected(target, example).noise
            try:
                theirs = applied(composed, example.values)
            except signature.raises as problem:  # the student's function or the reference's own code
                theirs = due(kinds_of(problem), signature.raises)
            both = _part_of(Expected(theirs, noise), part, returns)
            ask = partial(student, *example.values)
            given = answer_or_due(ask, both.answer, signature, target, example.args)
            require_shapes(given, both.answer)
            agree(given, both.answer, noise=both.noise)
            if not isinstance(theirs, Due):
                seen.add(both.answer, both.noise if isinstance(both.noise, float) else 0.0)

        return judge

    return judgement


# ---- the kind ----------------------------------------------------------------------------------------


def _accepted(check: Check) -> tuple[str, ...]:
    return tuple(check.options.get("accept", ()))


def _validate(check: Check, reference: Reference, _: Collection[str]) -> Objections:
    yield from function_there(check, reference)
    yield from left_changed.validate(check, reference)
    yield from shows_something(check, reference)
    part = check.options.get("part", "")
    if part.startswith(".") and getattr(reference.signatures.get(check.target), "what", "") == "class":
        yield from no_such_method(reference, check.target, part)
    else:
        yield from no_such_part(reference, check.target, part)
    known, target = reference.signatures, check.target
    if check.options.get("carried") and target in known:
        drawn = [name for name, spec in known[target].parameters.items() if spec.kind is Kind.GENERATOR]
        if drawn:
            message = (
                f"nothing is carried to `{target}`: what was drawn from `{drawn[0]}` before is not known"
            )
            yield Objection(message, "carried")
    for item, name in enumerate(_accepted(check)):
        found = list(same_arguments(check, reference, "accept", name, item))
        found = found or list(same_result(check, reference, name, item))
        yield from found
        if found or not {name, target} <= known.keys():
            continue
        if isinstance(known[name], ProgramSignature) != isinstance(known[target], ProgramSignature):
            message = f"`{name}` is asked in another way than `{target}`: one with calls, one with programs"
            yield Objection(message, "accept", item)
            continue
        if len(known[name].defaults) < len(known[target].defaults):
            optional = ", ".join(known[target].defaults)
            message = f"calls of `{target}` may leave out {optional}, but those of `{name}` not all"
            yield Objection(message, "accept", item)


def _released(check: Check) -> Check:
    """Leave out what is carried forward: that needs the answers."""
    return replace(check, options={name: v for name, v in check.options.items() if name != "carried"})


def _signature(reference: Reference, check: Check) -> Signature:
    return signature_of(reference, check.target, check.options.get("part", ""))


def _calls(trial: Trial, check: Check) -> list[Calls]:
    return [trial.corpora.direct(check.target, trial.plan, _signature(trial.reference, check))]


def _freeze(trial: Trial, check: Check) -> None:
    examples = trial.corpora.examples(_signature(trial.reference, check), trial.plan)
    changes = compared_after(check, trial.reference)
    for example in examples:
        for name in (check.target, *_accepted(check)):
            right = trial.corpora.expected(name, example)
            if changes and not isinstance(right.answer, Due):
                right_left(trial, name, changes, example)
    precompute_mistakes(trial, check.target, examples, changes)


KIND = CheckKind(
    "matches",
    matches,
    title=lambda check: f"{check.target}{check.options.get('part', '')} gives the right values",
    validate=_validate,
    slips_of=lambda _: SLIPS,
    uses=lambda check: Uses(accepted=_accepted(check)),
    calls=_calls,
    released=_released,
    freeze=_freeze,
    searched=searched,
)
