"""Scores in the files that course systems import: one file a system, and the roster says which.

A roster is the gradebook as the system exports it.  Nobody gets a score who is not surely meant, and nobody a
0 for handing in nothing.
"""

import msgspec

from grader.errors import InputError
from grader.platforms.gradebook.scores import Before
from grader.platforms.gradebook.table import Sheet, columns, decoded, encoded, parsed
from grader.platforms.systems import gradebooks, module_of
from grader.reports.results import Results

__all__ = ["Gradebook", "decoded", "encoded", "gradebook", "system_of"]


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
    filled, notes = module_of(name, "gradebook").fill(
        results, table, column, lambda cells: Before(cells, keep_higher)
    )
    return Gradebook(name, filled.text(), notes)


def system_of(table: Sheet) -> str:
    """Return whose gradebook a table is."""
    systems = gradebooks()
    fitting = [name for name in systems if module_of(name, "gradebook").fits(table.header)]
    if not fitting:  # some write their headers in the language of the site
        by_rows = {name: getattr(module_of(name, "gradebook"), "fits_rows", None) for name in systems}
        fitting = [name for name, fits in by_rows.items() if fits is not None and fits(table)]
    if len(fitting) == 1:
        return fitting[0]
    titles = " or ".join(systems[name].title for name in fitting or systems)
    raise InputError(
        f"its columns are {'those of' if fitting else 'not those of'} {titles}: {columns(table)}. Is it the "
        "gradebook as exported?"
    )
