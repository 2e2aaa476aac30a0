"""``grader override``, ``grader marks`` and ``grader diff``: what a person decides about results."""

import argparse
import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.frontends.commands.common import complain, note, say, write
from grader.frontends.commands.output import STORE

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.marking.decide import Desk
    from grader.marking.exchange import Imported
    from grader.marking.journal import Journal
    from grader.model import Report


def add(commands: Any) -> None:
    """Declare the commands."""
    override = commands.add_parser("override", help="give other points than were found, with a reason")
    _results(override)
    override.add_argument("submission", metavar="SUBMISSION", help="its id in results.json")
    override.add_argument("about", metavar="CHECK_OR_QUESTION", help="an id, such as 2a or 2a.law.symmetric")
    override.add_argument("points", type=float, metavar="POINTS")
    _because(override)
    override.set_defaults(run=run_override)

    marks = commands.add_parser("marks", help="marks, deadlines and other decisions about results")
    kinds = marks.add_subparsers(title="what to do", metavar="WHAT", required=True)
    _files(kinds)
    for name, (text, value, metavar, said) in ABOUT_ONE.items():
        one = kinds.add_parser(name, help=text)
        _results(one)
        one.add_argument("submission", metavar="SUBMISSION", help="its id in results.json")
        one.add_argument("value", type=value, metavar=metavar, help=said)
        _because(one)
        one.set_defaults(run=run_about_one, decision=name)
    exclude = kinds.add_parser("exclude", help="have a check or a question count for nobody")
    _results(exclude)
    exclude.add_argument("about", metavar="CHECK_OR_QUESTION")
    exclude.add_argument("--full", action="store_true", help="give everybody all its points instead")
    _because(exclude)
    exclude.set_defaults(run=run_exclude)
    undo = kinds.add_parser("undo", help="take a decision back, by its number in the log")
    _results(undo)
    undo.add_argument("number", type=int, metavar="NUMBER")
    _because(undo)
    undo.set_defaults(run=run_undo)
    log = kinds.add_parser("log", help="who decided what, when and why")
    _results(log)
    log.set_defaults(run=run_log)

    diff = commands.add_parser("diff", help="whose score changes between two results, on which check, why")
    diff.add_argument("old", type=Path, metavar="OLD", help="an output folder")
    diff.add_argument("new", type=Path, metavar="NEW", help="another")
    diff.add_argument("--page", type=Path, metavar="FILE", help="also write it as a page (.html)")
    diff.set_defaults(run=run_diff)


def share(text: str) -> float:
    """Read an argument that is a share: "20%"."""
    number = text.removesuffix("%").strip()
    try:
        if not text.endswith("%"):
            raise ValueError
        return float(number) / 100
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a share of the score, such as 20%") from None


ABOUT_ONE = {
    "extend": ("give a submission another deadline", str, "UNTIL", "a day and a time: 2026-03-01T23:59"),
    "late": (
        "say what being late costs a submission",
        share,
        "SHARE",
        "such as 20%%; 0%% waives it",
    ),
    "cap": ("say how much a submission can get at most", float, "POINTS", "the most that it can get"),
}


def _files(kinds: Any) -> None:
    export = kinds.add_parser("export", help="answers in words and their marks, to mark them elsewhere")
    _results(export)
    export.add_argument("--out", type=Path, required=True, metavar="FILE", help="a .csv or a .md to write")
    export.set_defaults(run=run_export)
    read = kinds.add_parser("import", help="take the marks of such a file; what is wrong in it loses nothing")
    _results(read)
    read.add_argument("file", type=Path, metavar="FILE", help="a .csv or a .md")
    _by(read)
    read.set_defaults(run=run_import)
    questions = kinds.add_parser(
        "questions", help="take in what students ask about their marks, from a table"
    )
    _results(questions)
    questions.add_argument(
        "file", type=Path, metavar="FILE", help="a .csv with the columns submission, check, question"
    )
    _by(questions)
    questions.set_defaults(run=run_questions)


def _results(command: argparse.ArgumentParser) -> None:
    command.add_argument("results", type=Path, metavar="RESULTS", help="what `grader grade` wrote")


def _because(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--because", required=True, metavar="TEXT", help="the reason; students read it with their points"
    )
    _by(command)


def _by(command: argparse.ArgumentParser) -> None:
    command.add_argument("--by", metavar="NAME", help="who decides (default: the user of this machine)")


