"""``grader check``: one submission, every check with its evidence; 1 where points were lost."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.commands.common import broken, rubric_arguments, say

if TYPE_CHECKING:
    from grader.model import Result


def add(commands: Any) -> None:
    """Declare the command."""
    command = commands.add_parser("check", help="check one submission and show what fails")
    command.add_argument("file", type=Path, metavar="FILE", help="a module, a notebook, a folder or a zip")
    command.add_argument("question", nargs="*", metavar="QUESTION", help="check only these questions")
    rubric_arguments(command)
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
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
    if job.hidden is not None:
        say("", closing(result, job.hidden))
    if status := broken([result]):
        return status
    return int(any(q.score + q.pending < q.question.points for q in result.questions if not q.question.bonus))


def closing(result: "Result", hidden: int) -> str:
    """Return the last line for a student who checks with a kit: passed is not the same as right."""
    outcomes = [outcome for question in result.questions for outcome in question.outcomes]
    run = [
        outcome for outcome in outcomes if outcome.verdict != "pending" and outcome.check.kind != "written"
    ]
    failed = sum(outcome.verdict != "passed" for outcome in run)
    rest = f"{hidden} hidden one{'s' * (hidden != 1)} not run"
    if not failed:
        return f"public checks passed, {rest}"
    return f"{failed} of {len(run)} public check{'s' * (len(run) != 1)} failed, {rest}"
