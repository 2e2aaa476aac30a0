"""What the commands share: files written whole or not at all, and one way to complain."""

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

# Heavy imports stand inside the functions that need them: help and a wrong argument answer at once.
if TYPE_CHECKING:
    from grader.model import Result


def say(*lines: object) -> None:
    """Print lines for the person at the terminal."""
    print(*lines, sep="\n", flush=True)  # noqa: T201


def note(*lines: object) -> None:
    """Print lines beside the results, to standard error."""
    print(*lines, sep="\n", file=sys.stderr)  # noqa: T201


def complain(message: str, *details: object) -> int:
    """Say what went wrong; return the status that means so."""
    note(f"grader: {message}", *(f"  {detail}" for detail in details))
    return 2


def explain(problem: Exception) -> int:
    """Print what went wrong and whose it is: the rubric's, the command line's, or ours."""
    from grader.errors import AssignmentError, InputError

    match problem:
        case AssignmentError():
            count = len(problem.mistakes)
            return complain(
                f"nothing was graded: {count} mistake{'s' * (count != 1)} in the assignment",
                *problem.mistakes,
            )
        case InputError():
            return complain(str(problem))
        case OSError():
            return complain(f"{problem.filename or 'a file'}: {problem.strerror}")
    import traceback

    traceback.print_exception(problem)
    return complain("this is a fault of the grader, not of a submission; nothing was written")


def not_installed(rubric: Path, packages: Sequence[str]) -> list[str]:
    """Return a line for each package of a rubric that is not here: every submission that imports it loses."""
    from importlib.metadata import packages_distributions
    from importlib.util import find_spec

    from grader.errors import nearest

    lines = []
    for name in packages:
        if find_spec(name) is None:
            close = nearest(name, packages_distributions())
            meant = f"; did you mean `{close}`?" if close else "; install it, or leave it out"
            lines.append(f"{rubric}: `packages` names `{name}`, which is not installed here{meant}")
    return lines


def positive(text: str) -> int:
    """Read an argument that is a whole number from 1 up."""
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 up")
    return int(text)


def seed(text: str) -> int:
    """Read an argument that is a whole number from 0 up; below are the seeds of student kits."""
    if not text.isdigit():
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0 up")
    return int(text)


FOUND = Path("rubric.yaml")  # the very object stands for: nobody named one
RESULTS = Path("results")


def rubric_argument(command: argparse.ArgumentParser) -> None:
    """Add the argument of every command that reads a rubric."""
    command.add_argument(
        "--rubric",
        type=Path,
        default=FOUND,
        metavar="FILE",
        help="the rubric (default: rubric.yaml)",
    )


def rubric_arguments(command: argparse.ArgumentParser) -> None:
    """Add the arguments of every command that draws inputs for a rubric."""
    rubric_argument(command)
    command.add_argument(
        "--seed", type=seed, default=0, metavar="N", help="which inputs are drawn (default: 0)"
    )


def results_folder(out: Path | None, places: Sequence[Path]) -> Path:
    """Return where the results of a batch go: never among the submissions, which lie in these folders.

    What is kept there decides scores, and a student may hand in a folder of any name.  Raises InputError
    where such a folder was named.
    """
    from grader.errors import InputError
    from grader.text.safe import safe

    inside = [each for each in places if _lies_in(out or RESULTS, each)]
    if out is None and inside:
        here = inside[0].resolve()
        out = here.parent / f"{here.name}-results"
        if any(_lies_in(out, each) for each in places):
            raise InputError("results cannot go among the submissions: name another folder with --out")
    elif inside:
        where, among = safe(str(out)), safe(str(inside[0]))
        raise InputError(
            f"{where} lies among the submissions in {among}: a student may hand in a folder of this name, "
            "with results in it that would count as yours. Name a folder elsewhere with --out"
        )
    return out or RESULTS


def _lies_in(path: Path, folder: Path) -> bool:
    """Whether a path leads into a folder, or is written as if it did."""
    written = Path(os.path.abspath(path))  # noqa: PTH100  (links are not to be followed)
    return any(each.is_relative_to(folder.resolve()) for each in (path.resolve(), written))


def require_named(rubric: Path, *folders: Path) -> None:
    """Raise InputError where a rubric that nobody named lies in one of these folders of submissions.

    It may be a student's, and its reference would be run as the instructor's.
    """
    from grader.errors import InputError
    from grader.text.safe import safe

    if rubric is not FOUND:
        return
    here = Path.cwd()
    for folder in folders:
        if here.is_relative_to(folder.resolve()):
            where = safe(str(here / rubric))
            raise InputError(
                f"{where} lies among the submissions and may be a student's, and its reference would be run "
                f"as yours: if it is yours, say --rubric {rubric}"
            )


def results_argument(command: argparse.ArgumentParser) -> None:
    """Add the argument of every command that reads results."""
    command.add_argument(
        "--results",
        type=Path,
        default=RESULTS,
        metavar="DIR",
        help="what `grader grade` wrote (default: results)",
    )


def many_arguments(command: argparse.ArgumentParser) -> None:
    """Add the arguments of every command that has much to do."""
    command.add_argument(
        "--question",
        action="append",
        default=[],
        metavar="ID",
        help="take only this question (may be repeated)",
    )
    command.add_argument(
        "--jobs",
        type=positive,
        default=os.cpu_count() or 1,
        metavar="N",
        help="processes at work at once (default: one a core)",
    )


HIDDEN = "a hidden check; `grader grade` says which, and why"


def broken(results: Sequence["Result"], *, hidden: bool = True) -> int:
    """Say which submissions and checks could not be decided; 2 if there are any.

    Of ``hidden`` checks it says why only if asked to.
    """
    from grader.text.safe import safe

    undecided = [
        f"{safe(each.submission.id, 100)} ({safe(each.submission.path, 300)}): {each.submission.undecided}"
        for each in results
        if each.submission.undecided and each.broken
    ]
    broken = {
        f"{outcome.check.id}: {outcome.message}"
        if hidden or outcome.check.visibility == "public"
        else f"{question.question.id}: {HIDDEN}": None
        for result in results
        if not result.submission.undecided
        for question in result.questions
        if question.broken
        for outcome in question.outcomes
        if outcome.verdict == "broken"
    }
    if undecided:
        count = f"{len(undecided)} submission{'s' * (len(undecided) != 1)}"
        have = "has" if len(undecided) == 1 else "have"
        complain(f"{count} could not be graded, and {have} no score; all others are graded:", *undecided)
    if broken:
        complain("some checks could not be decided and have no score:", *broken)
    return 2 if undecided or broken else 0


def writable(folder: Path) -> None:
    """Raise InputError unless files can be written there: before the work, not after it."""
    from grader.errors import InputError

    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as problem:
        raise InputError(f"nothing can be written to {folder}: {problem.strerror}") from None


def write(path: Path, content: str | bytes) -> None:
    """Write a file whole or not at all; raise InputError where there is no room for it."""
    from grader.errors import InputError

    temporary = path.with_name(f".{path.name}.tmp")
    try:
        temporary.write_bytes(content.encode() if isinstance(content, str) else content)
        temporary.replace(path)
    except OSError as problem:
        with suppress(OSError):
            temporary.unlink()
        # Windows lets nobody replace a file that a spreadsheet program shows.
        opened = "; is it open in another program?" * (isinstance(problem, PermissionError) and path.exists())
        raise InputError(f"{path} cannot be written: {problem.strerror}{opened}") from None
