"""One submission: graded to bytes that a store keeps and a cluster sends, and back to a result."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from grader.grading.pipeline import Job, grade, part, undecided
from grader.model import Outcome, Problem, Question, QuestionResult, Result, Submission, Verdict
from grader.sandbox.sandbox import Sandbox
from grader.values import stored


@dataclass(frozen=True)
class Task:
    """A submission and the questions to grade."""

    submission: Submission
    questions: tuple[str, ...]


@dataclass(frozen=True)
class EncodedResult:
    """What came out for one submission, as bytes: what loading it told, and the outcomes by question."""

    id: str
    loaded: bytes
    outcomes: Mapping[str, bytes]


Runner = Callable[[Job, Sequence[Task]], Iterator[EncodedResult]]  # yields in any order


def graded(job: Job, task: Task, sandbox: Sandbox) -> EncodedResult:
    """Grade one submission."""
    found = grade(part(job, task.questions), task.submission, sandbox)
    problems = found.problems[len(task.submission.problems) :]
    notes = found.notes[len(task.submission.notes) :]
    told = [[(each.where, each.message) for each in several] for several in (problems, notes)]
    return EncodedResult(
        task.submission.id,
        stored.encode((*told, found.isolation)),
        {each.question.id: encode_outcomes(each.outcomes) for each in found.questions},
    )


def encode_outcomes(outcomes: Sequence[Outcome]) -> bytes:
    """The outcomes of one question as bytes, without their checks, which the rubric has."""
    return stored.encode(
        [
            (str(o.verdict), o.share, o.message, o.mistake, o.evidence, o.pattern, o.answer, o.behaviour)
            for o in outcomes
        ]
    )


def decode_outcomes(question: Question, data: bytes) -> QuestionResult:
    """The outcomes of one question from what `encode_outcomes` made; raises where it is something else."""
    outcomes = [
        Outcome(check, Verdict(verdict), *rest)
        for check, (verdict, *rest) in zip(question.checks, stored.decode(data), strict=True)
    ]
    return QuestionResult(question, tuple(outcomes))


def unread(job: Job, submission: Submission) -> Result:
    """Return the result of a submission that nothing can be said about."""
    questions = undecided(job, submission.undecided)
    # Level A: nothing of it was run, so nothing got through.
    return Result(submission, questions, submission.problems, "A", submission.notes)


def result(job: Job, submission: Submission, graded: EncodedResult) -> Result:
    """Return the result of one submission."""
    problems, notes, isolation = stored.decode(graded.loaded)
    questions = [decode_outcomes(each, graded.outcomes[each.id]) for each in job.rubric.assignment.questions]
    if not any(outcome.lost for question in questions for outcome in question.outcomes):
        # What went wrong while it was run cost nothing.
        notes = [*notes, *((where, f"{message}; it cost no points") for where, message in problems)]
        problems = []
    return Result(
        submission,
        tuple(questions),
        (*submission.problems, *(Problem(*each) for each in problems)),
        isolation,
        (*submission.notes, *(Problem(*each) for each in notes)),
    )
