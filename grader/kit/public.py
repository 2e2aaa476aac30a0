"""What of an assignment is public: checks, what they name of the reference, the answers to their inputs."""

from collections.abc import Mapping
from dataclasses import replace

from grader.checks.diagnose import precompute_mistakes
from grader.checks.trial import Trial
from grader.errors import InputError
from grader.examples.corpora import Corpora
from grader.examples.draw import Plan
from grader.functions.local import Local
from grader.grading import cache, frozen
from grader.grading.pipeline import Job, functions_of, planned, preflight
from grader.model import Check, Question, Visibility
from grader.reference.load import Function, Reference
from grader.reference.mistakes import Known
from grader.values.stored import InexactError

KINDS = ("matches", "law", "gradient", "witness", "written")  # the answer to a `value` would be the answer


def kept(question: Question) -> tuple[Check, ...]:
    """Return the checks that leave; what is carried forward by `matches` needs the answers, and stays."""
    return tuple(
        replace(
            check,
            options={k: v for k, v in check.options.items() if (check.kind, k) != ("matches", "carried")},
        )
        for check in question.checks
        if check.visibility is Visibility.PUBLIC and check.kind in KINDS
    )


def public_part(job: Job) -> Job:
    """Return the job with its public checks and the part of the reference that these name."""
    assignment, reference = job.rubric.assignment, job.rubric.reference
    questions = [replace(q, checks=kept(q)) for q in assignment.questions]
    assignment = replace(assignment, questions=tuple(q for q in questions if q.checks))
    checks = [
        check for question in assignment.questions for check in question.checks if check.kind != "written"
    ]
    laws = {check.target for check in checks if check.kind == "law"}
    laws |= {str(check.options["proves"]) for check in checks if check.kind == "witness"}
    names = {name for check in checks for name in functions_of(check, reference)}
    for check in checks:
        names |= set(check.options.get("accept", ())) | (
            {check.options["of"]} if "of" in check.options else set()
        )
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
    corpora = Corpora(public.rubric.reference)
    rubric = replace(public.rubric, assignment=replace(public.rubric.assignment, questions=(question,)))
    preflight(replace(public, rubric=rubric, corpora={question.id: corpora}))
    trial = Trial(
        public.rubric.reference,
        corpora,
        Local({}),
        Plan(public.rubric.assignment.examples, public.seed, question.sizes),
    )
    for check in question.checks:
        if check.kind == "matches":
            there = planned(trial, check)
            examples = corpora.examples(corpora.reference.signatures[check.target], there.plan)
            for example in examples:
                for name in (check.target, *check.options.get("accept", ())):
                    corpora.expected(name, example)
            precompute_mistakes(there, check.target, examples)
    try:
        return cache.pack(corpora)
    except InexactError as problem:
        raise InputError(
            f"question {question.id} cannot be released: its inputs are nothing plain ({problem})"
        ) from None
