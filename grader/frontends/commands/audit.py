"""``grader audit``: is the rubric any good?  1 where it falls short."""

import argparse
from pathlib import Path
from typing import Any

from grader.frontends.commands.common import many_arguments, positive, rubric_arguments, say, write


def add(commands: Any) -> None:
    """Declare the command."""
    command = commands.add_parser(
        "audit", help="say whether the rubric is any good: mistakes, mutants and variants against it"
    )
    command.add_argument(
        "--seeds",
        type=positive,
        default=10,
        metavar="N",
        help="how many seeds each check is tried under (default: 10)",
    )
    command.add_argument(
        "--quick",
        action="store_true",
        help="leave out what decides nothing and takes most of the time: what students who wrote a mutant "
        "would read, and what each input is there for",
    )
    command.add_argument("--html", type=Path, metavar="FILE", help="also write the kill matrix as a page")
    many_arguments(command)
    rubric_arguments(command)
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Try the rubric on what it must catch and what it must forgive; 1 where it falls short."""
    from grader.audit.run import audit
    from grader.grading import pipeline
    from grader.reports.audit_report import kill_matrix, summary
    from grader.reports.progress import progress

    job = pipeline.prepare(arguments.rubric, arguments.seed, arguments.question)
    found = audit(job, arguments.seeds, arguments.jobs, progress, quick=arguments.quick)
    say(summary(found))
    if arguments.html:
        write(arguments.html, kill_matrix(job.rubric.assignment, found))
    return 0 if found.good else 1
