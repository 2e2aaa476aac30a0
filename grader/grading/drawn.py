"""What a check is tried on, in words, for the instructor: an input of each mood, and the answer to it."""

from collections.abc import Iterator

from grader.checks import kind_of
from grader.checks.trial import Trial
from grader.errors import GraderError
from grader.examples.corpora import Corpora
from grader.examples.draw import Example
from grader.functions.local import Local
from grader.grading.decide import planned
from grader.grading.job import Job
from grader.model import Check, Question
from grader.text.values import line
from grader.values.code import code
from grader.values.programs import Program

NOTHING = "nothing is drawn for it"


def drawn(job: Job, question: Question, check: Check) -> Iterator[str]:
    """Yield lines: how many inputs there are, then of each mood the first, with its answer if it has one."""
    reference, kind = job.rubric.reference, kind_of(check)
    corpora = job.corpora[question.id]
    trial = planned(Trial(reference, corpora, Local({}), job.plan(question)), check)
    law = kind.law_of(check, reference)
    calls = [] if law else kind.planned_calls(trial, check)
    if law is not None:
        examples, name = corpora.examples(law.signature, trial.plan), ""
    elif calls:
        examples, name = tuple(calls[0].examples), calls[0].name
    if (law is None and not calls) or not examples[0].args:
        yield NOTHING
        return
    yield f"{len(examples)} inputs, of which these"
    first = {each.mood: each for each in reversed(examples)}
    for mood in dict.fromkeys(each.mood for each in examples):
        head, *more = _written(corpora, name, first[mood]).splitlines()
        yield f"{mood:<9} {head}"
        yield from (f"{'':<9} {each}" for each in more)


def _written(corpora: Corpora, name: str, example: Example) -> str:
    values = list(example.args.values())
    if len(values) == 1 and isinstance(values[0], Program):
        said = "\n".join(
            each for each in code(values[0]).splitlines() if each and " import " not in f" {each}"
        )
    else:
        said = ", ".join(f"{each} = {line(value)}" for each, value in example.args.items())
    if not name:
        return said
    try:
        right = corpora.expected(name, example).answer
    except GraderError as problem:
        return f"{said} → {problem}"
    return f"{said} → {line(right[-1] if isinstance(values[0], Program) and right else right)}"
