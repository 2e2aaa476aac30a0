"""``matches``: the function returns what the reference returns."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from grader.checks.carried import bits, built_on_own, called_by, carried_forward
from grader.checks.finding import Finding
from grader.checks.repeat import repeated
from grader.checks.trial import Judge, Trial, changes_an_argument, precisions
from grader.compare import Tolerance, agree
from grader.errors import GraderError
from grader.examples import Example
from grader.functions import applied
from grader.model import Verdict
from grader.reference import sentence


def matches(trial: Trial, target: str, *, accept: Sequence[str] = (), carried: float = 0.0) -> Finding:
    """Compare with the reference on every example.

    ``accept`` names reference functions of other conventions that are right too; one convention must hold on
    all examples.  Right values lose a fifth of the points where the function leaves an argument changed.
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
    readings = precisions(_equals(trial, target, target), follows=target)
    for name in accept:
        remark = f"read as: {sentence(trial.reference.answers[name])}"
        readings += precisions(_equals(trial, target, name), remark, name)
    finding = trial.search(signature, readings, call, ("matches", target, *accept), [calls])
    if finding.verdict is Verdict.PASSED:
        if differs := repeated(trial, target, call):
            return differs
        if target in trial.changed:
            example, place = trial.changed[target]
            return changes_an_argument(trial, target, place, call, example)
    if carried and finding.verdict is Verdict.FAILED and (theirs := built_on_own(trial, target)) is not None:
        composed, which = theirs
        seen: set[bytes] = set()
        readings = precisions(_is(trial, target, composed, seen))
        return carried_forward(
            trial, finding, carried, signature, readings, call, which, told=lambda: len(seen)
        )
    return finding


def _equals(trial: Trial, target: str, name: str) -> Callable[[Tolerance], Judge]:
    def judgement(tolerance: Tolerance) -> Judge:
        student = trial.student(target, tolerance)

        def judge(example: Example) -> None:
            right = trial.corpora.expected(name, example)
            agree(student(*example.values), right.answer, noise=right.noise)

        return judge

    return judgement


def _is(
    trial: Trial, target: str, composed: Callable[..., Any], seen: set[bytes]
) -> Callable[[Tolerance], Judge]:
    """Judge by a function built on the student's own; ``seen`` are its different answers."""

    def judgement(tolerance: Tolerance) -> Judge:
        student = trial.student(target, tolerance)

        def judge(example: Example) -> None:
            answer = applied(composed, example.values)
            agree(student(*example.values), answer, noise=trial.corpora.expected(target, example).noise)
            seen.add(bits(answer))

        return judge

    return judgement
