"""A hand-in that answers what it likes, whatever it is asked."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from grader.checks.trial import Trial
from grader.examples.corpora import Corpora
from grader.examples.draw import Plan
from grader.functions.local import Local
from grader.functions.reply import Answer, Reply
from grader.grading import pipeline
from grader.grading.steps import judge
from grader.model import Verdict
from grader.reference.load import load
from grader.values.wire import bits_of, pack


class Forging(Local):
    """It has one function, or class, and one answer."""

    def __init__(self, name: str, value: object) -> None:
        super().__init__({name: object})
        packed = pack(value)
        self.reply = Answer(packed, (), bits_of(packed))

    def ask(self, name: str, calls: Sequence[Sequence[Any]]) -> list[Reply]:
        """Answer the same to everything."""
        return [self.reply for _ in calls]


def earns_nothing(rubric: Path, name: str, value: object) -> None:
    """See that this answer to all that the first check asks of a class is wrong, and no fault of ours."""
    reference = load(rubric.parent / "reference")
    (check,) = pipeline.prepare(rubric).rubric.assignment.questions[0].checks
    outcome = judge(Trial(reference, Corpora(reference), Forging(name, value), Plan(12)), check, [check])
    assert outcome.verdict in (Verdict.FAILED, Verdict.RAISED), outcome
    assert len(outcome.message) < 2000
