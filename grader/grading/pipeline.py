"""The whole job, top to bottom: a rubric and submissions in, results out."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from grader.checks import KINDS, error_carried_forward
from grader.checks.diagnose import diagnose, precompute_answers
from grader.checks.finding import Finding
from grader.checks.gradient import around_no_kinks
from grader.checks.planned_calls import planned_calls
from grader.checks.repeat import ask_again
from grader.checks.trial import CHANGES, Stopped, Trial
from grader.errors import AssignmentError, GraderError, InputError, Mistake, suggestion
from grader.examples.corpora import Calls, Corpora
from grader.examples.draw import Plan
from grader.functions.bounded import TooLong, time_limit
from grader.functions.local import Functions, Local, Reply
from grader.grading import cache, frozen
from grader.grading.blame import culprits, place, stopped
from grader.grading.fingerprint import fingerprints
from grader.model import Check, Outcome, Question, QuestionResult, Result, Submission, Verdict, Visibility
from grader.reference.load import Function, Reference
from grader.reference.prints import few_prints
from grader.rubric.read import Rubric, read
from grader.sandbox.sandbox import Sandbox
from grader.submissions.written import says_something
from grader.text.values import line
from grader.values.stored import InexactError, OtherVersionError

NOBODYS = frozen.SEED - 2  # less a seed it is one that nobody draws with: below 0, and that of no kit


@dataclass(frozen=True)
class Job:
    """What is the same for every submission of a batch."""

    rubric: Rubric
    path: Path
    seed: int = 0
    only: tuple[str, ...] = ()
    corpora: dict[str, Corpora] = field(default_factory=dict)  # by question
    kept: dict[str, bytes] = field(default_factory=dict)  # the same as bytes, for other processes
    hidden: int | None = None  # how many checks a student kit does not have; None if this is none
    everything: Rubric | None = None  # with all its questions, where ``rubric`` has some
    neighbours: tuple[Path, ...] = ()  # files and folders with the work and the results of others

    def __post_init__(self) -> None:
        for question in self.rubric.assignment.questions:
            self.corpora.setdefault(question.id, Corpora(self.rubric.reference))

    @cached_property
    def fingerprints(self) -> Mapping[str, str]:
        """What the outcomes of each question depend on, as a hash; also of those that are not asked for."""
        return fingerprints(self.whole, self.seed)

    @property
    def whole(self) -> Rubric:
        """The rubric with all its questions."""
        return self.everything or self.rubric

    @cached_property
    def secrets(self) -> tuple[Path, ...]:
        """What no submission may read: right answers, how they are judged, and what is of others."""
        reference = sorted(self.rubric.folder.absolute().rglob("*.py"))
        return (self.path.absolute(), *reference, *(each.absolute() for each in self.neighbours))

    @property
    def wanted(self) -> tuple[str, ...]:
        """The functions that are asked for."""
        return tuple(self.rubric.reference.answers)


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
        preflight(replace(job, rubric=_with(job.rubric, new)))
        for question in new:
            catalogue(job, question)
    for question in new:
        with suppress(InexactError):  # an argument that is nothing plain: this corpus is drawn each time
            data = cache.pack(job.corpora[question.id])
            cache.save(job.fingerprints[question.id], data)
            # What is graded with is what was kept, so that it makes no difference which run this is.
            if (corpora := cache.unpack(data, job.rubric.reference)) is not None:
                job.corpora[question.id], job.kept[question.id] = corpora, data
    return job


@contextmanager
def _bounded(job: Job) -> Iterator[None]:
    """Let nothing of the reference take longer in the block for one input than students have for all.

    Raises AssignmentError where something does, or where it ends the program.
    """
    seconds = job.rubric.assignment.limits.seconds
    for corpora in job.corpora.values():
        corpora.seconds = seconds
    try:
        yield
    except (TooLong, SystemExit) as problem:
        mistake = stopped(problem, seconds)
        if mistake is None:
            raise
        raise AssignmentError([mistake]) from None
    finally:
        for corpora in job.corpora.values():
            corpora.seconds = None


class _Bounded(Local):
    """The reference's own functions, each call of which has so many seconds."""

    def __init__(self, functions: Mapping[str, Function], seconds: float) -> None:
        super().__init__(functions)
        self.seconds = seconds

    def _call(self, name: str, values: Sequence[Any]) -> Reply:
        with time_limit(self.seconds, at_work=True):
            return super()._call(name, values)


