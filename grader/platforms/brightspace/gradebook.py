"""Brightspace: an export of grades, with one column of scores.

Brightspace takes its students by OrgDefinedId or username, which its downloads of submissions do not have:
there a student is found by name, so the export must have the names.
"""

import re
from collections.abc import Callable

from grader.errors import InputError
from grader.platforms.gradebook.scores import Keep, LookUp, about_maximum, chosen, filled, key_of, words
from grader.platforms.gradebook.table import Row, Sheet, columns, decimal_comma, value
from grader.reports.results import Results
from grader.text.safe import safe

_POINTS = re.compile(r"(?P<title>.*) Points Grade(?:\s*<.*?MaxPoints:(?P<points>[\d.,]+).*>)?", re.DOTALL)
_END = "End-of-Line Indicator"
_KEYS = ("OrgDefinedId", "Username")


def fits(header: Row) -> bool:
    """Say whether a header is Brightspace's."""
    names = {each.strip() for each in header}
    return _END in names or "OrgDefinedId" in names


def fill(results: Results, table: Sheet, column: str | None, keep: Keep) -> tuple[Sheet, list[str]]:
    """Return the file to import, and notes; raise InputError where a column is missing."""
    keys = [place for each in _KEYS if (place := table.column(each)) is not None]
    if not keys:
        raise InputError(f"there is neither 'OrgDefinedId' nor 'Username' among {columns(table)}")
    candidates = [place for place, each in enumerate(table.header) if _POINTS.fullmatch(each)]
    at = chosen(table, candidates, column, results.assignment, _title)
    if at is None:
        titles = ", ".join(f"'{safe(_title(table.header[place]), 60)}'" for place in candidates)
        raise InputError(
            f"there is no column '{safe(column or '', 100)} Points Grade'; make the grade item in "
            f"Brightspace and export again; there are: {titles or 'none'}"
        )
    first, last = table.column("First Name"), table.column("Last Name")

    def name(row: Row) -> str:
        return " ".join(row[place] for place in (first, last) if place is not None)

    if (first is None or last is None) and any(
        student.name != student.key for each in results.submissions for student in each.students
    ):
        raise InputError(
            "there are no columns 'First Name' and 'Last Name', by which students are found; export it again "
            "with these user details"
        )
    known = LookUp(
        [
            (lambda row: words(name(row)), lambda student: words(student.name)),
            *((_id(place), lambda student: key_of(student).lstrip("#")) for place in keys),
        ],
        name=name,
    )
    old = [row[at] for row in table.rows]
    rows = range(len(table.rows))
    found = filled(results, table, rows, known, keep(old), comma=decimal_comma(old))
    match = _POINTS.fullmatch(table.header[at])
    highest = value(match["points"]) if match and match["points"] else None
    notes = about_maximum(results, highest, f"of '{safe(_title(table.header[at]), 100)}' in Brightspace")
    lines = [
        (*(table.rows[row][place] for place in keys), found.scores.get(row, old[row]), "#") for row in rows
    ]
    header = (*(table.header[place] for place in keys), table.header[at], _END)
    return Sheet(header, tuple(lines), table.delimiter, table.quoted), found.told(notes)


def _title(header: str) -> str:
    match = _POINTS.fullmatch(header)
    return match["title"] if match else header


def _id(place: int) -> Callable[[Row], str]:
    return lambda row: row[place].strip().lstrip("#").casefold()
