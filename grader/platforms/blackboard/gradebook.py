"""Blackboard Original: the Grade Center as downloaded, with one column of scores.

Blackboard takes its students by username, and the column by the number behind the bar; a column without one
would become a new one of text that is worth nothing.
"""

import re

from grader.errors import InputError
from grader.platforms.gradebook.scores import Keep, LookUp, about_maximum, cell, chosen, filled, key_of
from grader.platforms.gradebook.table import Row, Sheet, columns, decimal_comma, harmless, is_number, value
from grader.reports.results import Results
from grader.text.safe import safe

_COLUMN = re.compile(
    r"(?P<title>.*?)\s*\[Total Pts: (?P<sum>up to )?(?P<points>[\d.,]+)[^\]]*\]\s*\|\s*\d+", re.DOTALL
)
_ABOUT_STUDENTS = ("Last Name", "First Name", "Username", "Student ID")


def fits(header: Row) -> bool:
    """Say whether a header is the Grade Center's."""
    names = [each.strip() for each in header]
    return any(map(_COLUMN.fullmatch, names)) or names[:3] == ["Last Name", "First Name", "Username"]


def fill(results: Results, table: Sheet, column: str | None, keep: Keep) -> tuple[Sheet, list[str]]:
    """Return the file to upload, and notes; raise InputError where there is no column for the scores."""
    username = table.column("Username")
    if username is None:
        raise InputError(f"there is no column 'Username' among {columns(table)}")
    matches = {place: match for place, each in enumerate(table.header) if (match := _COLUMN.fullmatch(each))}
    candidates = [place for place, match in matches.items() if not match["sum"]]
    at = chosen(table, candidates, column, results.assignment, _title)
    if at is None:
        titles = ", ".join(f"'{safe(_title(table.header[place]), 60)}'" for place in candidates)
        raise InputError(
            f"there is no column '{safe(column or '', 100)}' with a number; make it in Blackboard and "
            f"download again; there are: {titles or 'none'}"
        )
    about = [place for each in _ABOUT_STUDENTS if (place := table.column(each)) is not None]
    names = [place for place in about if "Name" in table.header[place].split()]
    student_id = table.column("Student ID")
    known = LookUp(
        [(cell(place), key_of) for place in (username, student_id) if place is not None],
        name=lambda row: " ".join(row[place] for place in names),
        key_is_sure=True,
    )
    old = [row[at] if is_number(row[at]) else "" for row in table.rows]  # "Needs Grading" is no score
    rows = range(len(table.rows))
    found = filled(results, table, rows, known, keep(old), comma=decimal_comma([*old, matches[at]["points"]]))
    notes = about_maximum(
        results, value(matches[at]["points"]), f"of '{safe(matches[at]['title'], 100)}' in Blackboard"
    )
    own = set(about) - set(names)
    lines = [
        (*(harmless(table.rows[row], own)[place] for place in about), found.scores.get(row, old[row]))
        for row in rows
    ]
    header = (*(table.header[place] for place in about), table.header[at])
    return Sheet(header, tuple(lines), table.delimiter, table.quoted), found.told(notes)


def _title(header: str) -> str:
    match = _COLUMN.fullmatch(header)
    return match["title"] if match else header