def part(job: Job, questions: Collection[str]) -> Job:
    """Return the job with some of the rubric's questions."""
    chosen = [each for each in job.whole.assignment.questions if each.id in questions]
    return replace(job, rubric=_with(job.rubric, chosen))


def _with(rubric: Rubric, questions: Sequence[Question]) -> Rubric:
    return replace(rubric, assignment=replace(rubric.assignment, questions=tuple(questions)))


def catalogue(job: Job, question: Question) -> None:
    """Ask the reference and the known mistakes for their answers to a question's examples.

    Raises AssignmentError where the reference has none: a law may ask it less than its arguments allow.
    """
    plan = Plan(job.rubric.assignment.examples, job.seed, question.sizes)
    trial = Trial(job.rubric.reference, job.corpora[question.id], Local({}), plan)
    for check in question.checks:
        if check.kind == "written":
            continue
        try:
            _precompute_answers(trial, check, question.checks)
        except GraderError as problem:
            each = planned(trial, check)
            if found := culprits(each.reference, each.corpora, each.plan, check, changes=False):
                raise AssignmentError(found) from None
            stanza = f"{check.kind}: {check.target}"
            message = f"`{stanza}`: {_with_inputs(problem)}: give its arguments a domain where it has one"
            raise AssignmentError([Mistake(job.path, check.line, 1, message)]) from None


def _precompute_answers(trial: Trial, check: Check, beside: Sequence[Check]) -> None:
    for name in functions_of(check, trial.reference):
        examples = tried_on(trial, check, name, beside).examples
        precompute_answers(trial, name, examples)
        for other in check.options.get("accept", ()):
            precompute_answers(trial, other, examples)


def load_job(path: Path, seed: int, only: Sequence[str], kept: Mapping[str, bytes] | None = None) -> Job:
    """Read a rubric and keep the questions that are asked for; ``kept`` are their corpora, if any."""
    try:
        rubric = read(path)
    except AssignmentError:
        _require_kit_of_this_version(path.parent)
        raise
    questions = rubric.assignment.questions
    for name in only:
        if name not in {question.id for question in questions}:
            known = suggestion(name, [question.id for question in questions])
            raise InputError(f"there is no question {name!r} in {path}{known}")
    whole = rubric
    if only:
        rubric = _with(rubric, [question for question in questions if question.id in only])
    if rubric.frozen:
        return replace(_of_kit(rubric, path, only), everything=whole)
    unpacked = {name: cache.unpack(data, rubric.reference) for name, data in (kept or {}).items()}
    corpora = {name: each for name, each in unpacked.items() if each is not None}
    return Job(rubric, path, seed, tuple(only), corpora, everything=whole)


def _of_kit(rubric: Rubric, path: Path, only: Sequence[str]) -> Job:
    """Return the job of a student kit; raise InputError where its file of answers cannot be used."""
    assert rubric.frozen
    try:
        kept = frozen.read(rubric.frozen)
        corpora = dict(frozen.corpora(rubric.frozen, kept, rubric.reference))
    except OtherVersionError as problem:
        raise InputError(str(problem)) from None
    except (OSError, frozen.DamagedError) as problem:
        raise InputError(
            f"{rubric.frozen} cannot be used ({problem}); "
            "get the kit again, and leave its folder `public` as it is"
        ) from None
    hidden = sum(count for question, count in kept.hidden.items() if not only or question in only)
    return Job(rubric, path, frozen.SEED, tuple(only), corpora, hidden=hidden)


def _require_kit_of_this_version(folder: Path) -> None:
    """Raise InputError where a folder is a kit of another version: what looks wrong in it is no mistake."""
    try:
        frozen.require_ours(folder)
    except OtherVersionError as problem:
        raise InputError(str(problem)) from None


