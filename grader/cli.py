"""The command line: arguments to the pipeline, results to files and the terminal.  Only it prints or exits.

Exit status: 0 graded, whatever the scores (``check``: all points earned); 1 ``check`` found points lost;
2 the command line, the rubric, the reference or the grader is at fault, and nothing false was written.
"""

import argparse
import os
import secrets
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from grader import __version__

# Heavy imports stand inside the functions that need them: help and a wrong argument answer at once.
if TYPE_CHECKING:
    from grader.batch import Runner
    from grader.model import Assignment, Result


def main(argv: Sequence[str] | None = None) -> NoReturn:
    """Run the command and exit."""
    # One thread each: workers run side by side, and sums come out the same on every machine.
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    arguments = _parser().parse_args(argv)
    try:
        with _nothing_but_text():
            status = arguments.run(arguments)
    except KeyboardInterrupt:
        status = _complain("interrupted; what `grader grade` has finished is kept, and it goes on there")
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0
    except Exception as problem:
        status = _explain(problem)
    sys.exit(status)


@contextmanager
def _nothing_but_text() -> Iterator[None]:
    """Have GitHub Actions take nothing that is printed for a command: much of it is what students wrote."""
    if os.environ.get("GITHUB_ACTIONS") != "true":
        yield
        return
    word = secrets.token_hex()
    print(f"::stop-commands::{word}", flush=True)  # noqa: T201
    try:
        yield
    finally:
        print(f"::{word}::", flush=True)  # noqa: T201


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="grader",
        description="Grade mathematical Python against a reference: laws decide, mistakes explain.",
    )
    parser.add_argument("--version", action="version", version=f"grader {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    grade = commands.add_parser("grade", help="grade a batch of submissions")
    grade.add_argument(
        "paths",
        nargs="+",
        type=Path,
        metavar="PATH",
        help="a folder of submissions (one each entry), or one submission",
    )
    grade.add_argument(
        "--out", type=Path, default=Path("results"), metavar="DIR", help="where results go (default: results)"
    )
    grade.add_argument(
        "--question",
        action="append",
        default=[],
        metavar="ID",
        help="grade only this question (may be repeated)",
    )
    where = grade.add_mutually_exclusive_group()
    where.add_argument("--cluster", metavar="ADDRESS", help="grade on the workers of this Dask scheduler")
    where.add_argument(
        "--slurm", type=_positive, metavar="N", help="grade on N workers started as Slurm jobs"
    )
    grade.add_argument(
        "--fresh", action="store_true", help="grade all anew, also what an earlier run has graded"
    )
    grade.add_argument(
        "--accept-exposure",
        action="store_true",
        help="run hidden checks even where a submission could read what is hidden (see: grader doctor)",
    )
    grade.set_defaults(run=_grade)

    check = commands.add_parser("check", help="check one submission and show what fails")
    check.add_argument("file", type=Path, metavar="FILE", help="a module, a notebook, a folder or a zip")
    check.add_argument("question", nargs="*", metavar="QUESTION", help="check only these questions")
    check.set_defaults(run=_check)

    audit = commands.add_parser(
        "audit", help="say whether the rubric is any good: mistakes, mutants and variants against it"
    )
    audit.add_argument(
        "--seeds",
        type=_positive,
        default=10,
        metavar="N",
        help="how many seeds each check is tried under (default: 10)",
    )
    audit.add_argument("--html", type=Path, metavar="FILE", help="also write the kill matrix as a page")
    audit.add_argument(
        "--question",
        action="append",
        default=[],
        metavar="ID",
        help="audit only this question (may be repeated)",
    )
    audit.set_defaults(run=_audit)

    doctor = commands.add_parser("doctor", help="say how well submissions are locked in on this machine")
    doctor.set_defaults(run=_doctor)

    for command in (grade, audit):
        command.add_argument(
            "--jobs",
            type=_positive,
            default=os.cpu_count() or 1,
            metavar="N",
            help="processes at work at once (default: one a core)",
        )
    for command in (grade, check, audit):
        command.add_argument(
            "--rubric",
            type=Path,
            default=Path("rubric.yaml"),
            metavar="FILE",
            help="the rubric (default: rubric.yaml)",
        )
        command.add_argument(
            "--seed", type=int, default=0, metavar="N", help="which inputs are drawn (default: 0)"
        )
    return parser


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 up")
    return int(text)


def _grade(arguments: argparse.Namespace) -> int:
    """Grade a batch: write results.json and grades.csv, print the table."""
    from rich.console import Console

    from grader import batch, pipeline
    from grader.model import Report
    from grader.reports import terminal
    from grader.reports.csv_report import grades_csv
    from grader.reports.json_report import results_json
    from grader.submissions import read_batch

    _writable(arguments.out)
    job = pipeline.prepare(arguments.rubric, arguments.seed, arguments.question)
    assignment = job.rubric.assignment
    submissions = read_batch(arguments.paths, [question.id for question in assignment.questions])
    if not arguments.accept_exposure:
        _refuse_exposure(assignment)
    store, note = batch.open_store(arguments.out / "store.sqlite")
    with closing(store), _runner(arguments) as runner:
        todo = batch.plan(job, submissions, store, fresh=arguments.fresh)
        if todo.before:
            note += f"{note and chr(10)}{todo.before} graded before, {len(todo.tasks)} to do"
        if note:
            print(note, file=sys.stderr)  # noqa: T201
        with terminal.progress(len(todo.tasks)) as step:
            for _ in todo.run(runner):
                step()
        results = todo.results()
    report = Report(assignment, arguments.seed, results)
    _write(arguments.out / "results.json", results_json(report))
    _write(arguments.out / "grades.csv", grades_csv(report))
    Console().print(terminal.batch_table(report))
    print(f"Results: {arguments.out / 'results.json'}, {arguments.out / 'grades.csv'}")  # noqa: T201
    return _broken(results)


def _refuse_exposure(assignment: "Assignment") -> None:
    """Raise InputError where hidden checks would run in a worker that could read what is hidden."""
    from grader.errors import InputError
    from grader.sandbox.sandbox import locked_in

    if not any(
        check.visibility == "hidden" for question in assignment.questions for check in question.checks
    ):
        return
    level, _ = locked_in(assignment.limits)
    if level > "B":
        raise InputError(
            f"this rubric has hidden checks, and here submissions are locked in at level {level} only; "
            "`grader doctor` says what is missing, --accept-exposure grades all the same"
        )


def _doctor(arguments: argparse.Namespace) -> int:
    """Say how well submissions are locked in here, what is missing, and what to do; 1 below level B."""
    from grader.model import Limits
    from grader.sandbox.sandbox import locked_in

    del arguments
    level, gaps = locked_in(Limits())
    print(f"Level {level}: {LEVELS[level]}")  # noqa: T201
    for gap in gaps:
        print(f"  - {gap}")  # noqa: T201
    if gaps:
        print(ADVICE)  # noqa: T201
    return int(level > "B")


LEVELS = {
    "A": "a submission reaches neither files, network, processes nor results.",
    "B": "as A, but secrets are hidden by user and file modes alone.",
    "C": "results are safe; secrets, the network or the machine may be exposed. Public checks only.",
    "D": "results can be spoiled. Good for checking your own code.",
}
ADVICE = """\
What helps:
  Linux server, laptop  Landlock (Linux 5.13 or later; `cat /sys/kernel/security/lsm` lists it) and seccomp;
                        as root, each submission also gets a user of its own
  GitHub Actions        the runner ubuntu-24.04 has all of it
  container             a host kernel with Landlock; the default profiles of Docker and Podman allow the rest
  macOS, Windows        nothing: grade in a Linux virtual machine or WSL 2"""


@contextmanager
def _runner(arguments: argparse.Namespace) -> Iterator["Runner"]:
    """Yield who does the work: processes here, or the workers of a cluster."""
    from grader import batch
    from grader.errors import InputError

    if arguments.cluster is None and arguments.slurm is None:
        yield batch.on_this_machine(arguments.jobs)
        return
    try:
        from grader import cluster

        reached = cluster.slurm(arguments.slurm) if arguments.slurm else cluster.connected(arguments.cluster)
        with reached as client:
            yield cluster.on_cluster(client)
    except ModuleNotFoundError as problem:
        raise InputError(f"{problem.name} is not installed: pip install 'grader[cluster]'") from None


def _check(arguments: argparse.Namespace) -> int:
    """Check one submission and show every check with its evidence."""
    from rich.console import Console

    from grader import batch, pipeline
    from grader.reports import terminal
    from grader.submissions import read_one

    job = pipeline.prepare(arguments.rubric, arguments.seed, arguments.question)
    submission = read_one(arguments.file, [question.id for question in job.rubric.assignment.questions])
    only = batch.plan(job, [submission])
    for _ in only.run(batch.on_this_machine(1)):
        pass
    (result,) = only.results()
    Console().print(terminal.submission_detail(result, show_hidden=False))
    if status := _broken([result]):
        return status
    return int(any(q.score + q.pending < q.question.points for q in result.questions if not q.question.bonus))


def _audit(arguments: argparse.Namespace) -> int:
    """Try the rubric on what it must catch and what it must forgive; 1 where it falls short."""
    from grader import pipeline
    from grader.audit import audit
    from grader.reports.audit_report import kill_matrix, summary

    job = pipeline.prepare(arguments.rubric, arguments.seed, arguments.question)
    found = audit(job, arguments.seeds, arguments.jobs)
    print(summary(found))  # noqa: T201
    if arguments.html:
        _write(arguments.html, kill_matrix(job.rubric.assignment, found))
    return 0 if found.good else 1


def _broken(results: Sequence["Result"]) -> int:
    """Say which checks could not be decided; 2 if there are any."""
    broken = {
        f"{outcome.check.id}: {outcome.message}": None
        for result in results
        for question in result.questions
        for outcome in question.outcomes
        if outcome.verdict == "broken"
    }
    if not broken:
        return 0
    return _complain("some checks could not be decided and have no score:", *broken)


def _writable(folder: Path) -> None:
    """Raise InputError unless files can be written there: before the work, not after it."""
    from grader.errors import InputError

    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as problem:
        raise InputError(f"nothing can be written to {folder}: {problem.strerror}") from None


def _write(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    temporary = path.with_name(f".{path.name}.tmp")
    temporary.write_text(text, encoding="utf-8", newline="")
    temporary.replace(path)


def _explain(problem: Exception) -> int:
    """Print what went wrong and whose it is: the rubric's, the command line's, or ours."""
    from grader.errors import AssignmentError, InputError

    match problem:
        case AssignmentError():
            count = len(problem.mistakes)
            return _complain(
                f"nothing was graded: {count} mistake{'s' * (count != 1)} in the assignment",
                *problem.mistakes,
            )
        case InputError():
            return _complain(str(problem))
        case OSError():
            return _complain(f"{problem.filename or 'a file'}: {problem.strerror}")
    import traceback

    traceback.print_exception(problem)
    return _complain("this is a fault of the grader, not of a submission; nothing was written")


def _complain(message: str, *details: object) -> int:
    print(f"grader: {message}", *(f"  {detail}" for detail in details), sep="\n", file=sys.stderr)  # noqa: T201
    return 2


if __name__ == "__main__":
    main()
