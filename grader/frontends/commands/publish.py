"""``grader publish``: each student's page with marks and comments, as a course system or mail takes it."""

import argparse
from pathlib import Path
from typing import Any

from grader.frontends.commands.common import note, say, write
from grader.frontends.commands.output import STORE
from grader.platforms.systems import ways_back


def add(commands: Any) -> None:
    """Declare the command."""
    command = commands.add_parser("publish", help="hand pages with marks and comments back to students")
    command.add_argument("results", type=Path, metavar="RESULTS", help="what `grader grade` wrote")
    command.add_argument(
        "--as",
        dest="way",
        required=True,
        choices=ways_back(),
        help="which course system takes them back, or drafts of mails",
    )
    command.add_argument("--out", type=Path, required=True, metavar="FILE", help="the zip to write")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the zip."""
    from grader.batch.store import read_report
    from grader.marking.final import final
    from grader.marking.journal import Journal
    from grader.platforms.handing_back import handed_back

    path = arguments.results / STORE
    report = final(read_report(path), Journal(path).events())
    data, notes = handed_back(report, arguments.way)
    write(arguments.out, data)
    for line in notes:
        note(line)
    say(f"Pages: {arguments.out}")
    return 0
