"""Scores in the files that course systems import: one file a system, and the roster says which.

A roster is the gradebook as the system exports it.  Nobody gets a score who is not surely meant, and nobody a
0 for handing in nothing.
"""

from collections.abc import Callable

import msgspec

from grader.errors import InputError
from grader.platforms.blackboard import gradebook as blackboard
from grader.platforms.brightspace import gradebook as brightspace
from grader.platforms.canvas import gradebook as canvas
from grader.platforms.gradebook.scores import Before, Keep
from grader.platforms.gradebook.table import Row, Table, columns, decoded, encoded, parsed
from grader.platforms.moodle import gradebook as moodle
from grader.reports.results import Results

__all__ = ["SYSTEMS", "Gradebook", "decoded", "encoded", "gradebook", "system_of"]


class System(msgspec.Struct, frozen=True):
    """A course system: its name in words, whether a header is its own, and how scores get into its file."""

    title: str
    fits: Callable[[Row], bool]
    fill: Callable[[Results, Table, str | None, Keep], tuple[Table, list[str]]]


SYSTEMS = {
    name: System(each.TITLE, each.fits, each.fill)
    for name, each in {
        "canvas": canvas,
        "moodle": moodle,
        "blackboard": blackboard,
        "brightspace": brightspace,
    }.items()
}


class Gradebook(msgspec.Struct, frozen=True):
    """What to import, and what to say about it."""

    system: str
    text: str
    notes: list[str]


def gradebook(
    results: Results,
    roster: str,
    system: str | None = None,
    column: str | None = None,
    *,
    keep_higher: bool = False,
) -> Gradebook:
    """Return the file that a course system imports, made from its own roster.

    The system is told from the header unless it is given; `column` is the title of the column that gets the
    scores; `keep_higher` leaves a score that is higher in the roster.  Raises InputError for a roster that
    cannot be recognised, and where the column is unclear.
    """
    table = parsed(roster)
    name = system or system_of(table)
    filled, notes = SYSTEMS[name].fill(results, table, column, lambda cells: Before(cells, keep_higher))
    return Gradebook(name, filled.text(), notes)


def system_of(table: Table) -> str:
    """Return whose gradebook a table is."""
    fitting = [name for name, system in SYSTEMS.items() if system.fits(table.header)]
    if not fitting and moodle.fits_rows(table):  # Moodle's names are in the language of the site
        return "moodle"
    if len(fitting) == 1:
        return fitting[0]
    titles = " or ".join(SYSTEMS[name].title for name in fitting or SYSTEMS)
    raise InputError(
        f"its columns are {'those of' if fitting else 'not those of'} {titles}: {columns(table)}. Is it the "
        "gradebook as exported?"
    )
