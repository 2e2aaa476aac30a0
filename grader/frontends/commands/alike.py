"""``grader alike``: pairs of submissions that share more than the starter and what the class writes."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.frontends.commands.common import say
from grader.frontends.commands.output import STORE, Output

if TYPE_CHECKING:
    from grader.reports.alike_page import Side
    from grader.submissions.likeness import Marked

PAGE = "alike.html"
LINES = 20  # pairs that are printed


def add(commands: Any) -> None:
    """Declare the command."""
    command = commands.add_parser(
        "alike", help="pairs of submissions that are alike: where to look, no verdict"
    )
    command.add_argument("results", type=Path, metavar="RESULTS", help="what `grader grade` wrote")
    command.add_argument(
        "--starter",
        type=Path,
        action="append",
        default=[],
        metavar="PATH",
        help="what students were given: a file or a folder (may be repeated); sharing that is nothing",
    )
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the pairs and write the page."""
    from grader.batch.store import read_report
    from grader.platforms.find import read_one
    from grader.reports.alike_page import Pair, alike_page
    from grader.submissions.likeness import alike
    from grader.text.safe import safe

    report = read_report(arguments.results / STORE)
    output = Output(arguments.results)
    output.require_unchanged([PAGE])
    questions = [each.id for each in report.assignment.questions]
    given = [read_one(path, questions) for path in arguments.starter]
    submissions = [each.submission for each in report.results]
    found = alike(submissions, given)
    pairs = [
        Pair(_side(each.one.id, each.marked[0]), _side(each.other.id, each.marked[1]), each.share)
        for each in found
    ]
    page = output.write(PAGE, alike_page(report.assignment.title, pairs, len(submissions)))
    output.finish()
    say(
        *(
            f"{each.percent:>5}  {safe(each.one.id, 100)}  {safe(each.other.id, 100)}"
            for each in pairs[:LINES]
        )
    )
    if len(pairs) > LINES:
        say(f"and {len(pairs) - LINES} more")
    count = f"{len(pairs)} pair{'s' * (len(pairs) != 1)} of {len(submissions)} submissions"
    verb = "shares" if len(pairs) == 1 else "share"
    say(f"{count} {verb} more than the class does: where to look, and no verdict", f"Page: {page}")
    return 0


def _side(id_: str, marked: "tuple[Marked, ...]") -> "Side":
    from grader.reports.alike_page import Side

    return Side(id_, tuple((each.text.name, each.pieces) for each in marked))
