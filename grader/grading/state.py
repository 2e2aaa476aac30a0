"""Answers that depend on what was asked before: told with the two calls, where these are found."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from grader.checks import kind_of
from grader.checks.finding import Finding
from grader.checks.readings import Reading, wrong_on
from grader.checks.search import Searched, is_told_to_outlive, nearest, wrong_alone
from grader.checks.trial import Trial
from grader.examples.calls import size_of
from grader.examples.draw import Example
from grader.functions.reply import Answer
from grader.grading.decide import unnoted
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
SHARED = "Does something outlive an object: a list in its class, a default argument, a global variable?"
CHANCE = "Is there chance in it?"


def remembered(trial: Trial, check: Check, lost: Finding) -> str:
    """Return what to say of a function that is right where it is asked alone; "" of any other.

    One call in the submission's other process tells that it is none, as a rule.
    """
    seen, name = lost.evidence, check.target
    signature = trial.reference.signatures.get(name)
    if isinstance(signature, ProgramSignature):
        return _outlives_an_object(trial, check, lost)
    if seen is None or signature is None or not seen.inputs or check.form is not Form.ANSWER:
        return ""
    if signature.variable or check.options.get("part"):
        return ""
    args = {each: seen.inputs[each] for each in signature.parameters if each in seen.inputs}
    reply = trial.elsewhere(name, [*args.values()])
    if not isinstance(reply, Answer) or _same(reply, seen.got):
        return ""
    example, written = Example(args, (), Mood.PLAIN), _written(name, args)
    tried = _tried(trial, check, lost)
    if tried is None or not _right_alone(tried, reading := nearest(tried), example):
        again = trial.elsewhere(name, [*args.values()])
        if isinstance(again, Answer) and again.bits != reply.bits and not _same(reply, again.value):
            return f"Asked twice, {written} has two different answers. {CHANCE}"
        return ""
    others = tried.examples[:BEFORE]
    before = next((each for each in others if _wrong_after(tried, reading, name, each, example)), None)
    what = BY_IDENTITY if any(isinstance(each, np.ndarray) for each in args.values()) else OUTLIVES
    after = "" if before is None else f", and wrong after {_written(name, before.args)}"
    return f"What was asked before matters: {written} is right when it is asked alone{after}. {what}"


def _outlives_an_object(trial: Trial, check: Check, lost: Finding) -> str:
    """Return what to say of a class whose shortest wrong program is right alone; "" of any other."""
    tried = _tried(trial, check, lost)
    if tried is None or is_told_to_outlive(lost.message):
        return ""
    reading = nearest(tried)
    wrong = [each for each in tried.examples if wrong_on(reading, each) is not None]
    if not wrong or not _right_alone(tried, reading, min(wrong, key=lambda each: size_of(each.values))):
        return ""
    what = SHARED if tried.signature.what == "class" else OUTLIVES
    return f"What was asked before matters: some calls are right alone, and wrong after others. {what}"


def remembered_in_a_law(trial: Trial, check: Check, lost: Finding) -> str:
    """Return what to say of functions for which a law holds where they are asked nothing else; or "".

    It must fail now, for what is worth nothing loses the points of a law that holds.
    """
    of = kind_of(check).functions_of(check, trial.reference)
    objects = any(isinstance(trial.reference.signatures.get(name), ProgramSignature) for name in of)
    if lost.evidence is None or not lost.evidence.inputs or objects:  # a program that fails does so alone
        return ""
    example = Example(lost.evidence.inputs, (), Mood.PLAIN)
    tried = _tried(trial, check, lost)
    if tried is None or wrong_on(reading := nearest(tried), example) is None:
        return ""
    if not _right_alone(tried, reading, example):
        return ""
    return f"What was asked before matters: where nothing was, it holds on this input. {OUTLIVES}"


def _tried(trial: Trial, check: Check, lost: Finding) -> Searched | None:
    """Return what the check tries."""
    return kind_of(check).tried(replace(unnoted(trial, check), follows=lost.follows), check)


def _right_alone(tried: Searched, reading: Reading, example: Example) -> bool:
    return all(wrong_alone(tried, reading, example) is None for _ in range(ALONE))


def _same(reply: Answer, got: Any) -> bool:
    try:
        agree(reply.value, got, nan=True)
    except Exception:  # of another kind, as a rule
        return False
    return True


def _wrong_after(tried: Searched, reading: Reading, name: str, other: Example, example: Example) -> bool:
    """Whether an example is wrong in a new process where one call went before."""
    with tried.trial.anew():
        tried.trial.functions.ask(name, [tried.trial.plain(name, other.values)])
        return isinstance(wrong_on(reading, example), Wrong)


def _written(name: str, args: Any) -> str:
    values: Sequence[str] = [line(value) for value in args.values()]
    call = f"{name}({', '.join(values)})"
    return f"`{call}`" if len(call) <= SHORT else f"another call of `{name}`"
