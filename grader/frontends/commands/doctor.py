"""``grader doctor``: how well submissions are locked in on this machine; 1 below level B.

With a rubric also: whether it and its reference can be read, and whether what submissions may import can be
imported behind the walls; 1 if not.
"""

import argparse
from pathlib import Path
from typing import Any

from grader.frontends.commands.common import say


def add(commands: Any) -> None:
    """Declare the command."""
    command = commands.add_parser("doctor", help="say how well submissions are locked in on this machine")
    command.add_argument(
        "--rubric",
        type=Path,
        metavar="FILE",
        help="try it, its reference and its packages",
    )
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Say how well submissions are locked in here, what is missing, and what to do."""
    from grader.model import Limits
    from grader.rubric.read import read
    from grader.sandbox.sandbox import imported, locked_in

    rubric = None if arguments.rubric is None else read(arguments.rubric)
    secrets: list[Path] = []
    if rubric is not None:
        secrets = [arguments.rubric.absolute(), *sorted(rubric.folder.absolute().rglob("*.py"))]
    level, gaps = locked_in(Limits(), secrets)
    say(f"Level {level}: {LEVELS[level]}")
    for gap in gaps:
        say(f"  - {gap}")
    if gaps:
        say(ADVICE)
    bad = False
    if rubric is not None:
        assignment = rubric.assignment
        for name, problem in imported(assignment.packages, assignment.limits).items():
            say(f"{name}: {problem or 'can be imported behind the walls'}")
            bad = bad or bool(problem)
    return int(level > "B" or bad)


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
