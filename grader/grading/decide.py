"""Ask and decide: what a submission is asked beforehand, and what becomes of one check."""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from grader.checks import functions_of, kind_of
from grader.checks.finding import Finding
from grader.checks.repeat import ask_again
from grader.checks.trial import Trial
from grader.errors import GraderError
from grader.examples.calls import Calls
from grader.model import Check, Verdict
from grader.text.values import line
from grader.values.printed import PrintedText

ARGUMENTS = re.compile(r"TypeError: .* (positional argument|keyword argument|required keyword)")


def planned(trial: Trial, check: Check) -> Trial:
    """Return the trial with as many examples as the check wants."""
    if check.examples is None:
        return trial
    return replace(trial, plan=replace(trial.plan, count=check.examples))


def unnoted(trial: Trial, check: Check) -> Trial:
    """Return the trial, planned, for what decides nothing: what it meets is noted for no other check."""
    return replace(planned(trial, check), said=replace(trial.said, changed={}, last={}))


def ask_beforehand(trial: Trial, checks: Sequence[Check]) -> None:
    """Ask in few messages what these checks ask of every submission.

    What goes wrong here goes wrong again, and is said, when the check that it concerns is decided.
    """
    there = [
        (planned(trial, check), check)
        for check in checks
        if set(functions_of(check, trial.reference)) <= set(trial.functions.names)
    ]
    calls: list[Calls] = []
    to_repeat: list[Calls] = []  # not what draws at random in each call
    for each, check in there:
        kind = kind_of(check)
        with suppress(Exception):
            planned_calls = kind.planned_calls(each, check)
            calls += planned_calls
            to_repeat += planned_calls if kind.repeats else []
    with suppress(Exception):
        trial.prefetch(*calls)
    if to_repeat:
        with suppress(Exception):
            ask_again(trial, to_repeat)


def decide(trial: Trial, check: Check) -> Finding:
    """Run one check; what goes wrong in it that is not the student's doing is BROKEN, never a lost point."""
    try:
        return kind_of(check).decide(planned(trial, check), check)
    except GraderError as problem:
        said = with_inputs(problem)
    except Exception as problem:
        said = f"{type(problem).__name__}: {problem}"
    return Finding(Verdict.BROKEN, message=f"this check could not be decided: {said}")


def with_inputs(problem: GraderError) -> str:
    """Return what went wrong, and at which arguments."""
    at = ", ".join(f"{name} = {line(value)}" for name, value in problem.inputs.items())
    return f"{problem} at {at}" if at else str(problem)


def _joined(message: str, hint: str) -> str:
    """Return both, in one sentence or two."""
    if message.endswith("."):
        return f"{message} {hint[:1].upper()}{hint[1:]}."
    return f"{message}; {hint}" if message else hint


def _has_no_words(got: object, expected: object) -> str:
    """Return what is said where a text should tell of an object, and Python does in its own words."""
    came = re.findall(r"<\w+ object>", _text_of(got))
    if not came or came[0] in _text_of(expected):
        return ""
    return f"`{came[0]}` is what Python writes of an object whose class has no `__str__` and no `__repr__`"


def _text_of(value: object) -> str:
    """Return a text, the texts of a list, or what was printed."""
    if isinstance(value, (list, tuple)):
        return " ".join(map(_text_of, value))
    return value if isinstance(value, str) else value.text if isinstance(value, PrintedText) else ""


def hinted(trial: Trial, check: Check, found: Finding) -> Finding:
    """Add to a lost check what is known of the function itself: it prints, its arguments are others."""
    if found.evidence is None or found.verdict not in (Verdict.FAILED, Verdict.RAISED):
        return found
    if found.mistake is None and (hint := _has_no_words(found.evidence.got, found.evidence.expected)):
        return replace(found, message=_joined(found.message, hint))
    for name in functions_of(check, trial.reference):
        asked, theirs = trial.reference.signatures[name].asked, trial.functions.arguments(name)
        hint = ""
        if (
            found.verdict is Verdict.RAISED
            and ARGUMENTS.search(found.message)
            and f"{name}()" in found.message
        ):
            hint = f"asked for: {name}({', '.join(asked)})"
        elif len(theirs) > 1 and theirs != asked and sorted(theirs) == sorted(asked):
            hint = f"your arguments are ({', '.join(theirs)}); asked for: {name}({', '.join(asked)})"
        elif found.evidence.got is None and found.verdict is Verdict.FAILED:
            hint = trial.functions.hint(name)
        if hint:
            message = _joined(found.message, hint)
            return replace(found, message=message, evidence=replace(found.evidence, message=message))
    return found
