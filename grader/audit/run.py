"""Is the rubric any good?  It is tried on what it must catch and on what it must forgive.

Every known mistake must lose points and be named as itself; every correct variant must keep full marks; every
mechanical mutant of the reference must lose points; no check may change its mind with the seed; no check may
be there that nothing ever fails; and what is no work earns next to nothing.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, as_completed
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from traceback import walk_tb
from types import MappingProxyType
from typing import Any

from grader.audit import cheats
from grader.audit.mutants import Mutant, mutants
from grader.checks import functions_of, kind_of
from grader.checks.trial import Trial
from grader.errors import AssignmentError, Mistake
from grader.examples.corpora import Corpora
from grader.examples.draw import Plan, answer
from grader.functions.bounded import Bounded, TooLong, time_limit
from grader.grading.decide import ask_beforehand
from grader.grading.pipeline import Job, load_job
from grader.grading.steps import judge
from grader.model import Audit, Caught, Check, Flip, Harmed, Outcome, Paid, Question, Verdict, Visibility
from grader.processes.pool import Pool
from grader.reference.load import Reference, path_of, sentence
from grader.reference.variants import files, load
from grader.reports.words import sentence as reason
from grader.rubric.read import read
from grader.text.values import line

Function = Callable[..., Any]

SECONDS = 20.0  # for one check, besides what its functions have: a law may never end
SHORTEST = 1.0  # seconds of a mutant, at least
SLOWER = 20  # times the seconds of the right function; a mutant that takes longer may never end
AT_ONCE = 5  # mutants that are tried in one go

# ---- trying functions ------------------------------------------------------------------------------


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
        judged = {n for q in questions for check in _decided(q) for n in functions_of(check, self.reference)}
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
            for check in _decided(question):
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
                checks = [check for check in _decided(question) if check.visibility is visibility]
                with time_limit(SECONDS + sum(functions.seconds.values())), suppress(TooLong):
                    ask_beforehand(trial, checks)
                    for check in checks:
                        points[check.id] = judge(trial, check, checks).earned
        return {check: earned for check, earned in points.items() if earned}

    def inputs(self, function: str) -> Iterator[Sequence[Any]]:
        """Yield the inputs on which known mistakes of a function are told from one another."""
        assignment = self.job.rubric.assignment
        for question in assignment.questions:
            if any(function in functions_of(check, self.reference) for check in _decided(question)):
                plan = Plan(assignment.examples, self.job.seed, question.sizes)
                signature = self.reference.signatures[function]
                for example in self._corpora(self.job.seed).examples(signature, plan):
                    yield example.values

    def _corpora(self, seed: int) -> Corpora:
        if seed not in self.corpora:
            self.corpora[seed] = Corpora(self.reference)
        return self.corpora[seed]


# ---- one function or variant ---------------------------------------------------------------------------


def audit_mistakes(bench: Bench, function: str, seeds: Sequence[int]) -> tuple[list[Caught], list[Flip]]:
    """Try the known mistakes of one function."""
    tried, flips = [], []
    catalogue = bench.reference.mistakes.get(function, ())
    for known in catalogue:
        functions = bench.bounded({**bench.reference.answers, function: known})
        lost: dict[str, float] = {}
        named = None
        for outcome in bench.outcomes(functions, function, bench.job.seed, naming=True):
            if outcome.share < 1:
                lost[outcome.check.id] = outcome.check.points - outcome.earned
                named = named or outcome.mistake
        alike = tuple(other.__name__ for other in catalogue if sentence(other) == sentence(known))
        raises, where = _raises(bench, function, known)
        tried.append(Caught(function, known.__name__, where, lost, named, alike, raises))
        flips += _flips(bench, function, known, functions, seeds)
    return tried, flips


def _raises(bench: Bench, function: str, known: Function) -> tuple[str, str]:
    """Return the exception of a mistake that answers no input, if it is one, and the place to look at."""
    here = known.__code__.co_filename
    said, where = "", _place(known)
    for values in bench.inputs(function):
        try:
            with time_limit(bench.limits.seconds, at_work=True):
                answer(known, values)
        except TooLong:
            return "", _place(known)
        except Exception as problem:
            if not said:
                said = f"{type(problem).__name__}: {problem}".rstrip(": ")
                lines = [n for frame, n in walk_tb(problem.__traceback__) if frame.f_code.co_filename == here]
                where = _place(known, lines[-1] if lines else None)
        else:
            return "", _place(known)
    return said, where


def _flips(
    bench: Bench, function: str, known: Function, functions: Bounded, seeds: Sequence[int]
) -> list[Flip]:
    """Return the checks that catch a mistake under some seeds and miss it under others."""
    failing: dict[str, int] = {}
    for seed in seeds:
        for outcome in bench.outcomes(functions, function, seed):
            failing[outcome.check.id] = failing.get(outcome.check.id, 0) + (outcome.share < 1)
    return [
        Flip(check, known.__name__, count, len(seeds))
        for check, count in failing.items()
        if 0 < count < len(seeds)
    ]


def audit_mutants(bench: Bench, function: str, start: int = 0, stop: int | None = None) -> list[Caught]:
    """Try mutants of one function, from one to another; the first lost check of each will do."""
    right = bench.reference.answers[function]
    seconds = bench.seconds(function)
    tried = []
    for mutant in bench.mutants(function)[start:stop]:
        functions = bench.bounded({**bench.reference.answers, function: mutant.function}, {function: seconds})
        outcomes = bench.outcomes(functions, function, bench.job.seed)
        caught = next((outcome for outcome in outcomes if outcome.share < 1), None)
        lost = {caught.check.id: caught.check.points - caught.earned} if caught else {}
        name = f"{mutant.before} → {mutant.after}"
        tried.append(Caught(function, name, _place(right, mutant.line), lost, None))
    return tried


def audit_variant(
    bench: Bench, functions: Mapping[str, Function], path: Path, seeds: Sequence[int]
) -> tuple[bool, list[Harmed]]:
    """Try one file of right answers, which may lose a point under no seed; say first whether it was asked."""
    bounded = bench.bounded(functions)
    asked = False
    lost: dict[str, list[Outcome]] = {}
    for seed in seeds:
        for outcome in bench.outcomes(bounded, None, seed, shrinking=True):
            asked = True
            if outcome.share < 1:
                lost.setdefault(outcome.check.id, []).append(outcome)
    return asked, [
        Harmed(str(path), check, *_told(outcomes[0]), len(outcomes), len(seeds))
        for check, outcomes in lost.items()
    ]


def audit_cheat(bench: Bench, name: str) -> Paid:
    """Try a submission that does no work."""
    names = bench.asked
    if name == cheats.OTHERS:
        accepted = {
            check.target: kind_of(check).uses(check).accepted
            for question in bench.job.rubric.assignment.questions
            for check in question.checks
        }
        points: dict[str, float] = {}
        for function in names:
            tried: list[dict[str, float]] = [{}]
            for other in cheats.others(bench.reference, function, accepted.get(function, ())):
                answers = bench.bounded({function: bench.reference.answers[other]})
                paid = (o for o in bench.outcomes(answers, function, bench.job.seed) if o.share == 1)
                tried.append({outcome.check.id: outcome.earned for outcome in paid})
            tried.sort(key=lambda each: sum(each.values()))
            points |= tried[-1]
        return Paid(name, points)
    functions = cheats.cheat(name, bench.reference, names, bench.inputs)
    return Paid(name, bench.paid(bench.bounded(functions), naming=False))


def audit_harvest(bench: Bench, chosen: Mapping[str, str]) -> float:
    """Return what a submission earns that makes one known mistake in every function."""
    mistakes = {
        function: next(m for m in bench.reference.mistakes[function] if m.__name__ == name)
        for function, name in chosen.items()
    }
    return sum(bench.paid(bench.bounded(mistakes), naming=True).values())


def _dearest(mistakes: Sequence[Caught], checks: Sequence[Check], reference: Reference) -> dict[str, str]:
    """Return the known mistake of each function that keeps most points."""
    best: dict[str, tuple[float, str]] = {}
    for caught in mistakes:
        ours = [check for check in checks if caught.function in functions_of(check, reference)]
        kept = sum(check.points - caught.lost.get(check.id, 0.0) for check in ours)
        best[caught.function] = max(best.get(caught.function, (-1.0, "")), (kept, caught.name))
    return {function: name for function, (_, name) in best.items()}


def _told(outcome: Outcome) -> tuple[str, str]:
    """Return why points were lost, and the smallest input that shows it."""
    evidence = outcome.evidence
    if evidence is None:
        return reason(outcome), ""
    said = " ".join(dict.fromkeys(filter(None, (reason(outcome), evidence.message))))
    return said, ", ".join(f"{name} = {line(value)}" for name, value in evidence.inputs.items())


def _place(function: Function, line: int | None = None) -> str:
    code = function.__code__
    return f"{path_of(code, function.__module__)}:{line or code.co_firstlineno}"


# ---- the whole rubric --------------------------------------------------------------------------------


def unwatched(_: int) -> AbstractContextManager[Callable[[], None]]:
    """Show nothing of how far it is."""
    return nullcontext(lambda: None)


def audit(
    job: Job,
    seeds: int,
    workers: int,
    watched: Callable[[int], AbstractContextManager[Callable[[], None]]] = unwatched,
) -> Audit:
    """Try everything there is, in several processes.

    ``watched`` is told how many steps there are, and what it yields is called after each.  Raises
    AssignmentError where a variant cannot be tried.
    """
    reference = job.rubric.reference
    checks = [check for question in job.rubric.assignment.questions for check in _decided(question)]
    functions = Bench(job).asked
    variants = files(job.rubric.folder)
    range_of_seeds = range(job.seed, job.seed + seeds)
    with Pool(workers, _start, job.path, job.seed, job.only) as pool:
        if wrong := [mistake for found in pool.map(_unusable, variants) for mistake in found]:
            raise AssignmentError(wrong)
        right = [pool.submit(_variant, path, range_of_seeds) for path in variants]
        known = [pool.submit(_mistakes, name, range_of_seeds) for name in functions]
        changed = [
            pool.submit(_mutants, name, start, start + AT_ONCE)
            for name in functions
            for start in range(0, sum(1 for _ in mutants(reference.answers[name])), AT_ONCE)
        ]
        lazy = [pool.submit(_cheat, name) for name in (*cheats.NAMES, cheats.OTHERS)]
        with watched(len(right) + len(known) + len(changed) + len(lazy)) as step:
            tasks: list[Future[Any]] = [*right, *known, *changed, *lazy]
            for each in as_completed(tasks):
                each.result()
                step()
        tried_mistakes = [caught for each in known for caught in each.result()[0]]
        harvest = pool.submit(_harvest, _dearest(tried_mistakes, checks, reference)).result()
    mistakes = tuple(caught for each in known for caught in each.result()[0])
    flips = tuple(flip for each in known for flip in each.result()[1])
    tried = tuple(caught for each in changed for caught in each.result())
    harmed = tuple(harm for each in right for harm in each.result()[1])
    deciding = {check for caught in (*mistakes, *tried) for check in caught.lost}
    idle = tuple(check for check in checks if check.id not in deciding)
    variants_tried = sum(each.result()[0] for each in right)
    paid = tuple(each.result() for each in lazy)
    whole = read(job.path).assignment if job.only else job.rubric.assignment
    max_score = sum(question.points for question in whole.questions)
    return Audit(mistakes, tried, variants_tried, harmed, flips, idle, seeds, max_score, paid, harvest)


def _decided(question: Question) -> list[Check]:
    """Return the checks that no person decides."""
    return [check for check in question.checks if not check.by_person]


# ---- in a process of the pool --------------------------------------------------------------------------

_bench: Bench


def _start(path: Path, seed: int, only: Sequence[str]) -> None:
    global _bench
    _bench = Bench(load_job(path, seed, only))


def _loaded(path: Path) -> Mapping[str, Function]:
    return load(path, _bench.job.rubric.folder, _bench.reference)


def _unusable(path: Path) -> tuple[Mistake, ...]:
    try:
        _loaded(path)
    except AssignmentError as problem:
        return problem.mistakes
    return ()


def _variant(path: Path, seeds: Sequence[int]) -> tuple[bool, list[Harmed]]:
    return audit_variant(_bench, _loaded(path), path, seeds)


def _mistakes(name: str, seeds: Sequence[int]) -> tuple[list[Caught], list[Flip]]:
    return audit_mistakes(_bench, name, seeds)


def _cheat(name: str) -> Paid:
    return audit_cheat(_bench, name)


def _harvest(chosen: Mapping[str, str]) -> float:
    return audit_harvest(_bench, chosen)


def _mutants(name: str, start: int, stop: int) -> list[Caught]:
    return audit_mutants(_bench, name, start, stop)
