"""Answers that depend on what was asked before: told with the two calls, where these are found."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

import numpy as np

from grader.checks import kind_of
from grader.checks.finding import Finding
from grader.checks.trial import Reading, Trial, wrong_on
from grader.examples.draw import Example
from grader.functions.reply import Answer, Reply
from grader.grading.decide import planned
from grader.grading.recording import AllRecorded, RecordingTrial
from grader.model import Check, Form
from grader.signatures.pick import Mood
from grader.signatures.programs import ProgramSignature
from grader.text.values import line
from grader.values.compare import agree
from grader.values.wrong import Wrong

BEFORE = 8  # calls that are tried before the one that went wrong, each in a process of its own
ALONE = 2  # times that it must be right alone: once may be chance
SHORT = 60  # characters of a call that is told
OUTLIVES = "Does something outlive a call: a global variable, a default argument, answers kept for later?"
BY_IDENTITY = OUTLIVES.replace("answers kept for later", "answers kept by the `id` of an array")
CHANCE = "Is there chance in it?"


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
    reply = _asked_elsewhere(trial, name, args)
    if not isinstance(reply, Answer) or _same(reply, seen.got):
        return ""
    example, written = Example(args, (), Mood.PLAIN), _written(name, args)
    probe, reading = _probed(trial, check, lost)
    if reading is None or not _right_alone(probe, reading, example):
        again = _asked_elsewhere(trial, name, args)
        if isinstance(again, Answer) and not _same(reply, again.value):
            return f"Asked twice, {written} has two different answers. {CHANCE}"
        return ""
    others = (other for other, _ in probe.wrongs[:BEFORE])
    before = next((each for each in others if _wrong_after(probe, name, each, reading, example)), None)
    what = BY_IDENTITY if any(isinstance(each, np.ndarray) for each in args.values()) else OUTLIVES
    after = "" if before is None else f", and wrong after {_written(name, before.args)}"
    return f"What was asked before matters: {written} is right when it is asked alone{after}. {what}"


def remembered_in_a_law(trial: Trial, check: Check, lost: Finding) -> str:
    """Return what to say of functions for which a law holds where they are asked nothing else; or ""."""
    if lost.evidence is None or not lost.evidence.inputs:
        return ""
    probe, reading = _probed(trial, check, lost)
    example = Example(lost.evidence.inputs, (), Mood.PLAIN)
    if reading is None or not _right_alone(probe, reading, example):
        return ""
    return f"What was asked before matters: where nothing was, it holds on this input. {OUTLIVES}"


def _asked_elsewhere(trial: Trial, name: str, args: Mapping[str, Any]) -> Reply:
    (reply,) = trial.functions.fresh().ask(name, [trial.plain(name, [*args.values()])])
    return reply


def _probed(trial: Trial, check: Check, lost: Finding) -> tuple[RecordingTrial, Reading | None]:
    """Return a trial of the check, and the reading by which it is lost."""
    probe = RecordingTrial(**vars(replace(planned(trial, check), changed={}, last={}, follows=lost.follows)))
    with suppress(AllRecorded):
        kind_of(check).decide(probe, check)
    return probe, probe.reading


def _right_alone(probe: Trial, reading: Reading, example: Example) -> bool:
    return all(probe.wrong_alone(reading, example) is None for _ in range(ALONE))


def _same(reply: Answer, got: Any) -> bool:
    try:
        agree(reply.value, got, nan=True)
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
