"""``matches``: the function returns what the reference returns."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from grader.checks.diagnose import precompute_mistakes
from grader.checks.error_carried_forward import Variety, built_on_own, called_by, carried_forward
from grader.checks.exceptions import answer_or_due
from grader.checks.finding import Finding
from grader.checks.kind import CheckKind, Objection, Objections, Uses
from grader.checks.repeat import repeated
from grader.checks.trial import Judge, Trial, changes_an_argument, precisions
from grader.checks.validate import function_there, same_arguments
from grader.errors import GraderError
from grader.examples.draw import Example, answer
from grader.functions.local import applied
from grader.model import Check, Verdict
from grader.reference.load import Reference, sentence
from grader.reference.mistakes import SLIPS
from grader.signatures.conform import conform
from grader.values.compare import Tolerance, Wrong, agree
from grader.values.exceptions import Due, due, kinds_of


def matches(trial: Trial, target: str, *, accept: Sequence[str] = (), carried: float = 0.0) -> Finding:
    """Compare with the reference on every example.

    ``accept`` names reference functions of other conventions that are right too; one convention must hold on
    all examples.  Right values are not enough where the function leaves an argument changed.
    With ``carried``, a function that fails but is right for the student's own functions, where the reference
    calls its own, earns that share.
    """
    if missing := trial.missing(target):
        return missing
    if carried and not called_by(trial.reference, target):
        raise GraderError(f"nothing is carried to `{target}`, which calls no other function of the reference")
    signature = trial.reference.signatures[target]
    calls = trial.corpora.direct(target, trial.plan)
    trial.prefetch(calls)
    call = partial(signature.written, target)
    lone = not signature.parameters
    readings = precisions(_equals(trial, target, target), follows=target, lone=lone)
    for name in accept:
        remark = f"read as: {sentence(trial.reference.answers[name])}"
        readings += precisions(_equals(trial, target, name), remark, name, lone=lone)
    finding = trial.search(signature, readings, call, ("matches", target, *accept), [calls])
    if finding.verdict is Verdict.PASSED:
        if differs := repeated(trial, [calls]):
            return differs
        if target in trial.changed:
            example, place = trial.changed[target]
            return changes_an_argument(trial, target, place, call, example)
    if carried and finding.verdict is Verdict.FAILED and (theirs := built_on_own(trial, target)) is not None:
        composed, which = theirs
        seen = Variety()
        readings = precisions(_is(trial, target, composed, seen))
        return carried_forward(
            trial, finding, carried, signature, readings, call, which, told=lambda: seen.count
        )
    return finding


def _equals(trial: Trial, target: str, name: str) -> Callable[[Tolerance], Judge]:
    signature = trial.reference.signatures[target]
    raises = signature.raises or trial.reference.signatures[name].raises

    def judgement(tolerance: Tolerance) -> Judge:
        student = trial.answers(target, tolerance)

        def judge(example: Example) -> None:
            right = trial.corpora.expected(name, example)
            if raises:
                ask = partial(student, *example.values)
                given = answer_or_due(ask, right.answer, signature, target, example.args)
            else:
                given = student(*example.values)
            try:
                agree(given, right.answer, noise=right.noise)
            except Wrong:
                if not _of_either_zero(trial, name, example, given, right.noise):
                    raise

        return judge

    return judgement


def _of_either_zero(trial: Trial, name: str, example: Example, given: Any, noise: Any) -> bool:
    """Whether an answer is right where 0 stands for −0: on a cut, as of an angle, either side will do."""
    values = [v + 0.0 if isinstance(v, float) or _is_real(v) else v for v in example.values]
    if not any(np.signbit(v[v == 0]).any() for v in map(np.asarray, example.values) if _is_real(v)):
        return False
    try:
        right = answer(trial.reference.answers[name], values)
        returns = trial.reference.signatures[name].returns
        assert returns is not None
        agree(given, conform(right, returns, trial.corpora.sizes(name, example.values)), noise=noise)
    except Exception:  # it is as wrong there; or a kit, which has no other answers
        return False
    return True


def _is_real(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.dtype.kind == "f"


def _is(
    trial: Trial, target: str, composed: Callable[..., Any], seen: Variety
) -> Callable[[Tolerance], Judge]:
    """Judge by a function built on the student's own; ``seen`` hears its answers."""
    signature = trial.reference.signatures[target]

    def judgement(tolerance: Tolerance) -> Judge:
        student = trial.answers(target, tolerance)

        def judge(example: Example) -> None:
            noise = trial.corpora.expected(target, example).noise
            try:
                theirs = applied(composed, example.values)
            except signature.raises as problem:  # the student's function or the reference's own code
                theirs = due(kinds_of(problem), signature.raises)
            ask = partial(student, *example.values)
            agree(answer_or_due(ask, theirs, signature, target, example.args), theirs, noise=noise)
            if not isinstance(theirs, Due):
                seen.add(theirs, noise if isinstance(noise, float) else 0.0)

        return judge

    return judgement


# ---- the kind ----------------------------------------------------------------------------------------


def _accepted(check: Check) -> tuple[str, ...]:
    return tuple(check.options.get("accept", ()))


def _validate(check: Check, reference: Reference, _: Collection[str]) -> Objections:
    yield from function_there(check, reference)
    known, target = reference.signatures, check.target
    for item, name in enumerate(_accepted(check)):
        found = list(same_arguments(check, reference, "accept", name, item))
        yield from found
        if found or not {name, target} <= known.keys():
            continue
        if len(known[name].defaults) < len(known[target].defaults):
            optional = ", ".join(known[target].defaults)
            message = f"calls of `{target}` may leave out {optional}, but those of `{name}` not all"
            yield Objection(message, "accept", item)


def _released(check: Check) -> Check:
    """Leave out what is carried forward: that needs the answers."""
    return replace(check, options={name: v for name, v in check.options.items() if name != "carried"})


def _freeze(trial: Trial, check: Check) -> None:
    examples = trial.corpora.examples(trial.reference.signatures[check.target], trial.plan)
    for example in examples:
        for name in (check.target, *_accepted(check)):
            trial.corpora.expected(name, example)
    precompute_mistakes(trial, check.target, examples)


KIND = CheckKind(
    "matches",
    matches,
    title=lambda check: f"{check.target} gives the right values",
    validate=_validate,
    slips_of=lambda _: SLIPS,
    uses=lambda check: Uses(accepted=_accepted(check)),
    released=_released,
    freeze=_freeze,
)
