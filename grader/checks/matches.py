"""``matches``: the function returns what the reference returns."""

from collections.abc import Callable, Sequence

from grader.checks.repeat import repeated
from grader.checks.trial import Finding, Judge, Trial, changes_an_argument, precisions
from grader.compare import Tolerance, agree
from grader.examples import Example
from grader.model import Verdict
from grader.reference import sentence


def matches(trial: Trial, target: str, *, accept: Sequence[str] = ()) -> Finding:
    """Compare with the reference on every example.

    ``accept`` names reference functions of other conventions that are right too; one convention must hold on
    all examples.  Right values lose a fifth of the points where the function leaves an argument changed.
    """
    if missing := trial.missing(target):
        return missing
    signature = trial.reference.signatures[target]
    replies = trial.prefetch(target, trial.corpora.direct(trial.corpora.examples(signature, trial.plan)))
    call = f"{target}({', '.join(signature.parameters)})"
    readings = precisions(_equals(trial, target, target))
    for name in accept:
        remark = f"read as: {sentence(trial.reference.answers[name])}"
        readings += precisions(_equals(trial, target, name), remark)
    finding = trial.search(signature, readings, call, ("matches", target, *accept, replies))
    if finding.verdict is Verdict.PASSED:
        if differs := repeated(trial, target, call):
            return differs
        if target in trial.changed:
            example, place = trial.changed[target]
            return changes_an_argument(trial, target, place, call, example)
    return finding


def _equals(trial: Trial, target: str, name: str) -> Callable[[Tolerance], Judge]:
    def judgement(tolerance: Tolerance) -> Judge:
        student = trial.student(target, tolerance)

        def judge(example: Example) -> None:
            right = trial.corpora.expected(name, example)
            agree(student(*example.values), right.answer, noise=right.noise)

        return judge

    return judgement
