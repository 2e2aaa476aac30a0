"""``grader grade``: a batch of submissions to a table, ``results.json``, ``grades.csv`` and pages to read."""

import argparse
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.frontends.commands.common import (
    broken,
    many_arguments,
    not_installed,
    note,
    positive,
    require_named,
    results_folder,
    rubric_arguments,
    say,
    writable,
)
from grader.frontends.commands.gradebook import keep_higher_argument, require_gradebook, write_gradebook
from grader.frontends.commands.output import STORE, Output
from grader.frontends.commands.watch import watch_argument, watched
from grader.platforms.systems import downloads
from grader.text.safe import safe

if TYPE_CHECKING:
    from grader.batch.encoded import Runner
    from grader.grading.pipeline import Job
    from grader.model import Assignment, Report, Submission

IMPORTS_TORCH = re.compile(r"^\s*(?:import|from)\s+torch\b", re.MULTILINE)


def add(commands: Any) -> None:
    """Declare the command."""
    command = commands.add_parser("grade", help="grade a batch of submissions")
    command.add_argument(
        "paths",
        nargs="+",
        type=Path,
        metavar="PATH",
        help="a folder of submissions (one each entry), or one submission",
    )
    command.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help="where results go (default: results; where that would be among the submissions, beside these)",
    )
    where = command.add_mutually_exclusive_group()
    where.add_argument("--cluster", metavar="ADDRESS", help="grade on the workers of this Dask scheduler")
    where.add_argument("--slurm", type=positive, metavar="N", help="grade on N workers started as Slurm jobs")
    command.add_argument(
        "--fresh", action="store_true", help="grade all anew, also what an earlier run has graded"
    )
    command.add_argument(
        "--accept-exposure",
        action="store_true",
        help="run hidden checks even where a submission could read what is hidden (see: grader doctor)",
    )
    command.add_argument(
        "--layout",
        choices=("auto", *downloads(), "plain"),
        default="auto",
        help="which course system wrote PATH (default: auto); plain: each entry is one submission",
    )
    command.add_argument(
        "--gradebook",
        type=Path,
        metavar="FILE",
        help="a gradebook exported from Canvas, Moodle, Blackboard or Brightspace; writes it with the scores",
    )
    command.add_argument("--column", metavar="TITLE", help="the column of the gradebook that gets the scores")
    keep_higher_argument(command)
    many_arguments(command)
    rubric_arguments(command)
    watch_argument(command, "grade what arrives at PATH")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Grade a batch; with --watch again whenever something arrives."""
    arguments.out = results_folder(arguments.out, list(_places(arguments.paths)))
    if arguments.watch:
        watched(lambda: _afresh_once(arguments), arguments.paths, [arguments.out])
    return run_once(arguments)


def _afresh_once(arguments: argparse.Namespace) -> int:
    """Grade a batch; what --fresh asks for is done the first time."""
    status = run_once(arguments)
    arguments.fresh = False
    return status


def run_once(arguments: argparse.Namespace) -> int:
    """Write results.json, grades.csv and the pages, print the table."""
    from grader.errors import InputError
    from grader.frontends.commands.pages import page_names
    from grader.grading import pipeline
    from grader.marking.final import attention, final
    from grader.marking.journal import Journal
    from grader.platforms.find import read_batch
    from grader.reports.results import partly

    out: Path = arguments.out
    require_named(arguments.rubric, *_places(arguments.paths))
    writable(out)
    job = pipeline.prepare(arguments.rubric, arguments.seed, arguments.question)
    assignment = job.rubric.assignment
    for line in not_installed(arguments.rubric, assignment.packages):
        note(line)
    if arguments.column is not None and not arguments.gradebook:
        raise InputError("--column names a column of a gradebook: say --gradebook FILE too")
    names = ["results.json", "grades.csv"]
    if arguments.gradebook:
        names.append(require_gradebook(arguments.gradebook, assignment.id, arguments.column))
    questions = [question.id for question in job.whole.assignment.questions]
    ours = nobodys(arguments.rubric, job.rubric.folder, out)
    place, every = (arguments.paths, questions, arguments.layout), assignment.best_attempt
    submissions = read_batch(*place, assignment.id, note, ours, every_attempt=every)
    names += page_names([each.id for each in submissions])
    Output(out).require_unchanged(names)
    job = replace(job, neighbours=_neighbours(arguments, len(submissions)))
    for line in _without_torch(submissions):
        note(line)
    if not arguments.accept_exposure:
        _refuse_exposure(assignment, job.secrets)
    found, journal = _graded(arguments, job, submissions), Journal(out / STORE)
    with journal.alone():
        report = final(found, journal.events())
        _write(arguments, report, names)
    for line in attention(report):
        note(line)
    if report.left_out:
        covered = [question.id for question in report.assignment.questions]
        note(f"these results are partial: {partly(covered, report.left_out)}")
    return broken(report.results)


def _graded(arguments: argparse.Namespace, job: "Job", submissions: Sequence["Submission"]) -> "Report":
    """Grade what no earlier run has graded, keep all of it as it was found, and return it."""
    from grader.batch.plan import plan
    from grader.batch.store import open_store
    from grader.errors import InputError
    from grader.reports.progress import progress
    from grader.reports.results import partly

    store, said = open_store(arguments.out / STORE)
    with closing(store), _runner(arguments) as runner:
        todo = plan(job, submissions, store, fresh=arguments.fresh)
        if arguments.gradebook and todo.left_out:
            raise InputError(partly(todo.covered, todo.left_out))
        if todo.before:
            said += f"{said and chr(10)}{todo.before} graded before, {len(todo.tasks)} to do"
        if said:
            note(said)
        with progress(len(todo.tasks)) as step:
            for _ in todo.run(runner):
                step()
        report = todo.report()
        store.put_report(report)
    return report


def _write(arguments: argparse.Namespace, report: "Report", names: Sequence[str]) -> None:
    """Write the results under these names and the gradebook, print the table, and say where all of it is."""
    from rich.console import Console

    from grader.frontends.commands.pages import write_results
    from grader.reports.batch_table import batch_table

    out: Path = arguments.out
    written = write_results(out, report, names)
    Console().print(batch_table(report))
    if arguments.gradebook:
        written.append(_filled_gradebook(arguments, out))
    say(f"Results: {', '.join(map(str, written))}")


def _places(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield the folders in which students' files lie: others' beside a module or notebook."""
    from grader.submissions.kinds import SOURCES, kind_and_stem

    for path in paths:
        if path.is_dir():
            yield path
        elif kind_and_stem(path.name)[0] in SOURCES:
            yield path.parent


