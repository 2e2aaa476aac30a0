"""A toy kind of check, whole in this one module: ``shape: f``, for which only the shapes must be right."""

from functools import partial

from grader.checks.finding import Finding
from grader.checks.kind import CheckKind
from grader.checks.readings import Reading
from grader.checks.search import Searched, search
from grader.checks.trial import Trial
from grader.checks.validate import function_there
from grader.examples.draw import Example


def shape(trial: Trial, target: str) -> Finding:
    """Require answers that can be read as the annotation says, whatever numbers they hold."""
    if missing := trial.missing(target):
        return missing
    signature, calls = trial.reference.signatures[target], trial.corpora.direct(target, trial.plan)
    trial.prefetch(calls)
    student = trial.student(target)

    def judge(example: Example) -> None:
        student(*example.values)

    call = partial(signature.written, target)
    return search(Searched(trial, signature, [Reading(judge)], call, ("shape", target), [calls]))


KIND = CheckKind(
    "shape",
    shape,
    title=lambda check: f"{check.target} has the right shape",
    validate=lambda check, reference, _: function_there(check, reference),
)
