"""Is the rubric any good?  It is tried on what it must catch and on what it must forgive.

Every known mistake must lose points and be named as itself; every correct variant must keep full marks; every
mechanical mutant of the reference must lose points; no check may change its mind with the seed; and no check
or point may be there that nothing can reach.
"""

import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from importlib.util import module_from_spec, spec_from_file_location
from multiprocessing import get_context
from pathlib import Path
from types import FrameType
from typing import Any

from grader.checks.corpora import Corpora
from grader.checks.trial import Trial
from grader.examples import Plan
from grader.functions import Functions, Local
from grader.model import Audit, Caught, Flip, Harmed, Outcome, Verdict
from grader.mutants import mutants
from grader.pipeline import Job, about, judge, restricted
from grader.reference import sentence

SECONDS = 20.0  # for one check; a mutant may never end


class TooLong(BaseException):
    """A check took too long.  Not an Exception: neither a law nor a mutant may catch it."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise TooLong in the block after some seconds, in a main thread, where the system has such an alarm."""

    def stop(_: int, __: FrameType | None) -> None:
        raise TooLong

    if not hasattr(signal, "setitimer"):
        yield
        return
    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


# ---- trying functions ------------------------------------------------------------------------------


class Bench:
    """The assignment under one seed after another."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.reference = job.rubric.reference
        self.corpora: dict[int, Corpora] = {}

    def outcomes(
        self, functions: Functions, about_one: str | None, seed: int, *, naming: bool = False
    ) -> Iterator[Outcome]:
        """Run the checks that are about one function, or all those whose functions are there."""
        if seed not in self.corpora:
            self.corpora[seed] = Corpora(self.reference)
        for question in self.job.rubric.assignment.questions:
            plan = Plan(self.job.rubric.assignment.examples, seed, question.sizes)
            trial = Trial(self.reference, self.corpora[seed], functions, plan, shrinking=False, naming=naming)
            for check in question.checks:
                names = about(check, self.reference)
                if check.kind == "written" or not set(names) <= set(functions.names):
                    continue
                if about_one is None or about_one in names:
                    try:
                        with at_most(SECONDS):
                            outcome = judge(trial, check)
                    except TooLong:
                        outcome = Outcome(check, Verdict.TIMED_OUT)
                    yield outcome

    def catch(
        self, function: str, other: Callable[..., Any], name: str, where: str, *, naming: bool
    ) -> Caught:
        """Put one wrong function before the checks that are about it; a mutant's first lost check will do."""
        lost: dict[str, float] = {}
        named = None
        functions = Local({**self.reference.answers, function: other})
        for outcome in self.outcomes(functions, function, self.job.seed, naming=naming):
            if outcome.share < 1:
                lost[outcome.check.id] = outcome.check.points - outcome.earned
                named = named or outcome.mistake
                if not naming:
                    break
        return Caught(function, name, where, lost, named)


def audit_function(
    bench: Bench, function: str, seeds: Sequence[int]
) -> tuple[list[Caught], list[Caught], list[Flip]]:
    """Try the known mistakes and the mutants of one function."""
    mistakes, flips = [], []
    catalogue = bench.reference.mistakes.get(function, ())
    for known in catalogue:
        caught = bench.catch(function, known, known.__name__, _place(known), naming=True)
        alike = tuple(other.__name__ for other in catalogue if sentence(other) == sentence(known))
        mistakes.append(replace(caught, expected=alike))
        flips += _flips(bench, function, known, seeds)
    answer = bench.reference.answers[function]
    wrong = [
        bench.catch(
            function,
            mutant.function,
            f"{mutant.before} → {mutant.after}",
            _place(answer, mutant.line),
            naming=False,
        )
        for mutant in mutants(answer)
    ]
    return mistakes, wrong, flips


def _flips(bench: Bench, function: str, known: Callable[..., Any], seeds: Sequence[int]) -> list[Flip]:
    """Return the checks that catch a mistake under some seeds and miss it under others."""
    failing: dict[str, int] = {}
    functions = Local({**bench.reference.answers, function: known})
    for seed in seeds:
        for outcome in bench.outcomes(functions, function, seed):
            failing[outcome.check.id] = failing.get(outcome.check.id, 0) + (outcome.share < 1)
    return [
        Flip(check, known.__name__, count, len(seeds))
        for check, count in failing.items()
        if 0 < count < len(seeds)
    ]


def audit_variant(bench: Bench, path: Path, seeds: Sequence[int]) -> list[Harmed]:
    """Try one file of right answers: under no seed may it lose a point."""
    spec = spec_from_file_location(f"_variant_{path.parent.parent.name}_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    answers = bench.reference.answers
    functions = Local({name: value for name, value in vars(module).items() if name in answers})
    return [
        Harmed(str(path), outcome.check.id, outcome.message)
        for seed in seeds
        for outcome in bench.outcomes(functions, None, seed)
        if outcome.share < 1
    ]


def _place(function: Callable[..., Any], line: int | None = None) -> str:
    code = function.__code__
    return f"{code.co_filename}:{line or code.co_firstlineno}"


# ---- the whole rubric --------------------------------------------------------------------------------


def audit(job: Job, seeds: int, workers: int) -> Audit:
    """Try everything there is, several functions at a time."""
    reference = job.rubric.reference
    asked = {
        name
        for question in job.rubric.assignment.questions
        for check in question.checks
        for name in about(check, reference)
    }
    functions = [name for name in reference.answers if name in asked]
    variants = sorted(job.rubric.folder.glob("*/variants/*.py"))
    range_of_seeds = range(job.seed, job.seed + seeds)
    with ProcessPoolExecutor(workers, get_context("spawn"), _start, (job.path, job.seed, job.only)) as pool:
        harmed = [pool.submit(_variant, path, range_of_seeds) for path in variants]
        tried = [pool.submit(_function, name, range_of_seeds) for name in functions]
        mistakes = tuple(caught for each in tried for caught in each.result()[0])
        wrong = tuple(caught for each in tried for caught in each.result()[1])
        flips = tuple(flip for each in tried for flip in each.result()[2])
        lost = tuple(harm for each in harmed for harm in each.result())
    deciding = {check for caught in (*mistakes, *wrong) for check in caught.lost}
    idle = tuple(
        check
        for question in job.rubric.assignment.questions
        for check in question.checks
        if check.kind != "written" and check.id not in deciding
    )
    return Audit(mistakes, wrong, len(variants), lost, flips, idle, seeds)


_bench: Bench


def _start(path: Path, seed: int, only: Sequence[str]) -> None:
    global _bench
    _bench = Bench(restricted(path, seed, only))


def _variant(path: Path, seeds: Sequence[int]) -> list[Harmed]:
    return audit_variant(_bench, path, seeds)


def _function(name: str, seeds: Sequence[int]) -> tuple[list[Caught], list[Caught], list[Flip]]:
    return audit_function(_bench, name, seeds)
