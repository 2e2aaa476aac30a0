"""Asked again: the same input must have the same answer, in another order and in another process.

A function that remembers earlier calls, or throws dice, may be right by accident of the order of the calls.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from grader.checks.finding import Finding
from grader.checks.trial import Trial, Written
from grader.compare import NEARLY, SINGLE, Wrong, agree, conform, is_single, tolerating
from grader.examples import Example
from grader.functions import Answer, Arguments, Failure, Reply
from grader.model import Evidence, Verdict

REPEATED = 3  # examples that are asked again


def ask_again(trials: Sequence[tuple[Trial, str]]) -> None:
    """Ask some functions some of their calls again, last first, here and in a fresh worker."""
    here = trials[0][0].functions
    other = here.fresh()
    for trial, target in trials:
        trial.again[_key(trial, target)] = []
    for functions in (here, other) if other is not here else (other,):
        there = [(trial, target) for trial, target in trials if target in functions.names]
        asked = [(target, [values for values, _ in _chosen(trial, target)]) for trial, target in there]
        for (trial, target), replies in zip(there, functions.ask_all(asked), strict=True):
            trial.again[_key(trial, target)].append(replies)


def repeated(trial: Trial, target: str, call: Written) -> Finding | None:
    """Return a finding where a function gave another answer when it was asked again.

    Of the replies so far all were right.  What is not answered in time, or at all, is not held against the
    function: it says nothing about the answers.
    """
    if _key(trial, target) not in trial.again:
        ask_again([(trial, target)])
    chosen = _chosen(trial, target)
    for replies in trial.again[_key(trial, target)]:
        for (_, example), again in zip(chosen, replies, strict=True):
            first = trial.ask(target, example.values)
            assert isinstance(first, Answer)
            if isinstance(again, Failure) and again.final:
                break
            if again == first:  # bit for bit, as a rule
                continue
            if not _same(trial, target, example, first, again):
                examples = trial.corpora.examples(trial.reference.signatures[target], trial.plan)
                return _two_answers(target, call(example.args), example, examples, first.value, again)
    return None


def _key(trial: Trial, target: str) -> tuple[str, int]:
    return target, trial.plan.count


def _chosen(trial: Trial, target: str) -> list[tuple[Arguments, Example]]:
    calls = trial.corpora.direct(target, trial.plan)
    every = slice(None, None, -max(1, len(calls.numbers) // REPEATED))
    return list(zip(calls.arguments[every], calls.examples[every], strict=True))[:REPEATED]


def _same(trial: Trial, target: str, example: Example, first: Answer, again: Reply) -> bool:
    if isinstance(again, Failure):
        return False
    signature = trial.reference.signatures[target]
    assert signature.returns is not None
    sizes = trial.corpora.sizes(target, example.values)
    one = conform(first.value, signature.returns, sizes)
    noise = trial.corpora.expected(target, example).noise
    try:
        with tolerating(SINGLE if is_single(one) else NEARLY), np.errstate(all="ignore"):
            agree(conform(again.value, signature.returns, sizes), one, noise=noise)
    except Wrong:
        return False
    return True


def _two_answers(
    target: str, call: str, example: Example, examples: Sequence[Example], first: Any, again: Reply
) -> Finding:
    message = f"`{target}` gave two different answers to the same input"
    if isinstance(again, Failure):
        message = f"{message}: asked again, it raised {again.message}"
    both = first if isinstance(again, Failure) else (first, again.value)
    evidence = Evidence(message, call, example.args, got=both, failing=1, examples=len(examples))
    return Finding(Verdict.FAILED, message=message, evidence=evidence, mistake="two_answers")
