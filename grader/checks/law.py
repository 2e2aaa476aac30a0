"""``law``: a statement about the student's functions, true of any right answer."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from grader.checks.finding import Finding
from grader.checks.trial import Judge, Trial, changes_an_argument, precisions
from grader.compare import Tolerance
from grader.examples import Example
from grader.functions import Answer
from grader.model import Verdict


def law(trial: Trial, target: str, *, untouched: bool = False) -> Finding:
    """Try the law on every example; the law itself calls the student's functions.

    With ``untouched`` the functions must leave their arguments as they are, as under ``matches``: say so in
    one check of a function that only laws judge.
    """
    stated = trial.reference.laws[target]
    if missing := trial.missing(*stated.of):
        return missing
    # What it asks a right submission is asked in one go; anything else crosses singly.
    asked = trial.corpora.of_law(target, trial.plan)
    trial.prefetch(*asked)
    of = ", ".join(stated.of)

    def call(args: Mapping[str, Any]) -> str:
        return f"{of} at {', '.join(args)}" if args else f"{of}()"

    def judgement(tolerance: Tolerance) -> Judge:
        functions = {name: trial.student(name, tolerance) for name in stated.of}

        def judge(example: Example) -> None:
            with trial.once():
                holds = stated.function(**functions, **example.args)
            assert holds is None or holds, ""

        return judge

    finding = trial.search(stated.signature, precisions(judgement), call, ("law", target), asked)
    if finding.verdict is Verdict.FAILED:  # the evidence has the details
        return replace(finding, message=stated.sentence)
    if finding.verdict is Verdict.PASSED and untouched:
        for calls in asked:
            for reply, example in zip(trial.told(calls), calls.examples, strict=True):
                if isinstance(reply, Answer) and reply.changed:
                    return changes_an_argument(trial, calls.name, reply.changed[0], call, example)
    return finding
