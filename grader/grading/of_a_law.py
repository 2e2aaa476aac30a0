"""What is told of a lost law by what another check finds in the functions that it is about."""

from collections.abc import Callable, Collection, Sequence

from grader.checks import kind_of
from grader.checks.finding import Finding
from grader.checks.trial import Trial
from grader.model import Check, Form, Verdict, Visibility
from grader.patterns.found import always_one_of
from grader.signatures.programs import ProgramSignature


def of_another(
    trial: Trial, check: Check, beside: Sequence[Check], pattern: Callable[[Trial, Check, Finding], str]
) -> str:
    """Return the ``pattern`` that another check tells of a function that a law is about; "" for none.

    What a student is told comes from no input of a hidden check.
    """
    names = kind_of(check).functions_of(check, trial.reference)
    lost_too = Finding(Verdict.FAILED)
    for other in beside:
        seen = other.visibility is Visibility.PUBLIC or check.visibility is Visibility.HIDDEN
        if not seen or other.form is not Form.ANSWER or other.target not in names:
            continue
        others = _not_asked(trial, check, other.target)
        if others is None or other.target not in trial.functions.names:
            continue
        said = pattern(trial, other, lost_too)
        if said and not any(always_one_of(name) in said for name in others):
            return f"Of `{other.target}` itself: {said[0].lower()}{said[1:]}"
    return ""


def _not_asked(trial: Trial, check: Check, name: str) -> Collection[str] | None:
    """Return the methods of a class that a law does not ask; None where it asks none of them."""
    signature, law = trial.reference.signatures[name], trial.reference.laws[check.target]
    if not isinstance(signature, ProgramSignature):
        return ()
    corpora = trial.corpora
    examples = corpora.examples(law.signature, trial.plan)
    programs = [each for example in examples for each in corpora.programs(check.target, example)]
    asked = {step.call.lstrip(".@") for each in programs for step in each.steps if step.call[0] not in "=?"}
    methods = {call.call.lstrip(".@") for call in signature.programs.calls if call.owner}
    return methods - asked if methods & asked or not methods else None
