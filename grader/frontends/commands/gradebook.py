"""``grader export canvas`` and its like: scores into the gradebook of a course system.

``grader grade --gradebook`` does the same at once.
"""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.frontends.commands.common import note, results_argument, say, write
from grader.frontends.commands.output import Output
from grader.platforms.systems import gradebooks

if TYPE_CHECKING:
    from grader.platforms.gradebook import Gradebook
    from grader.reports.results import Results


def add(formats: Any) -> None:
    """Declare one format for each course system."""
    for system, platform in gradebooks().items():
        command = formats.add_parser(system, help="scores in a file that this course system imports")
        command.add_argument("--roster", type=Path, required=True, metavar="FILE", help=platform.roster)
        results_argument(command)
        command.add_argument("--out", type=Path, required=True, metavar="FILE", help="the file to write")
        command.add_argument("--column", metavar="TITLE", help="the column that gets the scores")
        keep_higher_argument(command)
        command.set_defaults(run=run, system=system)


def keep_higher_argument(command: argparse.ArgumentParser) -> None:
    """Add the argument of every command that fills a gradebook."""
    command.add_argument(
        "--keep-higher", action="store_true", help="leave a score that is higher in the gradebook already"
    )


def run(arguments: argparse.Namespace) -> int:
    """Write a gradebook from the results of an earlier run."""
    path = write_gradebook(
        arguments.roster,
        arguments.results,
        arguments.out,
        arguments.system,
        arguments.column,
        keep_higher=arguments.keep_higher,
    )
    say(f"Gradebook: {path}")
    return 0


def require_gradebook(roster: Path, assignment: str, column: str | None) -> str:
    """Return the name of the file that scores in a roster become.

    Raises InputError unless it is one that scores can go into: before the work, not after it.
    """
    from grader.reports.results import Results

    book, _, _ = _filled(roster, Results(assignment=assignment, seed=0, submissions=[]), None, column)
    return f"{book.system}.csv"


def write_gradebook(
    roster: Path,
    results: Path,
    out: Path | None = None,
    system: str | None = None,
    column: str | None = None,
    *,
    keep_higher: bool = False,
) -> Path:
    """Put the scores in an output folder into a roster, and note what to say about them; return the new file.

    It is ``out``, or in the output folder and named after the system: ``canvas.csv``.
    """
    from grader.reports.results import read, require_whole

    found = read(results)
    require_whole(found)
    book, data, notes = _filled(roster, found, system, column, keep_higher=keep_higher)
    path = out or results / f"{book.system}.csv"
    if path.resolve().parent == results.resolve():
        output = Output(results)
        output.write(path.name, data)
        output.finish()
    else:
        write(path, data)
    for number, each in enumerate(notes):
        note(f"{path}: {each}" if number == 0 else f"  {each}")
    return path


def _filled(
    roster: Path, results: "Results", system: str | None, column: str | None, *, keep_higher: bool = False
) -> tuple["Gradebook", bytes, list[str]]:
    """Return what to import, as the bytes to write too, and all that there is to say about it."""
    from grader.errors import InputError
    from grader.platforms.gradebook import decoded, encoded, gradebook

    try:
        text, was = decoded(roster.read_bytes())
        book = gradebook(results, text, system, column, keep_higher=keep_higher)
        data, encoding = encoded(book.text, was)
        other = [f"written in UTF-8: {was}, as it was, has no sign for all that is in it now"]
        return book, data, book.notes + other * (encoding != was)
    except OSError as problem:
        raise InputError(f"the gradebook {roster} cannot be read: {problem.strerror}") from None
    except InputError as problem:
        raise InputError(f"the gradebook {roster}: {problem}") from None
