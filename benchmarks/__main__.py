"""``python -m benchmarks [--quick]``: one table, everything side by side in one run, to docs/bench.md."""

import argparse
import os
import platform
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks import course, power, stages
from benchmarks.measure import Run, run, spread

ROOT = course.ROOT
SAMPLES = ROOT / "submissions"
FEW = 10  # examples a check, the fewest that a rubric may ask for: they find about as much as (a) does


def main() -> None:
    """Measure and write the page."""
    parser = argparse.ArgumentParser(prog="benchmarks", description="What grading costs.")
    parser.add_argument("--quick", action="store_true", help="fewer runs and smaller classes")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "bench.md", metavar="FILE")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        lines = []
        for line in page(Path(scratch), quick=arguments.quick):
            print(line, flush=True)
            lines.append(line)
    arguments.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


def page(scratch: Path, *, quick: bool) -> Iterator[str]:
    """Yield the page line by line, as it is measured."""
    rounds, size = (2, 20) if quick else (3, 40)
    yield "# What grading costs"
    yield ""
    yield "Made by `make bench`. CPU is that of all processes together; medians, with the range in brackets."
    yield f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}; the whole"
    yield "rubric of the first assignment, up to 100 examples a check. Ratios hold elsewhere, times do not."
    yield ""
    yield from _side_by_side(scratch, rounds, size)
    yield from _stages()
    yield from _growth(scratch, quick=quick)
    yield from READING.splitlines()


READING = """\
## Reading it

- (a) and (b) draw arrays as Hypothesis documents it, by `arrays()` and `floats()`. With the strategies that
  we shrink with, which make whole-number choices only, they are cheaper; nobody would write those by hand.
- Every submission is asked some 4,450 calls, in place of 13,500 before inputs were chosen: some 3,100 on
  inputs of checks, and 1,350 that are made again, in arrays used before, on the same arguments twice,
  read-only, or in another process. What may be much more work than most is not made again.
- The class is one right submission so many times, and what was found once is not looked for again.
- A question's calls cross in one message and its replies in a few. What is left is the student's own code,
  and around it three forked workers, the source compiled in each, and for each call a copy of the
  arguments, a look at whether one was changed, and the answer as bytes: some 7 us beside the student, and as
  much in the grader.
- Cold is warm and a share of the preparation: candidates are drawn, the known mistakes and mutants put to
  them, right answers worked out. What is chosen is kept; a class of one pays for it alone.
- Of submissions that are wrong alike one is shrunk and named; the others cost their calls alone.
- The next submission could be loaded while the last is judged: with one for each core the cores are busy, and
  it takes longer; and one that burns time while it is loaded would take it from the seconds of another."""


# ---- side by side ------------------------------------------------------------------------------------


def grade(
    scratch: Path, place: Path, *, cold: bool = False, jobs: int = 1, rubric: Path = course.RUBRIC
) -> Run:
    """Grade a folder in a process of its own; cold: nothing was worked out before."""
    cache = scratch / ("cold" if cold else "cache")
    out = scratch / "out"
    for each in (out, *([cache] if cold else [])):
        shutil.rmtree(each, ignore_errors=True)
    command = [
        sys.executable,
        "-m",
        "grader.frontends.cli",
        "grade",
        place,
        "--rubric",
        rubric,
        "--out",
        out,
        "--jobs",
        jobs,
    ]
    return run(command, env={"XDG_CACHE_HOME": str(cache)}, watch=True)


def _pytest(sample: Path, strategies: str = "") -> Run:
    plain = [
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-c",
        "/dev/null",
        f"--rootdir={ROOT / 'benchmarks'}",
    ]
    return _baseline(sample, [*plain, ROOT / "benchmarks" / "baseline.py"], strategies)


def _plain(sample: Path) -> Run:
    return _baseline(sample, ["-m", "benchmarks.baseline"])


def _baseline(sample: Path, arguments: list[object], strategies: str = "") -> Run:
    threads = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    env = {"RUBRIC": str(course.RUBRIC), "SUBMISSION": str(sample), "STRATEGIES": strategies, **threads}
    return run([sys.executable, *arguments], env=env)


