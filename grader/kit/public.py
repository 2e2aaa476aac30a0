"""What of an assignment is public: checks, what they name of the reference, the answers to their inputs."""

from collections.abc import Mapping
from dataclasses import replace

from grader.checks import kind_of
from grader.checks.trial import Trial
from grader.errors import InputError
from grader.functions.local import Local
from grader.grading import cache, frozen
from grader.grading.decide import planned
from grader.grading.pipeline import Job, preflight
from grader.grading.prepare import chosen_for
from grader.model import Check, Question, Visibility
from grader.reference.contents import Function, Reference
from grader.reference.mistakes import Known
from grader.values.stored import InexactError


def kept(question: Question) -> tuple[Check, ...]:
    """Return the checks that leave, each as its kind lets it."""
    public = [check for check in question.checks if check.visibility is Visibility.PUBLIC]
    released = (kind_of(check).released(check) for check in public)
    return tuple(check for check in released if check is not None)


def public_part(job: Job) -> Job:
    """Return the job with its public checks and the part of the reference that these name."""
    assignment, reference = job.rubric.assignment, job.rubric.reference
    questions = [replace(q, checks=kept(q)) for q in assignment.questions]
    assignment = replace(assignment, questions=tuple(q for q in questions if q.checks))
    checks = [check for question in assignment.questions for check in question.checks]
    laws = {name for check in checks for name in kind_of(check).uses(check).laws}
    names = {name for check in checks for name in kind_of(check).names_of(check, reference)}
    part = Reference(
        {name: each for name, each in reference.answers.items() if name in names},
        {name: each for name, each in reference.signatures.items() if name in names},
        {name: each for name, each in reference.laws.items() if name in laws},
        {of: told for of, each in reference.mistakes.items() if of in names and (told := _told(each))},
    )
    rubric = replace(job.rubric, assignment=assignment, reference=part)
    return Job(rubric, job.path, frozen.SEED)


def _told(mistakes: tuple[Function, ...]) -> tuple[Function, ...]:
    """Return the mistakes whose sentence may be shown."""
    known: Mapping[Function, Known] = {each: each.__known_mistake__ for each in mistakes}  # type: ignore[attr-defined]
    return tuple(each for each in mistakes if known[each].public)


def frozen_answers(public: Job, question: Question) -> bytes:
    """Return the inputs of a question's checks and the right answers to them."""
    rubric = replace(public.rubric, assignment=replace(public.rubric.assignment, questions=(question,)))
    job = replace(public, rubric=rubric, corpora={})
    preflight(job)
    corpora = chosen_for(job, [question]).corpora[question.id]
    trial = Trial(public.rubric.reference, corpora, Local({}), public.plan(question))
    for check in question.checks:
        kind_of(check).freeze(planned(trial, check), check)
    try:
        return cache.pack(corpora)
    except InexactError as problem:
        raise InputError(
            f"question {question.id} cannot be released: its inputs are nothing plain ({problem})"
        ) from None
