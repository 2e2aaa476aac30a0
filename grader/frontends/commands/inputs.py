"""``grader inputs``: what the checks of a rubric are tried on."""

import argparse
from typing import Any

from grader.frontends.commands.common import rubric_arguments, say


def add(commands: Any) -> None:
    """Declare the command."""
    command = commands.add_parser("inputs", help="show what is drawn for each check, and the right answers")
    command.add_argument("question", nargs="*", metavar="QUESTION", help="show only these questions")
    rubric_arguments(command)
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print some inputs of each check."""
    from grader.errors import InputError
    from grader.grading import pipeline
    from grader.grading.drawn import drawn

    job = pipeline.prepare(arguments.rubric, arguments.seed, arguments.question)
    if job.rubric.frozen:
        raise InputError(f"{arguments.rubric} is that of a kit: run it where the reference is")
    for question in job.rubric.assignment.questions:
        for check in question.checks:
            say(f"{check.id} (line {check.line})", *(f"  {each}" for each in drawn(job, question, check)), "")
    return 0