def user() -> str:
    """Return who sits at this machine."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a user without a name
        return "somebody"


def desk(folder: Path, by: str | None) -> "Desk":
    """Return where decisions about the results in an output folder are made."""
    from grader.batch.store import read_report
    from grader.marking.decide import Desk
    from grader.marking.journal import Journal

    path = folder / STORE
    return Desk(read_report(path), Journal(path), by or user())


def rewrite(at: "Desk", folder: Path) -> None:
    """Write the results anew with all that is decided, and say where they are and what is left to look at."""
    from grader.frontends.commands.pages import write_results
    from grader.marking.final import attention, final

    with at.journal.alone():
        report = final(at.report, at.journal.events())
        written = write_results(folder, report)
    for line in attention(report):
        note(line)
    say(f"Results: {', '.join(map(str, written))}")


def run_override(arguments: argparse.Namespace) -> int:
    """Give a check or a question other points."""
    at = desk(arguments.results, arguments.by)
    at.override(arguments.submission, arguments.about, arguments.points, arguments.because)
    rewrite(at, arguments.results)
    return 0


def run_about_one(arguments: argparse.Namespace) -> int:
    """Decide about one submission as a whole."""
    at = desk(arguments.results, arguments.by)
    about, reason = arguments.submission, arguments.because
    match arguments.decision:
        case "extend":
            at.extend(about, arguments.value, reason)
        case "late":
            at.late(about, arguments.value, reason)
        case "cap":
            at.cap(about, arguments.value, reason)
    rewrite(at, arguments.results)
    return 0


def run_exclude(arguments: argparse.Namespace) -> int:
    """Take a check or a question out for all."""
    at = desk(arguments.results, arguments.by)
    at.exclude(arguments.about, arguments.because, full=arguments.full)
    rewrite(at, arguments.results)
    return 0


def run_undo(arguments: argparse.Namespace) -> int:
    """Take a decision back."""
    at = desk(arguments.results, arguments.by)
    at.journal.undo(arguments.number, by=at.by, why=arguments.because)
    rewrite(at, arguments.results)
    return 0


def run_log(arguments: argparse.Namespace) -> int:
    """Print the journal."""
    from grader.marking.events import described
    from grader.marking.journal import Journal

    events = Journal(arguments.results / STORE).events()
    say(*(described(event) for event in events) if events else ["nothing was decided yet"])
    return 0


def run_export(arguments: argparse.Namespace) -> int:
    """Write the answers in words and their marks."""
    from grader.errors import InputError
    from grader.marking.exchange import marks_csv, marks_md

    forms = {".csv": marks_csv, ".md": marks_md}
    form = forms.get(arguments.out.suffix.lower())
    if form is None:
        raise InputError(f"{arguments.out} is to end in .csv or .md")
    at = desk(arguments.results, None)
    text = form(at.report, at.journal.events())
    # Spreadsheet programs take a table for UTF-8 by its mark alone.
    write(arguments.out, text.encode("utf-8-sig" if form is marks_csv else "utf-8"))
    say(f"Marks: {arguments.out}")
    return 0


def run_import(arguments: argparse.Namespace) -> int:
    """Take the marks of a file; 2 where some rows were not taken."""
    from grader.errors import InputError
    from grader.marking.exchange import import_marks

    if arguments.file.suffix.lower() not in (".csv", ".md"):
        raise InputError(f"{arguments.file} is neither a .csv nor a .md")
    return _taken("mark", import_marks, arguments)


def run_questions(arguments: argparse.Namespace) -> int:
    """Take in what students ask; 2 where some rows were not taken."""
    from grader.errors import InputError
    from grader.marking.questions import take_in

    if arguments.file.suffix.lower() != ".csv":
        raise InputError(f"{arguments.file} is no .csv")
    return _taken("question", take_in, arguments)


def _taken(
    what: str,
    take: "Callable[[Report, Journal, str, str, str], Imported]",
    arguments: argparse.Namespace,
) -> int:
    """Take what stands in the rows of a file, and say what became of them."""
    text = _text(arguments.file)
    at = desk(arguments.results, arguments.by)
    done = take(at.report, at.journal, str(arguments.file), text, at.by)
    say(f"{done.taken} {what}{'s' * (done.taken != 1)} taken, {done.same} there already")
    status, count = 0, len(done.wrong)
    if count:
        status = complain(f"{count} row{'s' * (count != 1)} not taken, all others were:", *done.wrong)
    rewrite(at, arguments.results)
    return status


def _text(file: Path) -> str:
    from grader.errors import InputError

    try:
        return file.read_bytes().decode("utf-8-sig")
    except OSError as problem:
        raise InputError(f"{file} cannot be read: {problem.strerror}") from None
    except UnicodeDecodeError:
        raise InputError(f"{file} is not UTF-8 text: save it as CSV UTF-8") from None


def run_diff(arguments: argparse.Namespace) -> int:
    """Print whose score changes."""
    from grader.reports.difference import difference, difference_page
    from grader.reports.results import read

    found = difference(read(arguments.old), read(arguments.new))
    say(*found.lines)
    if arguments.page is not None:
        write(arguments.page, difference_page(found, str(arguments.old), str(arguments.new)))
        say(f"Page: {arguments.page}")
    return 0