def _nbclient(sample: Path) -> Run:
    program = (
        "import sys, nbformat, nbclient\n"
        "notebook = nbformat.read(sys.argv[1], 4)\n"
        "for cell in notebook.cells:\n"  # magics and shell lines are left out: we do not run them either
        "    lines = cell.source.splitlines()\n"
        "    cell.source = '\\n'.join(line for line in lines if line[:1] not in ('%', '!'))\n"
        "nbclient.NotebookClient(notebook).execute()\n"
    )
    return run([sys.executable, "-W", "ignore", "-c", program, sample], highest=0)


def _side_by_side(scratch: Path, rounds: int, size: int) -> Iterator[str]:
    rows: dict[str, list[Run]] = {}
    folders = {name: course.folder(scratch / name, (file,), size) for name, file in course.SAMPLES.items()}
    few = course.with_examples(scratch / "few", FEW)
    for rubric in (course.RUBRIC, few):  # fills the cache that the warm runs find
        grade(scratch, folders["numpy"], rubric=rubric)
    for _ in range(rounds):
        rows.setdefault("few warm", []).append(grade(scratch, folders["numpy"], rubric=few))
        for name, place in folders.items():
            rows.setdefault(f"{name} warm", []).append(grade(scratch, place))
        for name in ("numpy", "torch"):
            rows.setdefault(f"{name} cold", []).append(grade(scratch, folders[name], cold=True))
            sample = SAMPLES / course.SAMPLES[name]
            rows.setdefault(f"{name} pytest", []).append(_pytest(sample))
            rows.setdefault(f"{name} ours", []).append(_pytest(sample, "ours"))
            rows.setdefault(f"{name} plain", []).append(_plain(sample))
        rows.setdefault("notebook nbclient", []).append(_nbclient(SAMPLES / course.SAMPLES["notebook"]))
    yield f"## One submission, in a class of {size}"
    yield ""
    yield "| | CPU ms | wall ms | times the CPU of ours, warm | found |"
    yield "|---|---|---|---|---|"
    found = _found()
    for name in ("numpy", "torch"):
        ours = _each(rows[f"{name} warm"], size)
        yield _row(f"grader, {name}, warm", rows[f"{name} warm"], size, ours, found["grader"])
        if name == "numpy":
            yield _row(f"grader, {name}, warm, `examples: {FEW}`", rows["few warm"], size, ours, found["few"])
        yield _row(f"grader, {name}, cold", rows[f"{name} cold"], size, ours, found["grader"])
        yield _row(f"(a) pytest and Hypothesis, {name}", rows[f"{name} pytest"], 1, ours, found["pytest"])
        yield _row(f"(a) with our strategies, {name}", rows[f"{name} ours"], 1, ours, found["ours"])
        yield _row(f"(b) Hypothesis without pytest, {name}", rows[f"{name} plain"], 1, ours, found["pytest"])
    ours = _each(rows["notebook warm"], size)
    yield _row("grader, notebook, warm", rows["notebook warm"], size, ours)
    yield _row("(c) nbclient, which only runs the cells", rows["notebook nbclient"], 1, ours)
    yield ""
    yield "- Found: of wrong functions written before inputs were chosen, 76 of them rarely wrong on purpose,"
    yield "  how many lose a check (`python -m benchmarks.power` names those that do not)."
    loading = [stages.shares(course.RUBRIC, SAMPLES / course.SAMPLES["notebook"]) for _ in range(rounds)]
    took = [each["fork and lock in"] + each["load"] for each in loading]
    client = statistics.median(each.wall for each in rows["notebook nbclient"])
    yield (
        f"- To run the cells alone we take {spread(took, 1000)} ms (three workers, locked in); "
        f"nbclient takes {client / statistics.median(took):.0f} times as long."
    )
    for name in ("numpy", "torch"):
        for what, pytest in (("", "pytest"), (", with our strategies", "ours")):
            cold, warm = (
                [
                    a.cpu / (b.cpu / size)
                    for a, b in zip(rows[f"{name} {pytest}"], rows[f"{name} {when}"], strict=True)
                ]
                for when in ("cold", "warm")
            )
            yield (
                f"- (a) over ours, {name}{what}, round by round: {spread(cold)} times cold, "
                f"{spread(warm)} times warm."
            )
        own = [stages.own_compute(course.RUBRIC, SAMPLES / course.SAMPLES[name]) for _ in range(rounds)]
        yield (
            f"- The functions of the {name} sample alone, in one process, take {spread(own, 1000)} ms "
            "for all they are asked; "
            f"ours is {_each(rows[f'{name} warm'], size) / statistics.median(own):.2f} times that."
        )
    peaks = [each.memory for name in ("numpy warm", "torch warm") for each in rows[name]]
    for kind, what in (("grader", "resident"), ("zygote", "resident"), ("child", "private")):
        values = [peak[kind] for peak in peaks if kind in peak]
        if values:
            yield f"- Memory of a {kind} at its peak: {max(values):.0f} MB {what}."
    yield ""


