"""What a student's exception means, with the line of their code and what stood there."""

import re

from grader.checks.finding import Finding
from grader.checks.trial import Trial
from grader.functions.reply import Failure
from grader.model import Check, Form, Verdict
from grader.patterns.errors import meaning
from grader.text.safe import safe

PLACE = re.compile(r".*\((?P<file>.+):(?P<line>\d+)\)$", re.DOTALL)
LONGEST = 80  # characters of a line of code; of a longer one there is no room for the rest


def explained_exception(trial: Trial, check: Check, lost: Finding) -> str:
    """Return what was raised in plain words; "" where it is not known, or nothing was."""
    if lost.verdict is not Verdict.RAISED:
        return ""
    raised = lost.message.partition("raised ")[2]
    means, line = meaning(raised), _line(trial, raised)
    if line.startswith("raise"):
        return ""  # it is their own, with words of their own
    if not line:  # as where it was called with other arguments than it takes: that is said already
        return f"Here {means}" if means and not means.startswith("it calls ") else ""
    values = _values(trial, check, lost, raised)
    where = f"`{line}`{f', with {values}' if values else ''}"
    return f"In {where}, {means}" if means else f"That is in {where}"


def _line(trial: Trial, raised: str) -> str:
    """Return the line of what was handed in that an exception names, "" if there is none to be shown."""
    found = PLACE.match(raised)
    if found is None:
        return ""
    for name, text in trial.sources:
        lines = text.splitlines()
        if name == found["file"] and int(found["line"]) <= len(lines):
            line = lines[int(found["line"]) - 1].partition("#")[0].strip()
            return "" if "`" in line or len(line) > LONGEST else safe(line, LONGEST)
    return ""


def _values(trial: Trial, check: Check, lost: Finding, raised: str) -> str:
    """Return what the names in the line stand for, as the submission's other process has it."""
    seen, signature = lost.evidence, trial.reference.signatures.get(check.target)
    if seen is None or signature is None or check.form is not Form.ANSWER or not seen.inputs:
        return ""
    values = [seen.inputs[name] for name in signature.parameters if name in seen.inputs]
    reply = trial.elsewhere(check.target, values)
    return safe(reply.values, 100) if isinstance(reply, Failure) and reply.message == raised else ""
