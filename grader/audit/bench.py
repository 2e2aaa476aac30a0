"""The assignment under one seed after another: functions are put to its checks as a submission's are."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from types import MappingProxyType
from typing import Any

from grader.audit.mutants import Mutant, mutants
from grader.checks import functions_of, kind_of
from grader.checks.trial import Trial
from grader.examples.corpora import Corpora
from grader.examples.draw import Plan
from grader.functions.bounded import Bounded, TooLong, time_limit
from grader.grading.decide import ask_beforehand
from grader.grading.pipeline import Job
from grader.grading.steps import judge
from grader.model import Check, Outcome, Question, Verdict, Visibility
from grader.reference.contents import Function

SECONDS = 20.0  # for one check, besides what its functions have: a law may never end
SHORTEST = 1.0  # seconds of a mutant, at least
SLOWER = 20  # times the seconds of the right function; a mutant that takes longer may never end


def decided(question: Question) -> list[Check]:
    """Return the checks that no person decides, and that wrong answers can fail."""
    return [check for check in question.checks if not check.by_person and kind_of(check).by_calls]


class Bench:
    """The assignment under one seed after another."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.reference = job.rubric.reference
        self.limits = job.rubric.assignment.limits
        self.corpora: dict[int, Corpora] = {}
        self.right: dict[str, float] = {}  # the seconds that right functions take
        self.changed: dict[str, list[Mutant]] = {}
        questions = job.rubric.assignment.questions
        judged = {n for q in questions for check in decided(q) for n in functions_of(check, self.reference)}
        self.asked = [name for name in self.reference.answers if name in judged]

    def bounded(
        self, functions: Mapping[str, Function], seconds: Mapping[str, float] = MappingProxyType({})
    ) -> Bounded:
        """Return functions with the limits of a submission, or some of them with these seconds instead."""
        given = dict.fromkeys(functions, self.limits.seconds)
        return Bounded(functions, {**given, **seconds}, self.limits.megabytes)

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
            plan = Plan(self.job.rubric.assignment.examples, seed, question.sizes)
            trial = Trial(
                self.reference, self._corpora(seed), functions, plan, shrinking=shrinking, naming=naming
            )
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
            plan = Plan(self.job.rubric.assignment.examples, self.job.seed, question.sizes)
            trial = Trial(
                self.reference, self._corpora(self.job.seed), functions, plan, shrinking=False, naming=naming
            )
            for visibility in Visibility:
                checks = [check for check in decided(question) if check.visibility is visibility]
                with time_limit(SECONDS + sum(functions.seconds.values())), suppress(TooLong):
                    ask_beforehand(trial, checks)
                    for check in checks:
                        points[check.id] = judge(trial, check, checks).earned
        return {check: earned for check, earned in points.items() if earned}

    def trial(self, question: Question) -> Trial:
        """Return the right functions before a question."""
        plan = Plan(self.job.rubric.assignment.examples, self.job.seed, question.sizes)
        functions = self.bounded(self.reference.answers)
        return Trial(self.reference, self._corpora(self.job.seed), functions, plan)

    def inputs(self, function: str) -> Iterator[Sequence[Any]]:
        """Yield the inputs on which known mistakes of a function are told from one another."""
        assignment = self.job.rubric.assignment
        for question in assignment.questions:
            if any(function in functions_of(check, self.reference) for check in decided(question)):
                plan = Plan(assignment.examples, self.job.seed, question.sizes)
                signature = self.reference.signatures[function]
                for example in self._corpora(self.job.seed).examples(signature, plan):
                    yield example.values

    def _corpora(self, seed: int) -> Corpora:
        if seed not in self.corpora:
            self.corpora[seed] = Corpora(self.reference)
        return self.corpora[seed]