def _each(runs: list[Run], size: int) -> float:
    return statistics.median(each.cpu for each in runs) / size


def _found() -> dict[str, str]:
    """Return how many wrong functions are found, by the grader and with either kind of strategies."""
    found = {
        "grader": power.count_found(power.chosen),
        "few": power.count_found(partial(power.chosen, examples=FEW)),
    }
    for name, strategies in (("pytest", ""), ("ours", "ours")):
        os.environ["STRATEGIES"] = strategies
        found[name] = power.count_found(power.with_hypothesis)
    del os.environ["STRATEGIES"]
    return {name: f"{count} of {tried}" for name, (count, tried) in found.items()}


def _row(name: str, runs: list[Run], size: int, ours: float, found: str = "") -> str:
    cpu = spread([each.cpu / size for each in runs], 1000)
    wall = spread([each.wall / size for each in runs], 1000)
    return f"| {name} | {cpu} | {wall} | {_each(runs, size) / ours:.3g} | {found} |"


# ---- where it goes -----------------------------------------------------------------------------------


def _stages() -> Iterator[str]:
    names = ("ada_numpy.py", "blaise_torch.py", "carl_notebook.ipynb", "answer_sheet.py")
    spent = {name: stages.shares(course.RUBRIC, SAMPLES / name) for name in names}
    total = {name: sum(each.values()) for name, each in spent.items()}
    yield "## Where the time goes"
    yield ""
    yield "Wall time of one submission, by stage; while calls are answered the student's own code runs."
    yield ""
    yield f"| | {' | '.join(names)} |"
    yield f"|---|{'---|' * len(names)}"
    for stage in max(spent.values(), key=len):
        cells = [f"{1000 * spent[n][stage]:.1f} ms ({100 * spent[n][stage] / total[n]:.0f} %)" for n in names]
        yield f"| {stage} | {' | '.join(cells)} |"
    yield f"| all | {' | '.join(f'{1000 * total[n]:.0f} ms' for n in names)} |"
    yield ""


# ---- how it grows ------------------------------------------------------------------------------------


def _growth(scratch: Path, *, quick: bool) -> Iterator[str]:
    yield "## How the cost grows"
    yield ""
    yield "| submissions, two processes | wall s | CPU ms each | grader MB | child MB |"
    yield "|---|---|---|---|---|"
    for count in (10, 100) if quick else (10, 100, 1000):
        done = grade(scratch, course.folder(scratch / "class", course.CLASS, count), jobs=2)
        memory = [f"{done.memory.get(kind, 0):.0f}" for kind in ("grader", "child")]
        yield f"| {count} | {done.wall:.1f} | {1000 * done.cpu / count:.0f} | {' | '.join(memory)} |"
    yield ""
    yield "| examples a check | CPU ms each, warm | preparation, CPU s |"
    yield "|---|---|---|"
    for count in (10, 100) if quick else (10, 100, 1000):
        rubric = course.with_examples(scratch / "examples", count)
        few, many = (course.folder(scratch / f"few{n}", ("ada_numpy.py",), n) for n in (1, 11))
        first = grade(scratch, few, rubric=rubric, cold=True)
        grade(scratch, few, rubric=rubric)
        each = (
            grade(scratch, many, rubric=rubric).cpu - (again := grade(scratch, few, rubric=rubric)).cpu
        ) / 10
        yield f"| {count} | {1000 * each:.0f} | {first.cpu - again.cpu:.1f} |"
    yield ""
    yield "| entries of an array | CPU ms for 20 examples, warm |"
    yield "|---|---|"
    for size in (10, 1000, 100_000) if quick else (10, 100, 1000, 10_000, 100_000, 1_000_000):
        rubric = course.one_function(scratch / "sizes", size)
        grade(scratch, rubric.parent / "hand_ins", rubric=rubric)
        took = [grade(scratch, rubric.parent / "hand_ins", rubric=rubric).cpu for _ in range(3)]
        yield f"| {size:,} | {spread(took, 1000)} |"
    yield ""


if __name__ == "__main__":
    main()
