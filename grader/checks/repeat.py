"""Asked again: the same input must have the same answer, in another order and in another process.

A function that remembers earlier calls, or throws dice, may be right by accident of the order of the calls.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from grader.checks.trial import Finding, Trial
from grader.compare import NEARLY, SINGLE, Wrong, agree, conform, is_single, tolerating
from grader.examples import Example
from grader.functions import Answer, Failure, Reply
from grader.model import Evidence, Verdict

REPEATED = 3  # examples that are asked again


def repeated(trial: Trial, target: str, call: str) -> Finding | None:
    """Ask for some answers again, last first, here and in a fresh worker; return a finding where one differs.

    Of the replies so far all were right.  What is not answered in time, or at all, is not held against the
    function: it says nothing about the answers.
    """
    examples = trial.corpora.examples(trial.reference.signatures[target], trial.plan)
    chosen = examples[:: -max(1, len(examples) // REPEATED)][:REPEATED]
    other = trial.functions.fresh()
    for functions in (trial.functions, other) if other is not trial.functions else (other,):
        if target not in functions.names:
            continue
        for example, again in zip(chosen, functions.ask(target, [e.values for e in chosen]), strict=True):
            first = trial.ask(target, example.values)
            assert isinstance(first, Answer)
            if isinstance(again, Failure) and again.final:
                break
            if not _same(trial, target, example, first, again):
                return _two_answers(target, call, example, examples, first.value, again)
    return None


def _same(trial: Trial, target: str, example: Example, first: Answer, again: Reply) -> bool:
    if isinstance(again, Failure):
        return False
    signature = trial.reference.signatures[target]
    assert signature.returns is not None
    sizes = signature.sizes(example.args)
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
