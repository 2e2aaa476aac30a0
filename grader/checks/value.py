"""``value``: a number or array that the student worked out, returned by a function without arguments."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial

from grader.checks.finding import Finding
from grader.checks.kind import CheckKind, Objections, Uses
from grader.checks.readings import Judge, Reading, precisions
from grader.checks.repeat import repeated
from grader.checks.search import Searched, search
from grader.checks.trial import Trial
from grader.checks.validate import no_arguments, same_arguments, same_result
from grader.examples.draw import Example
from grader.model import Check, Form, Verdict
from grader.reference.contents import Reference, sentence
from grader.signatures.specs import Kind
from grader.values.compare import DOUBLE, Tolerance, agree
from grader.values.figures import Drawing
from grader.values.wrong import Wrong


def value(trial: Trial, target: str, *, rtol: float | None = None, accept: Sequence[str] = ()) -> Finding:
    """Compare with the reference's value, or one of those that are right too.

    ``rtol`` is the relative error that is still right; ``accept`` names the reference's other right values.
    """
    if missing := trial.missing(target):
        return _with_figure(trial, target, missing)
    calls = trial.corpora.direct(target, trial.plan)
    trial.prefetch(calls)
    signature = trial.reference.signatures[target]
    (example,) = trial.corpora.examples(signature, trial.plan)

    def judgement(name: str, tolerance: Tolerance) -> Judge:
        student = trial.answers(target, tolerance)
        right = trial.corpora.expected(name, example).answer

        def judge(_: Example) -> None:
            given = student()
            try:
                agree(given, right)
            except Wrong as wrong:
                if isinstance(right, Drawing):  # a right point of a figure is the answer, too
                    wrong.message = wrong.message.partition(": ")[0]
                raise

        return judge

    readings: list[Reading] = []
    for name in (target, *accept):
        said = "" if name == target else sentence(trial.reference.answers[name])
        remark = f"read as: {said}" if said else ""
        if rtol is None:
            readings += precisions(partial(judgement, name), remark, name, lone=True)
        else:
            readings.append(Reading(judgement(name, DOUBLE), remark, Tolerance("", rtol, 1.0), name))
    finding = search(Searched(trial, signature, readings, partial(signature.written, target)))
    return (finding.verdict is Verdict.PASSED and repeated(trial, [calls])) or finding


def _with_figure(trial: Trial, target: str, missing: Finding) -> Finding:
    """Add where a figure is drawn that may be meant, and how to bind it, where one is asked for."""
    returns = trial.reference.signatures[target].returns
    drawn_in = trial.functions.hint("")
    if returns is None or returns.kind is not Kind.FIGURE or not drawn_in:
        return missing
    said = f"{drawn_in} draws a figure: bind it to the name there, `{target} = plt.gcf()`"
    return replace(missing, message=f"{missing.message}; {said}")


def _accepted(check: Check) -> tuple[str, ...]:
    return tuple(check.options.get("accept", ()))


def _validate(check: Check, reference: Reference, _: Collection[str]) -> Objections:
    yield from no_arguments(check, reference)
    for item, name in enumerate(_accepted(check)):
        yield from same_arguments(check, reference, "accept", name, item)
        yield from same_result(check, reference, name, item)


KIND = CheckKind(
    "value",
    value,
    title=lambda check: f"{check.target} is the right value",
    validate=_validate,
    form=Form.VALUE,
    uses=lambda check: Uses(accepted=_accepted(check)),
    released=lambda _: None,  # the answer to it would be the answer
)
