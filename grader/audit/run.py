"""Is the rubric any good?  It is tried on what it must catch and on what it must forgive.

Every known mistake must lose points and be named as itself; every correct variant must keep full marks; every
mechanical mutant of the reference must lose points; no check may change its mind with the seed; no check may
be there that nothing ever fails; and what is no work earns next to nothing.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, as_completed
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from grader.audit import cheats
from grader.audit.bench import Bench, decided
from grader.audit.trials import (
    audit_cheat,
    audit_harvest,
    audit_inputs,
    audit_mistakes,
    audit_mutants,
    audit_power,
    audit_variant,
)
from grader.checks import functions_of, kind_of
from grader.errors import AssignmentError, Mistake
from grader.grading.pipeline import Job, load_job
from grader.model import Audit, Caught, Check, Flip, Harmed, InputsFound, Paid, PowerFound
from grader.processes.pool import Pool
from grader.reference.contents import Function, Reference
from grader.reference.mutants import mutants
from grader.reference.variants import files, load
from grader.rubric.read import read

AT_ONCE = 5  # mutants that are tried in one go


def unwatched(_: int) -> AbstractContextManager[Callable[[], None]]:
    """Show nothing of how far it is."""
    return nullcontext(lambda: None)


def audit(
    job: Job,
    seeds: int,
    workers: int,
    watched: Callable[[int], AbstractContextManager[Callable[[], None]]] = unwatched,
    *,
    quick: bool = False,
) -> Audit:
    """Try everything there is, in several processes.

    ``watched`` is told how many steps there are, and what it yields is called after each.  A ``quick`` one
    leaves out what decides nothing and takes longest: what a student who wrote a mutant would read, and what
    each input is there for.  Raises AssignmentError where a variant cannot be tried.
    """
    reference = job.rubric.reference
    checks = [check for question in job.rubric.assignment.questions for check in decided(question)]
    functions = Bench(job).asked
    variants = files(job.rubric.folder)
    range_of_seeds = range(job.seed, job.seed + seeds)
    with Pool(workers, _start, job.path, job.seed, job.only, job.kept) as pool:
        if wrong := [mistake for found in pool.map(_unusable, variants) for mistake in found]:
            raise AssignmentError(wrong)
        right = [pool.submit(_variant, path, range_of_seeds) for path in variants]
        known = [pool.submit(_mistakes, name, range_of_seeds) for name in functions]
        changed = [pool.submit(_mutants, *some, not quick) for some in _some_mutants(reference, functions)]
        lazy = [pool.submit(_cheat, name) for name in (*cheats.NAMES, cheats.OTHERS)]
        random = [pool.submit(_power, check.id) for check in checks if kind_of(check).power]
        inputs = [pool.submit(_inputs, each.id) for each in job.rubric.assignment.questions if not quick]
        waiting = [*right, *known, *changed, *lazy, *random, *inputs]
        with watched(len(waiting)) as step:
            for each in as_completed(waiting):
                each.result()
                step()
        mistakes = tuple(caught for each in known for caught in each.result()[0])
        harvest = pool.submit(_harvest, _dearest(mistakes, checks, reference)).result()
    flips = tuple(flip for each in known for flip in each.result()[1])
    tried = tuple(caught for each in changed for caught in each.result())
    harmed = tuple(harm for each in right for harm in each.result()[1])
    idle = _idle(checks, (*mistakes, *tried))
    paid, powers = (tuple(each.result() for each in some) for some in (lazy, random))
    asked, found = sum(each.result()[0] for each in right), _all(inputs)
    points = _most(job), paid, powers, harvest
    return Audit(mistakes, tried, asked, harmed, flips, idle, seeds, *points, found)


def _some_mutants(reference: Reference, functions: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Yield the mutants of functions, a few at a time: whose they are, from one to another."""
    for name in functions:
        for start in range(0, sum(1 for _ in mutants(reference.answers[name])), AT_ONCE):
            yield name, start, start + AT_ONCE


def _all(found: Sequence[Future[list[InputsFound]]]) -> tuple[InputsFound, ...]:
    return tuple(one for each in found for one in each.result())


def _idle(checks: Sequence[Check], caught: Sequence[Caught]) -> tuple[Check, ...]:
    """Return the checks that nothing wrong ever failed."""
    deciding = {check for each in caught for check in each.lost}
    return tuple(check for check in checks if check.id not in deciding)


def _most(job: Job) -> float:
    """Return the points of all questions of the rubric, also of those that are not tried."""
    whole = read(job.path).assignment if job.only else job.rubric.assignment
    return sum(question.points for question in whole.questions)


def _dearest(mistakes: Sequence[Caught], checks: Sequence[Check], reference: Reference) -> dict[str, str]:
    """Return the known mistake of each function that keeps most points."""
    best: dict[str, tuple[float, str]] = {}
    for caught in mistakes:
        ours = [check for check in checks if caught.function in functions_of(check, reference)]
        kept = sum(check.points - caught.lost.get(check.id, 0.0) for check in ours)
        best[caught.function] = max(best.get(caught.function, (-1.0, "")), (kept, caught.name))
    return {function: name for function, (_, name) in best.items()}


# ---- in a process of the pool --------------------------------------------------------------------------

_bench: Bench


def _start(path: Path, seed: int, only: Sequence[str], kept: Mapping[str, bytes]) -> None:
    global _bench
    _bench = Bench(load_job(path, seed, only, kept))


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


def _inputs(question: str) -> list[InputsFound]:
    (asked,) = (each for each in _bench.job.rubric.assignment.questions if each.id == question)
    return audit_inputs(_bench, asked)


def _harvest(chosen: Mapping[str, str]) -> float:
    return audit_harvest(_bench, chosen)


def _mutants(name: str, start: int, stop: int, explaining: bool) -> list[Caught]:
    return audit_mutants(_bench, name, start, stop, explaining=explaining)


def _power(check: str) -> PowerFound:
    return audit_power(_bench, check)