def nobodys(rubric: Path, reference: Path, out: Path) -> Mapping[Path, str]:
    """Return what is no student's work wherever it lies, and why."""
    from grader.platforms.entries import ASSIGNMENT, GRADER

    mine = [out, out / "students", *(out / name for name in Output(out).known)]
    return dict.fromkeys((rubric, reference), ASSIGNMENT) | dict.fromkeys(mine, GRADER)


def _neighbours(arguments: argparse.Namespace, count: int) -> tuple[Path, ...]:
    """Return where the work and the results of others are; one who is alone has the results to read only."""
    gradebook = (arguments.gradebook,) if arguments.gradebook else ()
    return (arguments.out, *gradebook, *(arguments.paths if count > 1 else ()))


def _filled_gradebook(arguments: argparse.Namespace, out: Path) -> Path:
    return write_gradebook(
        arguments.gradebook, out, column=arguments.column, keep_higher=arguments.keep_higher
    )


def _without_torch(submissions: Sequence["Submission"]) -> Iterator[str]:
    """Say who will miss torch, if it is not installed here: they lose points that are not theirs to lose."""
    from importlib.util import find_spec

    if find_spec("torch") is not None:
        return
    names = [
        each.id
        for each in submissions
        if any(IMPORTS_TORCH.search(cell.source) for module in each.modules for cell in module.cells)
    ]
    if names:
        told = ", ".join(names[:5]) + f" and {len(names) - 5} more" * (len(names) > 5)
        yield (
            f"torch is not installed here, and is imported by {safe(told)}; if your course allows it, "
            "`python -m grader.installing.cpu_torch VERSION` installs it"
        )


def _refuse_exposure(assignment: "Assignment", secrets: Sequence[Path]) -> None:
    """Raise InputError where hidden checks would run in a worker that could read what is hidden."""
    from grader.errors import InputError
    from grader.sandbox.sandbox import locked_in

    if not any(
        check.visibility == "hidden" for question in assignment.questions for check in question.checks
    ):
        return
    level, gaps = locked_in(assignment.limits, secrets)
    if level > "B":
        raise InputError(
            f"this rubric has hidden checks, and here submissions are locked in at level {level} only "
            f"({'; '.join(gaps)}); `grader doctor` says what helps, --accept-exposure grades all the same"
        )


@contextmanager
def _runner(arguments: argparse.Namespace) -> Iterator["Runner"]:
    """Yield who does the work: processes here, or the workers of a cluster."""
    from grader.batch.local import on_this_machine
    from grader.errors import InputError

    if arguments.cluster is None and arguments.slurm is None:
        yield on_this_machine(arguments.jobs)
        return
    try:
        from grader.batch import cluster

        reached = cluster.slurm(arguments.slurm) if arguments.slurm else cluster.connected(arguments.cluster)
        with reached as client:
            yield cluster.on_cluster(client)
    except ModuleNotFoundError as problem:
        raise InputError(f"{problem.name} is not installed: pip install 'gradewright[cluster]'") from None
