"""``python -m benchmarks.descriptions``: of many wrong functions, how many are named, described, or neither."""

import argparse
import importlib.util
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.course import ROOT, RUBRIC
from grader.audit.bench import Bench
from grader.grading.pipeline import load_job
from grader.model import Outcome

WRONG = ROOT / "tests" / "patterns" / "wrong"
SETS = {"course": (RUBRIC, "course_functions.py"), "small": (WRONG / "small" / "rubric.yaml", "small_functions.py")}


def functions(path: Path) -> dict[str, Callable[..., Any]]:
    """Return the wrong functions of a file, by name: ``softmax__sorted``."""
    found = importlib.util.spec_from_file_location(path.stem, path)
    assert found is not None and found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return {name: each for name, each in vars(module).items() if "__" in name[1:-2] and callable(each)}


def tried(bench: Bench, wrong: dict[str, Callable[..., Any]]) -> Iterator[tuple[str, list[Outcome], float]]:
    """Yield each wrong function, the checks it loses, and the seconds that took."""
    for name, function in wrong.items():
        of = name.partition("__")[0]
        before = time.process_time()
        there = bench.bounded({**bench.reference.answers, of: function})
        lost = [o for o in bench.outcomes(there, of, bench.job.seed, naming=True, shrinking=True) if o.share < 1]
        yield name, lost, time.process_time() - before


def main() -> None:
    """Print one line for each wrong function, and the figures."""
    parser = argparse.ArgumentParser(prog="benchmarks.descriptions")
    parser.add_argument("--only", default="")
    arguments = parser.parse_args()
    for title, (rubric, file) in SETS.items():
        bench = Bench(load_job(rubric, 0, ()))
        figures = dict.fromkeys(("named", "described", "neither", "full marks"), 0)
        spent = 0.0
        for name, lost, took in tried(bench, functions(WRONG / file)):
            if arguments.only not in name:
                continue
            spent += took
            named = next((o.mistake for o in lost if o.mistake), None)
            said = list(dict.fromkeys(p for o in lost if (p := getattr(o, "pattern", None))))
            kind = "full marks" if not lost else "named" if named else "described" if said else "neither"
            figures[kind] += 1
            print(f"{kind:10} {name}: {named or ' | '.join(said) or [o.evidence.message[:90] for o in lost if o.evidence][:1]}")
        print(f"== {title}: {figures}, {spent:.1f} s\n")


if __name__ == "__main__":
    main()
