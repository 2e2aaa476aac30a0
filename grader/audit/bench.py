"""The assignment under one seed after another: functions are put to its checks as a submission's are."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from grader.checks import functions_of, kind_of
from grader.checks.trial import Trial
from grader.examples.corpora import Corpora
from grader.examples.draw import Plan
from grader.functions.bounded import Bounded, TooLong, time_limit
from grader.functions.functions import Functions
from grader.functions.local import Local
from grader.grading.choose import with_chosen
from grader.grading.decide import ask_beforehand
from grader.grading.pipeline import Job
from grader.grading.steps import judge
from grader.model import Check, Outcome, Question, Verdict, Visibility
from grader.reference.contents import Function
from grader.reference.mutants import Mutant, mutants

SECONDS = 300.0  # for one check, by the clock: what computes without end is stopped by the work it did
SHORTEST = 1.0  # seconds of a mutant, at least
SLOWER = 20  # times the seconds of the right function; a mutant that takes longer may never end


def decided(question: Question) -> list[Check]:
    """Return the checks that no person decides, and that wrong answers can fail."""
    return [check for check in question.checks if not check.by_person and kind_of(check).by_calls]


class Bench:
    """The assignment under one seed after another."""

    def __init__(self, job: Job, *, choosing: bool = True) -> None:
        self.job, self.choosing = job, choosing
        self.reference = job.rubric.reference
        self.limits = job.rubric.assignment.limits
        self.corpora: dict[tuple[int, str], Corpora] = {}
        self.right: dict[str, float] = {}  # the seconds that right functions take
        self.changed: dict[str, list[Mutant]] = {}
        questions = job.rubric.assignment.questions
        judged = {n for q in questions for check in decided(q) for n in functions_of(check, self.reference)}
        self.asked = [name for name in self.reference.answers if name in judged]
        self.accepted: dict[str, list[str]] = {}  # by function, the others whose answers are right, too
        for check in (check for question in questions for check in question.checks):
            self.accepted.setdefault(check.target, []).extend(kind_of(check).uses(check).accepted)

    def bounded(
        self, functions: Mapping[str, Function], seconds: Mapping[str, float] = MappingProxyType({})
    ) -> Bounded:
        """Return functions with the limits of a submission, or some of them with these seconds instead."""
        given = dict.fromkeys(functions, self.limits.seconds)
        names = self.reference.argument_names
        return Bounded(functions, {**given, **seconds}, self.limits.megabytes, names)

    def mutants(self, function: str) -> Sequence[Mutant]:
        """Return the mutants of a function, made once."""
        if function not in self.changed:
            self.changed[function] = list(mutants(self.reference.answers[function]))
        return self.changed[function]

    def seconds(self, function: str) -> float:
        """Return how long a mutant may take: more than a right function takes for the same by far."""
        if function not in self.right:
            right = self.bounded(self.reference.answers)
            for _ in self.outcomes(right, function, self.job.seed):
                pass
            self.right[function] = right.spent[function]
        return min(max(SHORTEST, SLOWER * self.right[function]), self.limits.seconds)

    def outcomes(
        self,
        functions: Bounded,
        about_one: str | None,
        seed: int,
        *,
        naming: bool = False,
        shrinking: bool = False,
    ) -> Iterator[Outcome]:
        """Run the checks that are about one function, or all those whose functions are there."""
        for question in self.job.rubric.assignment.questions:
            functions.renew()
            trial = replace(self.trial(question, seed, functions), shrinking=shrinking, naming=naming)
            for check in decided(question):
                names = functions_of(check, self.reference)
                if set(names) <= set(functions.names) and (about_one is None or about_one in names):
                    try:
                        with time_limit(SECONDS + sum(functions.seconds[name] for name in names)):
                            outcome = judge(trial, check, question.checks)
                    except TooLong:
                        outcome = Outcome(check, Verdict.TIMED_OUT)
                    yield outcome

    def paid(self, functions: Bounded, *, naming: bool) -> dict[str, float]:
        """Return what the checks pay a whole submission, in the order in which one is graded.

        Without ``naming`` the share that a known mistake keeps on purpose is not among it.
        """
        points: dict[str, float] = {}
        for question in self.job.rubric.assignment.questions:
            functions.renew()
            trial = replace(self.trial(question, self.job.seed, functions), shrinking=False, naming=naming)
            for visibility in Visibility:
                checks = [check for check in decided(question) if check.visibility is visibility]
                with time_limit(SECONDS + sum(functions.seconds.values())), suppress(TooLong):
                    ask_beforehand(trial, checks)
                    for check in checks:
                        points[check.id] = judge(trial, check, checks).earned
        return {check: earned for check, earned in points.items() if earned}

    def trial(self, question: Question, seed: int | None = None, functions: Functions | None = None) -> Trial:
        """Return functions before a question: the right ones, if none are given."""
        seed = self.job.seed if seed is None else seed
        plan = Plan(self.job.rubric.assignment.examples, seed, question.sizes)
        functions = functions or self.bounded(self.reference.answers)
        return Trial(self.reference, self._corpora(question, plan), functions, plan)

    def inputs(self, function: str) -> Iterator[Sequence[Any]]:
        """Yield the inputs on which known mistakes of a function are told from one another."""
        for question in self.job.rubric.assignment.questions:
            if any(function in functions_of(check, self.reference) for check in decided(question)):
                trial, signature = self.trial(question), self.reference.signatures[function]
                for example in trial.corpora.examples(signature, trial.plan):
                    yield example.values

    def _corpora(self, question: Question, plan: Plan) -> Corpora:
        """Return what a question asks under a seed: what grading chooses, chosen in the same way."""
        key = plan.seed, question.id
        if self.choosing and plan.seed == self.job.seed and question.id in self.job.kept:
            return self.job.corpora[question.id]  # the same, from when the job was prepared
        if key not in self.corpora:
            corpora = Corpora(self.reference)
            if self.choosing:
                trial = Trial(self.reference, corpora, Local({}), plan)
                corpora = with_chosen(trial, question.checks)
            self.corpora[key] = corpora
        return self.corpora[key]
