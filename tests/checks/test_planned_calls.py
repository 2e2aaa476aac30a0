"""What a check asks of every submission is known beforehand, and crosses in one message a question."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from grader.checks import functions_of, kind_of
from grader.checks.trial import Trial
from grader.examples.corpora import Corpora
from grader.examples.draw import Plan
from grader.functions.local import Local
from grader.grading import pipeline
from grader.grading.decide import ask_beforehand, decide, planned
from grader.grading.pipeline import Job, load_job
from grader.model import Outcome
from grader.values import stored

from .trials import Watched

JOB = load_job(Path(__file__).parent.parent.parent / "rubric.yaml", 0, ())


@pytest.mark.parametrize("question", JOB.rubric.assignment.questions, ids=lambda question: question.id)
def test_a_right_submission_is_asked_nothing_else(question) -> None:
    """But what a witness is asked, what a law asks of one answer with another, and the same again."""
    reference = JOB.rubric.reference
    functions = Watched(dict(reference.answers))
    plan = Plan(JOB.rubric.assignment.examples, 0, question.sizes)
    there = Trial(reference, JOB.corpora[question.id], functions, plan)

    ask_beforehand(there, question.checks)
    before = functions.batches
    for check in question.checks:
        if not check.by_person:
            assert decide(there, check).share == 1.0

    assert functions.batches - before == sum(check.kind == "witness" for check in question.checks)
    targets = {
        name for check in question.checks if not check.by_person for name in functions_of(check, reference)
    }
    assert before <= 3 * len(targets)  # once, again, and in another process


def test_a_call_that_two_checks_make_is_asked_once() -> None:
    """Checks of one question share their answers."""
    question = next(each for each in JOB.rubric.assignment.questions if len(each.checks) > 4)
    there = Trial(JOB.rubric.reference, JOB.corpora[question.id], Watched({}), Plan(100, 0, question.sizes))
    calls = [
        each
        for check in question.checks
        for each in kind_of(check).planned_calls(planned(there, check), check)
    ]

    joined = there.corpora.planned.merge(calls)

    numbers = [number for each in joined for number in each.numbers]
    assert len(numbers) == len(set(numbers))
    assert set(numbers) == {number for each in calls for number in each.numbers}
    assert len(joined) == len({each.name for each in calls})


@pytest.mark.slow
def test_what_was_found_before_changes_nothing() -> None:
    """A class of wrong submissions is told what each would be told alone, the second time as the first."""
    reference = JOB.rubric.reference
    question = next(each for each in JOB.rubric.assignment.questions if each.id == "9a")
    shared = pipeline.part(JOB, [question.id])

    def told(job: Job, mistake: Callable[..., Any]) -> list[bytes]:
        functions = Local({**reference.answers, "prox_l1": mistake})
        return [stored.encode([o.share, o.message, o.mistake, o.evidence]) for o in outcomes(job, functions)]

    def outcomes(job: Job, functions: Local) -> Sequence[Outcome]:
        (result,) = pipeline.grade_questions(job, functions, {})
        return result.outcomes

    for mistake in reference.mistakes["prox_l1"][::5]:
        first, again = told(shared, mistake), told(shared, mistake)
        alone = told(replace(shared, corpora={question.id: Corpora(reference)}), mistake)
        assert first == again == alone
        assert shared.corpora[question.id].memo.size > 0
