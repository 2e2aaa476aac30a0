"""Prepare: a rubric is tried on its own reference before anything is graded with it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from grader.checks import functions_of, kind_of
from grader.checks.diagnose import precompute_answers
from grader.checks.readings import CHANGES
from grader.checks.trial import Trial
from grader.errors import AssignmentError, GraderError, Mistake
from grader.examples.draw import Plan
from grader.functions.bounded import TooLong, time_limit
from grader.functions.local import Local
from grader.functions.reply import Reply
from grader.grading import cache
from grader.grading.blame import culprits, place, stopped, unfit_conventions
from grader.grading.blame_methods import no_objects, unasked_methods
from grader.grading.choose import with_chosen
from grader.grading.decide import planned, with_inputs
from grader.grading.explain import tried_on
from grader.grading.job import Job, load_job, with_questions
from grader.grading.steps import grade_questions
from grader.model import Check, Outcome, Question
from grader.reference.contents import Function
from grader.reference.prints import few_prints
from grader.text.values import line
from grader.values.stored import InexactError


@few_prints()
def prepare(path: Path, seed: int = 0, only: Sequence[str] = ()) -> Job:
    """Read a rubric and try it on its own reference, unless that was done before.

    ``only`` names the questions to grade (all where empty).  Raises InputError for a question that is not
    there, AssignmentError where the rubric or the reference is wrong: the reference must earn every point and
    an empty submission none.
    """
    job = load_job(path, seed, only)
    if job.rubric.frozen:
        return job  # tried when it was released
    new = []
    for question in job.rubric.assignment.questions:
        found = cache.load(job.fingerprints[question.id], job.rubric.reference)
        if found is None:
            new.append(question)
        else:
            job.corpora[question.id], job.kept[question.id] = found
    if not new:
        return job
    with _bounded(job):
        preflight(replace(job, rubric=with_questions(job.rubric, new)))
        few = chosen_for(job, new)
        for question in new:
            catalogue(few, question)
    for question in new:
        job.corpora[question.id] = few.corpora[question.id]
        job.corpora[question.id].worked_out.seconds = None
        with suppress(InexactError):  # an argument that is nothing plain: this corpus is chosen each time
            data = cache.pack(few.corpora[question.id])
            cache.save(job.fingerprints[question.id], data)
            # What is graded with is what was kept, so that it makes no difference which run this is.
            if (corpora := cache.unpack(data, job.rubric.reference)) is not None:
                job.corpora[question.id], job.kept[question.id] = corpora, data
    return job


def prepared_elsewhere(path: Path, seed: int, only: Sequence[str], kept: Mapping[str, bytes]) -> Job:
    """Return the job that another process prepared; what it could not hand over is chosen here, too."""
    job = load_job(path, seed, only, kept)
    if job.rubric.frozen:
        return job
    return chosen_for(job, [each for each in job.rubric.assignment.questions if each.id not in kept])


def chosen_for(job: Job, questions: Sequence[Question]) -> Job:
    """Return the job with the inputs of these questions that matter; the reference passes them, too."""
    corpora = {}
    for question in questions:
        drawn = job.corpora[question.id]
        trial = Trial(job.rubric.reference, drawn, Local({}), job.plan(question))
        alone = replace(job, rubric=with_questions(job.rubric, [question]), corpora=dict(job.corpora))
        alone.corpora[question.id] = with_chosen(trial, question.checks)
        try:
            preflight(alone)
        except AssignmentError:  # it passes those that are drawn
            corpora[question.id] = drawn
        else:
            corpora[question.id] = alone.corpora[question.id]
    return replace(job, corpora={**job.corpora, **corpora})


@contextmanager
def _bounded(job: Job) -> Iterator[None]:
    """Let nothing of the reference take longer in the block for one input than students have for all.

    Raises AssignmentError where something does, or where it ends the program.
    """
    seconds = job.rubric.assignment.limits.seconds
    for corpora in job.corpora.values():
        corpora.worked_out.seconds = seconds
    try:
        yield
    except (TooLong, SystemExit) as problem:
        mistake = stopped(problem, seconds)
        if mistake is None:
            raise
        raise AssignmentError([mistake]) from None
    finally:
        for corpora in job.corpora.values():
            corpora.worked_out.seconds = None


class _Bounded(Local):
    """The reference's own functions, each call of which has so many seconds."""

    def __init__(self, functions: Mapping[str, Function], seconds: float) -> None:
        super().__init__(functions)
        self.seconds = seconds

    def _call(self, name: str, values: Sequence[Any]) -> Reply:
        with time_limit(self.seconds, at_work=True):
            return super()._call(name, values)


def catalogue(job: Job, question: Question) -> None:
    """Ask the reference and the known mistakes for their answers to a question's examples.

    Raises AssignmentError where the reference has none: a law may ask it less than its arguments allow.
    """
    trial = Trial(job.rubric.reference, job.corpora[question.id], Local({}), job.plan(question))
    for check in question.checks:
        try:
            _precompute_answers(trial, check, question.checks)
        except GraderError as problem:
            each = planned(trial, check)
            if found := culprits(each.reference, each.corpora, each.plan, check, changes=False):
                raise AssignmentError(found) from None
            said = f"`{_stanza(check)}`: {with_inputs(problem)}"
            message = f"{said}: give its arguments a domain where it has one"
            raise AssignmentError([Mistake(job.path, check.line, 1, message)]) from None


