"""``python -m benchmarks.power``: how much a corpus finds, of known mistakes, mutants and wrong functions.

Each is put to every check that is about its function, here and without walls, as it is graded: a function is
found if it loses a check.  What is left are the misses, by name, and the right variants that lose a point.
``--uniform N`` asks N inputs a check as they are drawn, in place of those that are chosen.
"""

import argparse
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from benchmarks.course import ROOT, RUBRIC
from benchmarks.descriptions import WRONG, functions
from grader.audit.bench import Bench
from grader.audit.trials import audit_variant
from grader.grading.pipeline import load_job
from grader.reference.contents import Function
from grader.reference.variants import files, load

SMALL = WRONG / "small" / "rubric.yaml"
SETS = {
    "course": (RUBRIC, "course_functions.py"),
    "small": (SMALL, "small_functions.py"),
    "course, rare": (RUBRIC, "rare_course_functions.py"),
    "small, rare": (SMALL, "rare_small_functions.py"),
}
SECONDS = 5.0  # of each function, for all that it is asked


def found(bench: Bench, of: str, wrong: Function, seed: int) -> bool:
    """Whether a wrong function loses a check."""
    there = bench.bounded({**bench.reference.answers, of: wrong}, {of: SECONDS})
    return any(outcome.share < 1 for outcome in bench.outcomes(there, of, seed))


def known(bench: Bench) -> Iterator[tuple[str, str, Function]]:
    """Yield the known mistakes of an assignment, and the mutants of its answers."""
    for of, mistakes in bench.reference.mistakes.items():
        yield from (("mistakes", f"{of}: {each.__name__}", each) for each in mistakes if of in bench.asked)
    for of in bench.asked:
        for each in bench.mutants(of):
            yield "mutants", f"{of}: {each.before} → {each.after}", each.function


def misses(bench: Bench, wrong: Mapping[str, Function], seed: int) -> list[str]:
    """Return the names of the wrong functions that lose nothing."""
    return [name for name, each in wrong.items() if not found(bench, name.partition("__")[0], each, seed)]


def report(bench_of: Callable[[Path], Bench], seeds: range, *, quick: bool) -> None:
    """Print what is missed, under each seed, and who is hurt."""
    for seed in seeds:
        for title, (rubric, file) in SETS.items():
            wrong = functions(WRONG / file)  # anew: some remember
            missed = misses(bench_of(rubric), wrong, seed)
            said = f"{len(missed)} of {len(wrong)} missed: {', '.join(missed)}"
            print(f"seed {seed}, {title}: {said}", flush=True)
        if quick:
            continue
        bench = bench_of(RUBRIC)
        missed_by: dict[str, list[str]] = {"mistakes": [], "mutants": []}
        count = 0
        for kind, name, function in known(bench):
            count += 1
            if not found(bench, name.partition(":")[0], function, seed):
                missed_by[kind].append(name)
        for kind, names in missed_by.items():
            print(f"seed {seed}, {kind}: {len(names)} missed: {', '.join(names)} ({count} tried)", flush=True)
    if not quick:
        bench = bench_of(RUBRIC)
        for path in files(bench.job.rubric.folder):
            there = load(path, bench.job.rubric.folder, bench.reference)
            for harm in audit_variant(bench, there, path, seeds)[1]:
                print(f"HURT {harm}", flush=True)


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(prog="benchmarks.power", description="How much a corpus finds.")
    parser.add_argument("--uniform", type=int, default=0, metavar="N", help="N inputs as they are drawn")
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--quick", action="store_true", help="the sets of wrong functions alone")
    arguments = parser.parse_args()
    begun = time.process_time()
    benches: dict[Path, Bench] = {}

    def bench_of(rubric: Path) -> Bench:
        if rubric not in benches:
            job = load_job(rubric, 0, ())
            if arguments.uniform:
                assignment = replace(job.rubric.assignment, examples=arguments.uniform)
                job = replace(job, rubric=replace(job.rubric, assignment=assignment))
            benches[rubric] = Bench(job, choosing=not arguments.uniform)
        return benches[rubric]

    report(bench_of, range(arguments.seeds), quick=arguments.quick)
    print(f"{time.process_time() - begun:.1f} CPU s in {ROOT.name}")


if __name__ == "__main__":
    main()
