"""``grader release``: the kit that students get, from the reference and the rubric."""

import argparse
from pathlib import Path
from typing import Any

from grader.frontends.commands.common import rubric_argument, say


def add(commands: Any) -> None:
    """Declare the command."""
    command = commands.add_parser(
        "release", help="make the kit that students get: starters and public checks"
    )
    command.add_argument("folder", type=Path, metavar="DIR", help="where the kit goes: a new folder")
    rubric_argument(command)
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Make the kit and say what is in it."""
    from grader.kit.release import release

    hidden = release(arguments.rubric, arguments.folder)
    count = sum(hidden.values())
    say(f"The kit is in {arguments.folder}; {count} check{'s' * (count != 1)} stayed here.")
    return 0