def _precompute_answers(trial: Trial, check: Check, beside: Sequence[Check]) -> None:
    kind = kind_of(check)
    for name in kind.functions_of(check, trial.reference):
        examples = tried_on(trial, check, name, beside).examples
        precompute_answers(trial, name, examples)
        for other in kind.uses(check).accepted:
            precompute_answers(trial, other, examples)


def preflight(job: Job) -> None:
    """Raise AssignmentError unless the reference earns every point and an empty hand-in none."""
    reference, seconds = job.rubric.reference, job.rubric.assignment.limits.seconds
    if of_methods := list(dict.fromkeys(_methods_at_fault(job))):  # nothing else can be said of their class
        raise AssignmentError(of_methods)
    right = grade_questions(job, _Bounded(reference.answers, seconds), {})
    empty = grade_questions(job, Local({}), {})
    # Where one check minds a change, others may fail over it, too.
    changes = any(outcome.mistake == CHANGES for each in right for outcome in each.outcomes)
    mistakes: list[Mistake] = []
    at_fault: dict[tuple[Path, int], Mistake] = {}  # one at each place: functions call one another
    for result in right:
        for outcome in result.outcomes:
            if not outcome.check.by_person and outcome.share < 1:
                found = _at_fault(job, result.question, outcome.check, changes=changes)
                for each in found:
                    at_fault.setdefault((each.file, each.line), each)
                mistakes += [] if found else [_not_passed(job, outcome)]
    for result in right:
        for check in (each.check for each in result.outcomes):
            plan = _plan(job, result.question, check)
            with time_limit(seconds, at_work=True):
                unfit = unfit_conventions(reference, job.corpora[result.question.id], plan, check)
            for each in unfit:
                at_fault.setdefault((each.file, each.line), each)
    for outcome in (outcome for result in empty for outcome in result.outcomes):
        if outcome.share > 0:
            message = f"an empty submission earns points for `{_stanza(outcome.check)}`"
            mistakes.append(Mistake(job.path, outcome.check.line, 1, message))
    mistakes = [*at_fault.values(), *mistakes] or list(_unsendable(job))
    if mistakes:
        raise AssignmentError(mistakes)


def _methods_at_fault(job: Job) -> Iterator[Mistake]:
    """Yield the methods that a check is about and that cannot be asked, or return no object but should."""
    for question in job.rubric.assignment.questions:
        for check in question.checks:
            plan = _plan(job, question, check)
            of = job.rubric.reference, job.corpora[question.id], plan, check
            yield from unasked_methods(*of) or no_objects(*of)


def _not_passed(job: Job, outcome: Outcome) -> Mistake:
    """Return what is said of a check that the reference does not pass."""
    check = outcome.check
    message = f"the reference does not pass `{_stanza(check)}` itself: {_why(outcome)}"
    if (law := kind_of(check).law_of(check, job.rubric.reference)) is not None:
        file, line_ = place(law.function)
        message += f"; the law stands at {file}:{line_}"
    return Mistake(job.path, check.line, 1, message)


def _stanza(check: Check) -> str:
    return f"{check.kind}: {check.target}{check.options.get('part', '')}"


def _at_fault(job: Job, question: Question, check: Check, *, changes: bool) -> list[Mistake]:
    """Return what is wrong in the reference itself, where a check that it does not pass shows just that."""
    plan = _plan(job, question, check)
    return culprits(job.rubric.reference, job.corpora[question.id], plan, check, changes=changes)


def _plan(job: Job, question: Question, check: Check) -> Plan:
    plan = job.plan(question)
    return replace(plan, count=check.examples or plan.count)


def _unsendable(job: Job) -> Iterator[Mistake]:
    """Yield the functions with arguments that cannot cross to a worker, such as functions."""
    reference = job.rubric.reference
    for question in job.rubric.assignment.questions:
        names = (n for check in question.checks for n in functions_of(check, reference))
        for name in dict.fromkeys(names):
            arguments = job.corpora[question.id].direct(name, job.plan(question)).arguments[0]
            try:
                _ = arguments.encoded
            except GraderError as problem:
                message = f"`{name}`: {problem}; hand over what it is made of: coefficients, points, a name"
                yield Mistake(*place(reference.answers[name]), 1, message)


def _why(outcome: Outcome) -> str:
    """Return what the instructor reads of a lost check: with the input, to try it."""
    evidence = outcome.evidence
    if evidence is None:
        return outcome.message or "its answer is not accepted"
    said = dict.fromkeys(filter(None, (outcome.message, evidence.message)))
    got, expected = line(evidence.got), line(evidence.expected)
    values = f"{got} came out" + f" where {expected} was expected" * (evidence.expected is not None)
    if got == expected and "nan" in got:
        values = (
            f"{got} came out, and nan is equal to nothing: give the arguments a domain where it is defined"
        )
    at = ", ".join(f"{name} = {line(value)}" for name, value in evidence.inputs.items())
    at = at or f"`{'; '.join(filter(None, evidence.program))}`" * bool(evidence.program)
    parts = [f"at {at}"] * bool(at) + [values] * (evidence.got is not None or evidence.expected is not None)
    why = " ".join(said) or "its answer is not accepted"
    return f"{why} ({': '.join(parts)})" if parts else why
