"""``python -m benchmarks.power``: how much is found, of wrong functions, mistakes and mutants, and by whom.

Each is put to every check that is about its function, here and without walls, as it is graded: a function is
found if it loses a check.  What is left are the misses, by name, and the right variants that lose a point.
``--uniform N`` asks N inputs a check as they are drawn, in place of those that are chosen; ``--hypothesis``
puts the wrong functions to the same checks as pytest and Hypothesis would.
"""

import argparse
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

from benchmarks import baseline
from benchmarks.course import ROOT, RUBRIC
from benchmarks.descriptions import SETS, WRONG, functions
from grader.audit.bench import Bench
from grader.audit.trials import audit_variant
from grader.checks import functions_of
from grader.functions.bounded import TooLong, time_limit
from grader.grading.pipeline import load_job
from grader.reference.contents import Function
from grader.reference.variants import files, load
from grader.rubric.read import Rubric, read

# By pytest and Hypothesis, too, which draw no programs of a class.
ASKED_BY_ALL = ("course", "small", "course, rare", "small, rare")
SECONDS = 5.0  # of each function, for all that it is asked
WITH_HYPOTHESIS = 60.0  # the same where everything is drawn anew

Finds = Callable[[str, Function], bool]  # whether a wrong function in the place of a right one loses a check


def chosen(rubric: Path, seed: int = 0, uniform: int = 0, examples: int = 0) -> Finds:
    """Return how the grader finds wrong functions; ``uniform`` inputs a check, or those that are chosen.

    ``examples``: with so many for a check in place of what the rubric says.
    """
    bench = bench_of(rubric, uniform, examples)

    def finds(of: str, wrong: Function) -> bool:
        there = bench.bounded({**bench.reference.answers, of: wrong}, {of: SECONDS})
        return any(outcome.share < 1 for outcome in bench.outcomes(there, of, seed))

    return finds


def with_hypothesis(rubric: Path) -> Finds:
    """Return how the same checks find them where Hypothesis draws anew for each submission."""
    there = read(rubric)

    def finds(of: str, wrong: Function) -> bool:
        module = SimpleNamespace(**{**there.reference.answers, of: wrong})
        return any(_fails(test) for test in _tests(there, of, module))

    return finds


def _tests(rubric: Rubric, of: str, module: SimpleNamespace) -> Iterator[Callable[[], None]]:
    about = {
        check.id
        for question in rubric.assignment.questions
        for check in question.checks
        if of in functions_of(check, rubric.reference)
    }
    yield from (test for name, test in baseline.checks(rubric, module) if name in about)


def _fails(test: Callable[[], None]) -> bool:
    try:
        with time_limit(WITH_HYPOTHESIS):
            test()
    except (TooLong, Exception):
        return True
    return False


def bench_of(rubric: Path, uniform: int = 0, examples: int = 0) -> Bench:
    """Return a rubric before wrong functions."""
    job = load_job(rubric, 0, ())
    if uniform or examples:
        assignment = replace(job.rubric.assignment, examples=uniform or examples)
        job = replace(job, rubric=replace(job.rubric, assignment=assignment))
    return Bench(job, choosing=not uniform)


def missed(finds: Finds, wrong: Mapping[str, Function]) -> list[str]:
    """Return the names of the wrong functions that lose nothing."""
    return [name for name, each in wrong.items() if not finds(name.partition("__")[0], each)]


def count_found(finds_of: Callable[[Path], Finds]) -> tuple[int, int]:
    """Return how many of the wrong functions are found, and how many there are."""
    found = tried = 0
    for rubric, file in (SETS[title] for title in ASKED_BY_ALL):
        wrong = functions(WRONG / file)
        tried += len(wrong)
        found += len(wrong) - len(missed(finds_of(rubric), wrong))
    return found, tried


def known(bench: Bench) -> Iterator[tuple[str, str, Function]]:
    """Yield the known mistakes of an assignment, and the mutants of its answers."""
    for of, mistakes in bench.reference.mistakes.items():
        yield from (("mistakes", f"{of}: {each.__name__}", each) for each in mistakes if of in bench.asked)
    for of in bench.asked:
        for each in bench.mutants(of):
            yield "mutants", f"{of}: {each.before} → {each.after}", each.function


def report_known(seed: int, uniform: int) -> None:
    """Print which known mistakes and mutants are missed."""
    bench, finds = bench_of(RUBRIC, uniform), chosen(RUBRIC, seed, uniform)
    names: dict[str, list[str]] = {"mistakes": [], "mutants": []}
    tried = 0
    for kind, name, function in known(bench):
        tried += 1
        if not finds(name.partition(":")[0], function):
            names[kind].append(name)
    for kind, those in names.items():
        print(f"seed {seed}, {kind}: {len(those)} missed: {', '.join(those)} ({tried} tried)", flush=True)


def report_harm(seeds: range, uniform: int) -> None:
    """Print which right variants lose a point."""
    bench = bench_of(RUBRIC, uniform)
    for path in files(bench.job.rubric.folder):
        there = load(path, bench.job.rubric.folder, bench.reference)
        for harm in audit_variant(bench, there, path, seeds)[1]:
            print(f"HURT {harm}", flush=True)


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(prog="benchmarks.power", description="How much is found.")
    parser.add_argument("--uniform", type=int, default=0, metavar="N", help="N inputs as they are drawn")
    parser.add_argument("--hypothesis", action="store_true", help="by pytest and Hypothesis")
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--quick", action="store_true", help="the sets of wrong functions alone")
    parser.add_argument("--set", default="", choices=SETS, help="one set of them")
    arguments = parser.parse_args()
    begun = time.process_time()
    for seed in range(1 if arguments.hypothesis else arguments.seeds):
        for title in [arguments.set] if arguments.set else SETS:
            rubric, file = SETS[title]
            wrong = functions(WRONG / file)  # anew: some remember
            finds = (
                with_hypothesis(rubric) if arguments.hypothesis else chosen(rubric, seed, arguments.uniform)
            )
            names = missed(finds, wrong)
            said = f"{len(names)} of {len(wrong)} missed: {', '.join(names)}"
            print(f"seed {seed}, {title}: {said}", flush=True)
        if not (arguments.quick or arguments.hypothesis):
            report_known(seed, arguments.uniform)
    if not (arguments.quick or arguments.hypothesis):
        report_harm(range(arguments.seeds), arguments.uniform)
    print(f"{time.process_time() - begun:.1f} CPU s in {ROOT.name}")


if __name__ == "__main__":
    main()
