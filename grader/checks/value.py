"""``value``: a number or array that the student worked out, returned by a function without arguments."""

from functools import partial

from grader.checks.finding import Finding
from grader.checks.kind import CheckKind
from grader.checks.repeat import repeated
from grader.checks.trial import Judge, Reading, Trial, precisions
from grader.checks.validate import no_arguments
from grader.examples.draw import Example
from grader.model import Form, Verdict
from grader.values.compare import DOUBLE, Tolerance, agree


def value(trial: Trial, target: str, *, rtol: float | None = None) -> Finding:
    """Compare with the reference's value; ``rtol`` is the relative error that is still right."""
    if missing := trial.missing(target):
        return missing
    calls = trial.corpora.direct(target, trial.plan)
    trial.prefetch(calls)
    signature = trial.reference.signatures[target]
    (example,) = trial.corpora.examples(signature, trial.plan)
    right = trial.corpora.expected(target, example).answer

    def judgement(tolerance: Tolerance) -> Judge:
        student = trial.answers(target, tolerance)

        def judge(_: Example) -> None:
            agree(student(), right)

        return judge

    readings = precisions(judgement, lone=True)
    if rtol is not None:
        readings = [Reading(judgement(DOUBLE), "", Tolerance("", rtol, 1.0))]
    finding = trial.search(signature, readings, partial(signature.written, target))
    return (finding.verdict is Verdict.PASSED and repeated(trial, [calls])) or finding


KIND = CheckKind(
    "value",
    value,
    title=lambda check: f"{check.target} is the right value",
    validate=lambda check, reference, _: no_arguments(check, reference),
    form=Form.VALUE,
    released=lambda _: None,  # the answer to it would be the answer
)
