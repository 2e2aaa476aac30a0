"""``python -m benchmarks.descriptions``: of many wrong functions, how many are named, described, or neither.

With ``--false``: of all known mistakes and mutants, as if none were known, which descriptions are not true of
1,000 inputs that they were not made from.
"""

import argparse
import importlib.util
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.course import ROOT, RUBRIC
from grader.audit.bench import Bench, decided
from grader.checks import functions_of
from grader.checks.readings import Stopped
from grader.functions.bounded import TooLong, time_limit
from grader.grading import describe
from grader.grading.decide import decide, planned
from grader.grading.describe import FORMS, Description
from grader.grading.pipeline import load_job
from grader.model import Outcome, Verdict
from grader.patterns.found import FUNCTION, sentence, true_of

WRONG = ROOT / "tests" / "patterns" / "wrong"
SMALL = WRONG / "small" / "rubric.yaml"
SETS = {
    "course": (RUBRIC, "course_functions.py"),
    "small": (SMALL, "small_functions.py"),
    "course, rare": (RUBRIC, "rare_course_functions.py"),
    "small, rare": (SMALL, "rare_small_functions.py"),
    "values": (WRONG / "values" / "rubric.yaml", "values_functions.py"),
}
Function = Callable[..., Any]


def functions(path: Path) -> dict[str, Function]:
    """Return the wrong functions of a file, by name: ``softmax__sorted``."""
    found = importlib.util.spec_from_file_location(path.stem, path)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return {name: each for name, each in vars(module).items() if "__" in name[1:-2] and callable(each)}


def tried(bench: Bench, wrong: dict[str, Function]) -> Iterator[tuple[str, list[Outcome], float]]:
    """Yield each wrong function, the checks it loses, and the seconds that took."""
    for name, function in wrong.items():
        of = name.partition("__")[0]
        before = time.process_time()
        there = bench.bounded({**bench.reference.answers, of: function})
        all_ = bench.outcomes(there, of, bench.job.seed, naming=True, shrinking=True)
        yield name, [o for o in all_ if o.share < 1], time.process_time() - before


def count(only: str, of: str) -> None:
    """Print one line for each wrong function, and the figures."""
    for title, (rubric, file) in SETS.items():
        if of not in ("", title):
            continue
        bench = Bench(load_job(rubric, 0, ()))
        figures = dict.fromkeys(("named", "described", "neither", "full marks"), 0)
        spent = 0.0
        wrong = {name: each for name, each in functions(WRONG / file).items() if only in name}
        for name, lost, took in tried(bench, wrong):
            spent += took
            named = next((o.mistake for o in lost if o.mistake), None)
            said = list(dict.fromkeys(o.pattern for o in lost if o.pattern))
            kind = "full marks" if not lost else "named" if named else "described" if said else "neither"
            figures[kind] += 1
            print(f"{kind:10} {name}: {named or ' | '.join(said)}", flush=True)
        print(f"== {title}: {figures}, {spent:.1f} s\n", flush=True)


def held(bench: Bench, of: str, wrong: Function, seconds: float) -> Iterator[tuple[str, bool]]:
    """Yield each description of a wrong function, and whether it is true of 1,000 other inputs."""
    there = bench.bounded({**bench.reference.answers, of: wrong}, {of: seconds})
    for question in bench.job.rubric.assignment.questions:
        there.renew()
        trial = replace(bench.trial(question, functions=there), shrinking=False)
        for check in decided(question):
            if check.form not in FORMS or of not in functions_of(check, bench.reference):
                continue
            try:
                with time_limit(60):
                    lost = decide(planned(trial, check), check)
                    if lost.verdict not in (Verdict.FAILED, Verdict.RAISED):
                        continue
                    description = Description(trial, check, lost)
                    if not (patterns := description.held()):
                        continue
                    said = sentence(patterns, description.first[1], description.signature, FUNCTION)
                    other = replace(description.trial.plan, count=1000, seed=-77)
                    cases = description.cases(other)[1]
                    yield f"{check.id}: {said}", true_of(patterns, description.signature, cases)
            except (TooLong, BaseException) as problem:
                if isinstance(problem, KeyboardInterrupt):
                    raise
                continue


def subjects_of(bench: Bench) -> Iterator[tuple[str, str, Function]]:
    """Yield all known mistakes and mutants: of what, which, and the function."""
    for of, known in bench.reference.mistakes.items():
        yield from ((of, each.__name__, each) for each in known)
    for of in bench.asked:
        yield from ((of, f"{each.before} → {each.after}", each.function) for each in bench.mutants(of))


def false(every: int, start: int, title: str) -> None:
    """Print the descriptions that are not true, and how many are: of a set, or of mistakes and mutants."""
    rubric, file = SETS[title or "course"]
    bench = Bench(load_job(rubric, 0, ()))
    subjects = [*subjects_of(bench)]
    if title:
        subjects = [(name.partition("__")[0], name, each) for name, each in functions(WRONG / file).items()]
    said = wrong = tried_ = 0
    for of, name, function in subjects[start::every]:
        if of not in bench.asked:
            continue
        tried_ += 1
        for words, is_true in held(bench, of, function, 5.0):
            said += 1
            if not is_true:
                wrong += 1
                print(f"FALSE {of} {name}: {words}", flush=True)
        if tried_ % 20 == 0:
            print(f"… {tried_} functions, {said} descriptions, {wrong} false", flush=True)
    print(f"== {tried_} functions, {said} descriptions, {wrong} false", flush=True)


def main() -> None:
    """Measure; what goes wrong while something is described is shown here."""
    describe.HARMLESS = (Stopped,)
    parser = argparse.ArgumentParser(prog="benchmarks.descriptions")
    parser.add_argument("--only", default="", help="wrong functions with this in their names")
    parser.add_argument("--set", default="", choices=SETS, help="one set of them")
    parser.add_argument("--false", type=int, default=0, metavar="N", help="try every Nth mistake and mutant")
    parser.add_argument("--start", type=int, default=0)
    arguments = parser.parse_args()
    if arguments.false:
        false(arguments.false, arguments.start, arguments.set)
    else:
        count(arguments.only, arguments.set)


if __name__ == "__main__":
    main()
