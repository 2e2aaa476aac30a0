"""The command line: arguments to a command, whatever goes wrong to a sentence and an exit status.

Exit status: 0 graded, whatever the scores (``check``: all points earned); 1 ``check`` found points lost;
2 the command line, the rubric, the reference or the grader is at fault, and nothing false was written; where
that is so of some submissions only, they have no score, and all others are graded; 130 somebody interrupted
it.
"""

import argparse
import codecs
import io
import os
import secrets
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import NoReturn

from grader import __version__
from grader.frontends.commands import (
    alike,
    audit,
    check,
    completion,
    doctor,
    export,
    grade,
    inputs,
    mark,
    marks,
    new,
    publish,
    release,
)
from grader.frontends.commands.common import complain, explain, say
from grader.processes import isolated

INTERRUPTED = 130  # as shells say it
# Where a terminal or a file has no such sign, what stands for it; everything else is written as its number.
SIGNS = {
    "✓": "+",
    "✗": "x",
    "…": "...",
    "·": "-",
    "–": "-",
    "—": "-",
    "−": "-",
    "×": "x",
    "→": "->",
    "≤": "<=",
}
COMMANDS = (
    grade,
    check,
    mark,
    marks,
    publish,
    alike,
    release,
    export,
    audit,
    inputs,
    new,
    doctor,
    completion,
)


def main(argv: Sequence[str] | None = None) -> NoReturn:
    """Run the command and exit."""
    _any_encoding()
    with isolated.imports():  # also those of libraries, whenever they come
        sys.exit(_status(argv))


def _status(argv: Sequence[str] | None) -> int:
    # One thread each: workers run side by side, and sums come out the same on every machine.
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    arguments = parser().parse_args(argv)
    try:
        speaks = getattr(arguments, "speaks_to_runner", False)
        with nullcontext() if speaks else _nothing_but_text():
            status: int = arguments.run(arguments)
    except KeyboardInterrupt:
        kept = arguments.command == "grade"
        complain(
            "interrupted" + "; what is finished is kept, and the next `grader grade` goes on there" * kept
        )
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as problem:
        return explain(problem)
    return status


def _any_encoding() -> None:
    """Have every text printed, whatever the encoding of the terminal or the file it goes to."""

    def replaced(problem: UnicodeError) -> tuple[str, int]:
        if not isinstance(problem, UnicodeEncodeError):
            raise problem
        signs = problem.object[problem.start : problem.end]
        shown = "".join(
            SIGNS.get(each) or each.encode("ascii", "backslashreplace").decode() for each in signs
        )
        return shown, problem.end

    codecs.register_error("grader", replaced)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="grader")


@contextmanager
def _nothing_but_text() -> Iterator[None]:
    """Have GitHub Actions take nothing that is printed for a command: much of it is what students wrote."""
    if os.environ.get("GITHUB_ACTIONS") != "true":
        yield
        return
    word = secrets.token_hex()
    say(f"::stop-commands::{word}")
    try:
        yield
    finally:
        say(f"::{word}::")


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    parser = argparse.ArgumentParser(
        prog="grader",
        description="Grade mathematical Python against a reference: laws decide, mistakes explain.",
    )
    parser.add_argument("-v", "--version", action="version", version=f"grader {__version__}")
    commands = parser.add_subparsers(title="commands", dest="command", metavar="COMMAND", required=True)
    for command in COMMANDS:
        command.add(commands)
    return parser


if __name__ == "__main__":
    main()
