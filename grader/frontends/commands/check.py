"""``grader check``: one submission, every check with its evidence; 1 where points were lost."""

import argparse
from dataclasses import replace
from pathlib import Path
from typing import Any

from grader.frontends.commands.common import (
    broken,
    not_installed,
    note,
    require_named,
    rubric_arguments,
    say,
    writable,
)
from grader.frontends.commands.output import STORE, Output
from grader.frontends.commands.watch import watch_argument, watched


def add(commands: Any) -> None:
    """Declare the command."""
    command = commands.add_parser("check", help="check one submission and show what fails")
    command.add_argument("file", type=Path, metavar="FILE", help="a module, a notebook, a folder or a zip")
    command.add_argument(
        "question", nargs="*", default=[], metavar="QUESTION", help="check only these questions"
    )
    command.add_argument(
        "--question", action="append", default=[], dest="named", metavar="ID", help="the same"
    )
    command.add_argument("--out", type=Path, metavar="DIR", help="also write results.json and pages there")
    rubric_arguments(command)
    watch_argument(command, "check it again whenever it is saved")
    command.set_defaults(run=run)


def _require_work(file: Path) -> None:
    """Raise InputError for a file of a kind that nobody hands in: a slip at the keyboard is no score of 0."""
    from grader.errors import InputError

    if not file.name.lower().endswith((".py", ".ipynb", ".zip", ".txt", ".json")):
        raise InputError(
            f"{file} is no module (.py), notebook (.ipynb), folder or zip: nothing in it is checked"
        )


def _require_places(arguments: argparse.Namespace) -> None:
    """Raise InputError where the rubric or the folder of results may be another than is meant."""
    from grader.errors import InputError

    if arguments.file.is_dir():  # who checks a file beside the rubric is at work on it, as in a kit
        require_named(arguments.rubric, arguments.file)
    if arguments.out is not None:
        writable(arguments.out)
        if (arguments.out / STORE).exists():
            raise InputError(
                f"{arguments.out} holds the results of `grader grade`, and those of one submission would "
                "replace them: name another folder with --out"
            )


def run(arguments: argparse.Namespace) -> int:
    """Check one submission; with --watch again whenever it is saved."""
    arguments.question = [*arguments.question, *arguments.named]
    if arguments.watch:
        watched(lambda: run_once(arguments), [arguments.file], [arguments.out] if arguments.out else [])
    return run_once(arguments)


def run_once(arguments: argparse.Namespace) -> int:
    """Show every check of one submission with its evidence."""
    from rich.console import Console

    from grader.batch.local import on_this_machine
    from grader.batch.plan import plan
    from grader.frontends.commands.pages import not_whole, page_names, write_pages
    from grader.grading import pipeline
    from grader.platforms.find import read_one
    from grader.reports import terminal
    from grader.reports.json_report import results_json
    from grader.reports.view import student_view

    _require_places(arguments)
    job = pipeline.prepare(arguments.rubric, arguments.seed, arguments.question)
    for line in not_installed(arguments.rubric, job.rubric.assignment.packages):
        note(line)
    if arguments.out is not None:
        job = replace(job, neighbours=(arguments.out,))
    submission = read_one(arguments.file, [question.id for question in job.rubric.assignment.questions])
    if arguments.file.is_file() and not (submission.modules or submission.written):
        _require_work(arguments.file)
    if arguments.out is not None:
        names = ["results.json", *page_names([submission.id])]
        Output(arguments.out).require_unchanged(names)
    todo = plan(job, [submission])
    for _ in todo.run(on_this_machine(1)):
        pass
    report = todo.report()
    (result,) = report.results
    if arguments.out is not None:
        output = Output(arguments.out)
        output.write("results.json", results_json(report, not_whole))
        write_pages(arguments.out, report, output)
        output.finish()
    Console().print(terminal.submission_detail(student_view(result, report.assignment.title)))
    if job.hidden is not None:
        say("", terminal.closing(result, job.hidden))
    if status := broken([result], hidden=False):
        return status
    return int(any(q.score + q.pending < q.question.points for q in result.questions if not q.question.bonus))
