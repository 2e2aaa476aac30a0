"""Asked again: the same input must have the same answer, whenever, wherever and however it is handed over.

A function that remembers earlier calls, or throws dice, may be right by accident of the order of the calls;
one that keeps answers by the place of an array is wrong where that array holds other numbers; and one that
says it left its arguments alone may be handed them once more.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from grader.checks.finding import Finding
from grader.checks.trial import Trial
from grader.examples.calls import Calls, Repeat
from grader.examples.expected import expected
from grader.functions.reply import Answer, Failure, Reply
from grader.model import Evidence, Verdict
from grader.signatures.conform import conform
from grader.signatures.signature import Signature
from grader.values.compare import NEARLY, SINGLE, agree, tolerating
from grader.values.exceptions import due
from grader.values.numbers import is_single
from grader.values.wrong import Wrong

SPARE = 7 / 8  # of its seconds: a function that has less left is asked a few times only
ROUNDING = 1e-12  # of the largest input: what two ways of adding up may differ by

Heard = tuple[Repeat, Reply]


def ask_again(trial: Trial, calls: Sequence[Calls]) -> None:
    """Ask the functions of these calls some of them again, here and in a fresh worker."""
    here, other = trial.functions, trial.functions.fresh()
    repeats = trial.corpora.planned.repeats(calls)
    for each in repeats:
        trial.said.again[each.name] = []
    for functions, elsewhere in ((here, False), (other, True)):
        there = [each for each in repeats if each.name in functions.names]
        chosen = [
            each.elsewhere if elsewhere or here.spare(each.name) < SPARE else each.here for each in there
        ]
        asked = [(each.name, [c.arguments for c in some]) for each, some in zip(there, chosen, strict=True)]
        for each, some, replies in zip(there, chosen, functions.ask_all(asked), strict=True):
            trial.said.again[each.name].append(list(zip(some, replies, strict=True)))


def repeated(
    trial: Trial, calls: Sequence[Calls], *, writes: bool = False, alone: bool = False
) -> Finding | None:
    """Return a finding where a function of these calls gave another answer when it was asked again.

    Of the replies so far all were right.  What is not answered in time, or at all, is not held against the
    function: it says nothing about the answers.  One that ``writes`` may do so.  ``alone`` are these calls
    where they are of one method of a class: what others are about is no business of theirs.
    """
    ours = {number for each in calls for number in each.numbers}
    names = dict.fromkeys(each.name for each in calls)
    if not names.keys() <= trial.said.again.keys():
        ask_again(trial, calls)
    for name in names:
        for elsewhere, every in enumerate(trial.said.again[name]):
            heard = [each for each in every if each[0].number in ours] if alone else every
            if (found := _differs(trial, name, heard, writes=writes, elsewhere=bool(elsewhere))) is not None:
                return found
    return None


def _differs(
    trial: Trial, name: str, heard: Sequence[Heard], *, writes: bool, elsewhere: bool
) -> Finding | None:
    """Return a finding where one of these replies is not the one that came first."""
    refused = [_refuses_to_be_read_only(reply) for each, reply in heard if each.manner == "read-only"]
    changed = False
    for each, reply in heard:
        if reply.final:
            break
        first = trial.said.replies[each.number]
        was_changed, changed = changed, bool(reply.changed)
        if reply.bits == first.bits:  # as a rule
            continue
        if each.manner == "kept" and was_changed:
            continue  # it says so itself, and another check may mind
        if each.manner == "read-only" and (writes or all(refused)):
            continue  # it may change its arguments as long as it restores them
        if not _same(trial, name, each, first, reply):
            why = _why(each, elsewhere=elsewhere)
            return _two_answers(trial, name, each, len(heard), first, reply, why)
    return None


def _refuses_to_be_read_only(reply: Reply) -> bool:
    return isinstance(reply, Failure) and "read-only" in reply.message


def _same(trial: Trial, name: str, each: Repeat, first: Reply, again: Reply) -> bool:
    signature = trial.reference.signatures[name]
    if isinstance(first, Failure) and isinstance(again, Failure):  # whatever their words
        return due(first.kinds, signature.raises) == due(again.kinds, signature.raises)
    if isinstance(first, Failure) or isinstance(again, Failure):
        return False
    values = each.arguments
    returns = signature.answer_spec(signature.by_name(values))
    try:
        sizes = trial.corpora.sizes(name, values)
        if signature.loose:  # the reference may have no answer to this call
            sizes = {**signature.bound(first.value), **sizes}
        one = conform(first.value, returns, sizes)
    except (Wrong, KeyError):
        return True  # nothing that was asked for: another check's business
    try:
        with tolerating(SINGLE if is_single(one) else NEARLY), np.errstate(all="ignore"):
            other = conform(again.value, returns, sizes)
            agree(other, one, noise=_noise(trial, name, values), nan=True)
    except Wrong:
        return False
    return True


def _noise(trial: Trial, name: str, values: Sequence[Any]) -> Any:
    """Return what two sound ways of working out one answer may differ by."""
    try:
        return expected(trial.reference.answers[name], values).noise
    except Exception:  # a kit has no answers of its own; and a law may ask what has none
        largest = (float(np.abs(v).max(initial=0.0)) for v in values if isinstance(v, (np.ndarray, float)))
        return ROUNDING * max(largest, default=0.0)


def _why(each: Repeat, *, elsewhere: bool) -> str:
    """Return what may be behind two answers to one input."""
    if each.manner == "kept" and not elsewhere:
        return ", handed over twice: does it change its arguments?"
    where = ", in two processes with other calls before" * elsewhere
    by_identity = each.manner == "reused" and any(isinstance(v, np.ndarray) for v in each.arguments)
    kept = ", are answers kept by the `id` of an array," * by_identity
    return f"{where}: is there chance in it{kept} or does something outlive a call?"


def _writes(name: str, signature: Signature, each: Repeat, raised: str) -> str:
    """Return what is said of a function that writes into an array that it was given."""
    arrays = [n for n, v in signature.by_name(each.arguments).items() if isinstance(v, np.ndarray)]
    what = f"its argument `{arrays[0]}`" if len(arrays) == 1 else "one of its arguments"
    return (
        f"`{name}` writes into {what}, which belongs to whoever calls it: work on a copy "
        f"(given one that is read-only, it raised {raised})"
    )


def _two_answers(
    trial: Trial, name: str, each: Repeat, asked: int, first: Reply, again: Reply, why: str
) -> Finding:
    signature = trial.reference.signatures[name]
    inputs = signature.by_name(each.arguments)
    message = f"`{name}` gave two different answers to the same input"
    if signature.variable:
        message = (
            f"`{name}` had two values in two runs of your file: does it depend on chance, or on the time?"
        )
    elif isinstance(again, Failure) and each.manner == "read-only" and "read-only" in again.message:
        message = _writes(name, signature, each, again.message)
    elif isinstance(again, Failure):
        where = ", with an input that cannot be changed" * (each.manner == "read-only")
        message = f"{message}: asked again{where}, it raised {again.message}"
    else:
        message += why
    got = [reply.value for reply in (first, again) if isinstance(reply, Answer)]
    evidence = Evidence(
        message,
        signature.written(name, inputs),
        signature.shown(inputs),
        got=tuple(got) if len(got) == 2 else got[0] if got else None,
        failing=1,
        examples=asked,
    )
    return Finding(Verdict.FAILED, message=message, evidence=evidence, mistake="two_answers")