def preflight(job: Job) -> None:
    """Raise AssignmentError unless the reference earns every point and an empty hand-in none."""
    mistakes, reference, seconds = [], job.rubric.reference, job.rubric.assignment.limits.seconds
    at_fault: dict[tuple[Path, int], Mistake] = {}  # one at each place: functions call one another
    for functions, right in ((_Bounded(reference.answers, seconds), True), (Local({}), False)):
        questions = grade_questions(job, functions, {})
        # Where one check minds a change, others may fail over it, too.
        changes = any(outcome.mistake == CHANGES for each in questions for outcome in each.outcomes)
        for question in questions:
            for outcome in question.outcomes:
                if right and outcome.check.kind != "written" and outcome.share < 1:
                    if found := _at_fault(job, question.question, outcome.check, changes=changes):
                        for each in found:
                            at_fault.setdefault((each.file, each.line), each)
                        continue
                    stanza = f"{outcome.check.kind}: {outcome.check.target}"
                    message = f"the reference does not pass `{stanza}` itself: {_why(outcome)}"
                    if outcome.check.kind == "law":
                        file, line_ = place(reference.laws[outcome.check.target].function)
                        message += f"; the law stands at {file}:{line_}"
                elif not right and outcome.share > 0:
                    message = (
                        f"an empty submission earns points for `{outcome.check.kind}: {outcome.check.target}`"
                    )
                else:
                    continue
                mistakes.append(Mistake(job.path, outcome.check.line, 1, message))
    mistakes = [*at_fault.values(), *mistakes] or list(_unsendable(job))
    if mistakes:
        raise AssignmentError(mistakes)


def _at_fault(job: Job, question: Question, check: Check, *, changes: bool) -> list[Mistake]:
    """Return what is wrong in the reference itself, where a check that it does not pass shows just that."""
    assignment = job.rubric.assignment
    plan = Plan(check.examples or assignment.examples, job.seed, question.sizes)
    return culprits(job.rubric.reference, job.corpora[question.id], plan, check, changes=changes)


def _unsendable(job: Job) -> Iterator[Mistake]:
    """Yield the functions with arguments that cannot cross to a worker, such as functions."""
    reference, assignment = job.rubric.reference, job.rubric.assignment
    for question in assignment.questions:
        plan = Plan(assignment.examples, job.seed, question.sizes)
        for name in dict.fromkeys(n for c in question.checks for n in _called(c, reference)):
            arguments = job.corpora[question.id].direct(name, plan).arguments[0]
            try:
                _ = arguments.encoded
            except GraderError as problem:
                message = f"`{name}`: {problem}; hand over what it is made of: coefficients, points, a name"
                yield Mistake(*place(reference.answers[name]), 1, message)


def _called(check: Check, reference: Reference) -> tuple[str, ...]:
    return () if check.kind == "written" else functions_of(check, reference)


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
    parts = [f"at {at}"] * bool(at) + [values] * (evidence.got is not None or evidence.expected is not None)
    why = " ".join(said) or "its answer is not accepted"
    return f"{why} ({': '.join(parts)})" if parts else why


@few_prints()
def grade_questions(job: Job, functions: Functions, written: Mapping[str, str]) -> tuple[QuestionResult, ...]:
    """Run the checks of all questions: the public ones, and when all is said of them the hidden ones.

    What a student is shown is known, mistakes by name and all, before the first input of a hidden check is
    asked; then the process that answered is over, and nothing that any process does can change it.
    """
    reference, assignment = job.rubric.reference, job.rubric.assignment
    trials = []
    for question in assignment.questions:
        plan = Plan(assignment.examples, job.seed, question.sizes)
        trials.append(Trial(reference, job.corpora[question.id], functions, plan, written))
    found: dict[str, Outcome] = {}
    for visibility in Visibility:
        there = [
            (trial, checks)
            for question, trial in zip(assignment.questions, trials, strict=True)
            if (checks := [check for check in question.checks if check.visibility is visibility])
        ]
        if there and visibility is Visibility.HIDDEN:
            functions = functions.sealed()
            for trial in trials:
                trial.functions = functions
        found |= stage(functions, there)
    return tuple(
        QuestionResult(question, tuple(found[check.id] for check in question.checks))
        for question in assignment.questions
    )


