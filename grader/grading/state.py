"""Answers that depend on what was asked before: told with the two calls, where these are found."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from grader.checks import kind_of
from grader.checks.finding import Finding
from grader.checks.trial import Reading, Trial, wrong_on
from grader.examples.draw import Example
from grader.functions.reply import Answer
from grader.grading.decide import planned
from grader.grading.recording import AllRecorded, RecordingTrial
from grader.model import Check, Form
from grader.signatures.pick import Mood
from grader.signatures.programs import ProgramSignature
from grader.text.values import line
from grader.values.compare import agree
from grader.values.wrong import Wrong

BEFORE = 8  # calls that are tried before the one that went wrong, each in a process of its own
SHORT = 60  # characters of a call that is told
OUTLIVES = "Does something outlive a call: a global variable, a default argument, what is kept for later?"


def remembered(trial: Trial, check: Check, lost: Finding) -> str:
    """Return what to say of a function that is right where it is asked alone; "" of any other.

    One call in the submission's other process tells that it is none, as a rule.
    """
    seen, name = lost.evidence, check.target
    signature = trial.reference.signatures.get(name)
    if seen is None or signature is None or not seen.inputs or check.form is not Form.ANSWER:
        return ""
    if signature.variable or isinstance(signature, ProgramSignature) or check.options.get("part"):
        return ""
    args = {each: seen.inputs[each] for each in signature.parameters if each in seen.inputs}
    (reply,) = trial.functions.fresh().ask(name, [trial.plain(name, [*args.values()])])
    if not isinstance(reply, Answer) or _same(reply, seen.got):
        return ""
    probe = RecordingTrial(**vars(replace(planned(trial, check), changed={}, last={}, follows=lost.follows)))
    with suppress(AllRecorded):
        kind_of(check).decide(probe, check)
    example = Example(args, (), Mood.PLAIN)
    if probe.reading is None or probe.wrong_alone(probe.reading, example) is not None:
        return ""
    written = _written(name, args)
    for other, _ in probe.wrongs[:BEFORE]:
        if _wrong_after(probe, name, other, probe.reading, example):
            after = f"{written} is right when it is asked alone, and wrong after {_written(name, other.args)}"
            return f"What was asked before matters: {after}. {OUTLIVES}"
    return f"What was asked before matters: {written} is right when it is asked alone. {OUTLIVES}"


def _same(reply: Answer, got: Any) -> bool:
    try:
        agree(reply.value, got)
    except Exception:  # of another kind, as a rule
        return False
    return True


def _wrong_after(probe: Trial, name: str, other: Example, reading: Reading, example: Example) -> bool:
    """Whether an example is wrong in a new process where one call went before."""
    before = probe.functions, probe.replies
    with probe.functions.anew() as functions:
        probe.functions, probe.replies = functions, {}
        try:
            functions.ask(name, [probe.plain(name, other.values)])
            return isinstance(wrong_on(reading, example), Wrong)
        finally:
            probe.functions, probe.replies = before


def _written(name: str, args: Any) -> str:
    values: Sequence[str] = [line(value) for value in args.values()]
    call = f"{name}({', '.join(values)})"
    return f"`{call}`" if len(call) <= SHORT else f"another call of `{name}`"
