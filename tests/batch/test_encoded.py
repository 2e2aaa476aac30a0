"""What one process found, as another reads it."""

from dataclasses import replace

import small

from grader.batch.encoded import decode_outcomes, encode_outcomes
from grader.grading.pipeline import prepare
from grader.model import Evidence, Outcome, Verdict


def test_outcomes_come_back_with_all_that_was_found() -> None:
    """Where it is wrong and what a person reads are two fields, and neither is taken for the other."""
    question = prepare(small.HERE / "rubric.yaml").rubric.assignment.questions[0]
    lost = Outcome(
        question.checks[0], Verdict.FAILED, 0.5, "no", "slip", Evidence("why", "f(1)"), "Only at 7."
    )
    waiting = Outcome(question.checks[0], Verdict.PENDING, answer="Because.")
    question = replace(question, checks=(lost.check, waiting.check))
    assert decode_outcomes(question, encode_outcomes((lost, waiting))).outcomes == (lost, waiting)