def stage(functions: Functions, there: Sequence[tuple[Trial, Sequence[Check]]]) -> dict[str, Outcome]:
    """Return the outcomes of some checks, by id: decide all of them, and then name the mistakes.

    A name decides nothing: a function that ends its process while one is looked for is still asked later.
    """
    found: dict[str, Finding] = {}
    try:
        for trial, checks in there:
            functions.renew()
            ask_beforehand(trial, checks)
            found |= {check.id: hinted(trial, check, decide(trial, check)) for check in checks}
        with functions.aside():
            for trial, checks in there:
                functions.renew()
                found |= {check.id: explained(trial, check, found[check.id], checks) for check in checks}
    except GraderError:
        raise  # there are no workers: it is the same for everyone
    except Exception as problem:
        message = f"this could not be graded: {type(problem).__name__}: {problem}"
        broken = Finding(Verdict.BROKEN, message=message)
        found = {check.id: broken for _, checks in there for check in checks}
    return {check.id: outcome(check, found[check.id]) for _, checks in there for check in checks}


def ask_beforehand(trial: Trial, checks: Sequence[Check]) -> None:
    """Ask in few messages what these checks ask of every submission.

    What goes wrong here goes wrong again, and is said, when the check that it concerns is decided.
    """
    there = [
        (planned(trial, check), check)
        for check in checks
        if check.kind != "written" and set(functions_of(check, trial.reference)) <= set(trial.functions.names)
    ]
    calls: list[Calls] = []
    for each, check in there:
        with suppress(Exception):
            calls += planned_calls(each, check.kind, check.target)
    with suppress(Exception):
        trial.prefetch(*calls)
    if calls:
        with suppress(Exception):
            ask_again(trial, calls)


def judge(trial: Trial, check: Check, beside: Sequence[Check]) -> Outcome:
    """Run one check, and name the mistake if it is a known one; ``beside`` are the checks of its question."""
    return outcome(check, explained(trial, check, decide(trial, check), beside))


def decide(trial: Trial, check: Check) -> Finding:
    """Run one check; what goes wrong in it that is not the student's doing is BROKEN, never a lost point."""
    try:
        return KINDS[check.kind](planned(trial, check), check.target, **check.options)
    except GraderError as problem:
        said = _with_inputs(problem)
    except Exception as problem:
        said = f"{type(problem).__name__}: {problem}"
    return Finding(Verdict.BROKEN, message=f"this check could not be decided: {said}")


def _with_inputs(problem: GraderError) -> str:
    at = ", ".join(f"{name} = {line(value)}" for name, value in problem.inputs.items())
    return f"{problem} at {at}" if at else str(problem)


def hinted(trial: Trial, check: Check, found: Finding) -> Finding:
    """Add to a lost check what is known of the function itself: it prints, its arguments are others."""
    if found.evidence is None or found.verdict not in (Verdict.FAILED, Verdict.RAISED):
        return found
    for name in functions_of(check, trial.reference):
        asked, theirs = list(trial.reference.signatures[name].parameters), trial.functions.arguments(name)
        hint = ""
        if (
            found.verdict is Verdict.RAISED
            and ARGUMENTS.search(found.message)
            and f"{name}()" in found.message
        ):
            hint = f"asked for: {name}({', '.join(asked)})"
        elif len(theirs) > 1 and theirs != asked and sorted(theirs) == sorted(asked):
            hint = f"your arguments are ({', '.join(theirs)}); asked for: {name}({', '.join(asked)})"
        elif found.evidence.got is None and found.verdict is Verdict.FAILED:
            hint = trial.functions.hint(name)
        if hint:
            message = f"{found.message}; {hint}" if found.message else hint
            return replace(found, message=message, evidence=replace(found.evidence, message=message))
    return found


ARGUMENTS = re.compile(r"TypeError: .* (positional argument|keyword argument|required keyword)")


