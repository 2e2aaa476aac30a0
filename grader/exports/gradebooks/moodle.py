"""Moodle: the grading worksheet of the assignment, with its grades filled in.

Moodle takes its students by the number of "Participant 123", and refuses a grade that was changed since the
worksheet was made, for which it compares the dates: they stay as they are.
"""

import re

from grader.errors import InputError
from grader.exports.gradebooks.scores import Known, about_maximum, cell, filled, key_of
from grader.exports.gradebooks.table import Row, Table, columns, decimal_comma, harmless, value
from grader.exports.results import Results

TITLE = "Moodle"

_NEEDED = ("Identifier", "Grade", "Last modified (grade)")
_IMPORTED = (*_NEEDED, "Last modified (submission)", "Feedback comments")
_OTHER_KEYS = ("Username", "ID number", "Email address")
_PARTICIPANT = re.compile(r"(?:.*\D)?(\d+)\s*", re.DOTALL)


def fits(header: Row) -> bool:
    """Say whether a header is that of a worksheet, in English."""
    return {*_NEEDED} <= {each.strip() for each in header}


def fill(results: Results, table: Table, column: str | None) -> tuple[Table, list[str]]:
    """Return the worksheet to upload, and notes; raise InputError where it lacks a column."""
    if column not in (None, "Grade"):
        raise InputError("a grading worksheet has one column of grades, 'Grade'; leave --column out")
    missing = [name for name in _NEEDED if table.column(name) is None]
    if missing:
        raise InputError(
            f"it is no grading worksheet of Moodle in English: there is no column '{missing[0]}' among "
            f"{columns(table)}. Set Moodle to English while you download and upload the worksheet."
        )
    at = _place(table, "Grade")
    identifier = _place(table, "Identifier")
    name, group = table.column("Full name"), table.column("Group")
    known = Known(
        [
            (lambda row: _participant(row[identifier]), key_of),
            *((cell(place), key_of) for each in _OTHER_KEYS if (place := table.column(each)) is not None),
        ],
        name=lambda row: "" if name is None else row[name],
        group=lambda row: "" if group is None else row[group],
    )
    highest = table.column("Maximum Grade")
    cells = [row[place] for row in table.rows for place in (at, highest) if place is not None]
    rows = range(len(table.rows))
    found = filled(results, table, rows, known, comma=decimal_comma(cells))
    notes = []
    if highest is not None:
        told = {number for row in table.rows if (number := value(row[highest])) is not None}
        notes += [line for each in sorted(told) for line in about_maximum(results, each, "in Moodle")]
    locked = table.column("Grade can be changed")
    fixed = [row for row in found.scores if locked is not None and table.rows[row][locked].strip() == "No"]
    if fixed:
        notes.append(f"Moodle will not change the grades of {len(fixed)}, which are locked there")
    keep = {place for place, each in enumerate(table.header) if each.strip() in _IMPORTED}
    lines = []
    for row in rows:
        line = list(harmless(table.rows[row], keep))
        line[at] = found.scores.get(row, line[at])
        lines.append(tuple(line))
    filled_in = Table(table.header, tuple(lines), table.delimiter, table.quoted)
    return filled_in, found.told(notes)


def _place(table: Table, name: str) -> int:
    place = table.column(name)
    assert place is not None
    return place


def _participant(identifier: str) -> str:
    match = _PARTICIPANT.fullmatch(identifier)
    return match[1] if match else ""
