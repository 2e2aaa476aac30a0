"""What one process found, as another reads it."""

from dataclasses import replace

import small

from grader.batch.encoded import EncodedResult, decode_outcomes, encode_outcomes, result
from grader.grading.pipeline import prepare
from grader.model import Evidence, Outcome, Problem, Submission, Verdict
from grader.values import stored


def test_outcomes_come_back_with_all_that_was_found() -> None:
    """Where it is wrong and what a person reads are two fields, and neither is taken for the other."""
    question = prepare(small.HERE / "rubric.yaml").rubric.assignment.questions[0]
    lost = Outcome(
        question.checks[0], Verdict.FAILED, 0.5, "no", "slip", Evidence("why", "f(1)"), "Only at 7."
    )
    waiting = Outcome(question.checks[0], Verdict.PENDING, answer="Because.")
    question = replace(question, checks=(lost.check, waiting.check))
    assert decode_outcomes(question, encode_outcomes((lost, waiting))).outcomes == (lost, waiting)


def test_what_went_wrong_is_trouble_only_where_points_were_lost() -> None:
    """An `assert` that fails below a right program cost nothing; what could not be read may have."""
    job = prepare(small.HERE / "rubric.yaml")
    read = Problem("a.zip", "not opened")
    submission = Submission("ada", "ada.py", (), {}, (read,), "")
    loaded = stored.encode(([("hw.py:9", "AssertionError")], [("hw.py", "this one counted")], "A"))
    for verdict, share, problems in (
        (Verdict.PASSED, 1.0, 1),
        (Verdict.PENDING, 0.0, 1),
        (Verdict.FAILED, 0.9, 2),
    ):
        outcomes = {
            question.id: encode_outcomes([Outcome(check, verdict, share) for check in question.checks])
            for question in job.rubric.assignment.questions
        }
        found = result(job, submission, EncodedResult("ada", loaded, outcomes))
        assert found.problems == (read, Problem("hw.py:9", "AssertionError"))[:problems]
        assert (
            found.notes
            == (
                Problem("hw.py", "this one counted"),
                Problem("hw.py:9", "AssertionError; it cost no points"),
            )[: 3 - problems]
        )