def explained(trial: Trial, check: Check, found: Finding, beside: Sequence[Check]) -> Finding:
    """Name the mistake behind a lost check, if one of the functions it is about makes one that we know."""
    if not trial.naming or found.verdict not in (Verdict.FAILED, Verdict.RAISED):
        return found
    if found.mistake == CHANGES:
        return replace(found, share=check.credit.get(CHANGES, 0.0))
    if found.mistake not in (None, error_carried_forward.NAME):
        return found
    # What is met here and nowhere else decides nothing: it is not noted for the checks to come.
    there = replace(planned(trial, check), changed={}, last={})
    for name in functions_of(check, trial.reference):
        if name not in trial.functions.names:
            continue
        law = trial.reference.laws[check.target] if check.kind == "law" else None
        tried = tried_on(trial, check, name, beside)
        for follows in dict.fromkeys((found.follows or name, name, *check.options.get("accept", ()))):
            try:
                known = diagnose(there, name, law, tried, follows)
            except (Stopped, Exception):
                # It hangs on an input of another check; a kit has no answer to it; or an answer is of a kind
                # that nobody thought of.  A name decides nothing, and its want stops nobody's grading.
                known = None
            if known is None:
                continue
            credit = check.credit.get(known.mistake, 0.0) if known.slip else known.credit
            if credit >= found.share:
                if follows != (found.follows or name):  # what is shown is the mistake, too
                    found = decide(replace(trial, follows=follows), check)
                return replace(found, share=credit, message=known.message, mistake=known.mistake)
    return found


def tried_on(trial: Trial, check: Check, name: str, beside: Sequence[Check]) -> Calls:
    """Return the calls of a function on which its mistake is looked for, for one check that it lost.

    What a student is told comes from no input of a hidden check.  So for a public check they are those of a
    public check of the question, the one that asks the function most; or, where there are laws only, inputs
    that no check has.
    """
    own = planned(trial, check).plan
    if check.visibility is Visibility.HIDDEN:
        return trial.corpora.direct(name, own)
    public = [each for each in (check, *beside) if each.visibility is Visibility.PUBLIC]
    plans = [plan for each in public if (plan := _plan_of(trial, each, name)) is not None]
    nobodys = replace(own, seed=NOBODYS - own.seed)
    return trial.corpora.direct(name, max(plans, key=lambda plan: plan.count, default=nobodys))


def _plan_of(trial: Trial, check: Check, name: str) -> Plan | None:
    """Return the plan of the examples with which a check calls a function as they are, if it does."""
    if check.target != name or check.kind in ("law", "written"):
        return None
    plan = planned(trial, check).plan
    return around_no_kinks(plan) if check.kind == "gradient" else plan


def outcome(check: Check, found: Finding) -> Outcome:
    """Return what became of a check."""
    return Outcome(check, found.verdict, found.share, found.message, found.mistake, found.evidence)


def planned(trial: Trial, check: Check) -> Trial:
    """Return the trial with as many examples as the check wants."""
    if check.examples is None:
        return trial
    return replace(trial, plan=replace(trial.plan, count=check.examples))


def functions_of(check: Check, reference: Reference) -> tuple[str, ...]:
    """Return the student functions that a check is about."""
    return reference.laws[check.target].of if check.kind == "law" else (check.target,)


def grade(job: Job, submission: Submission, sandbox: Sandbox) -> Result:
    """Grade one submission; nothing in it can make this raise."""
    with sandbox.open(submission, job.wanted, job.secrets, job.rubric.files) as session:
        results = grade_questions(job, session, _written(job, session.written, submission))
        problems = (*submission.problems, *session.problems)
        notes = (*submission.notes, *session.notes)
    return Result(submission, results, problems, session.level, notes)


def _written(job: Job, in_code: Mapping[str, str], submission: Submission) -> Mapping[str, str]:
    """Return the answers in words: one that names no question may be to any that has none."""
    unclaimed = {each.id: submission.unclaimed for each in job.rubric.assignment.questions}
    answers = {name: text for name, text in in_code.items() if says_something(text)}
    return {**unclaimed, **answers, **submission.written}


def undecided(job: Job, message: str) -> tuple[QuestionResult, ...]:
    """Return the results of a submission that we could not read."""
    found = Finding(Verdict.BROKEN, message=message)
    return tuple(
        QuestionResult(question, tuple(outcome(check, found) for check in question.checks))
        for question in job.rubric.assignment.questions
    )
