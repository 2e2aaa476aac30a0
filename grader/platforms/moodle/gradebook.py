"""Moodle: the grading worksheet of the assignment, with its grades filled in.

Moodle takes its students by the number of "Participant 123", and refuses a grade that was changed since the
worksheet was made, for which it compares the dates: they stay as they are.
"""

import re
from dataclasses import dataclass

from grader.errors import InputError
from grader.platforms.gradebook.scores import Keep, LookUp, about_maximum, cell, filled, key_of
from grader.platforms.gradebook.table import Row, Sheet, columns, decimal_comma, harmless, is_number, value
from grader.reports.results import Results
from grader.text.safe import safe

_OTHER_KEYS = ("Username", "ID number", "Email address")
_PARTICIPANT = re.compile(r"(?:.*\D)?(\d+)\s*", re.DOTALL)
# "Sunday, 1 March 2026, 12:30 PM" in any language, or none; never what a spreadsheet would calculate.
_DATE = re.compile(r"-|(?=\w)[^;\t\n]*(?<!\d)\d{4}(?!\d)[^;\t\n]*")


@dataclass(frozen=True)
class _Columns:
    """Where the columns are that matter, whatever language their names are in."""

    identifier: int
    grade: int
    maximum: int | None = None
    locked: int | None = None  # "Grade can be changed"
    dates: tuple[int, ...] = ()
    feedback: tuple[int, ...] = ()


def fits(header: Row) -> bool:
    """Say whether a header is that of a worksheet, in English; in others the rows tell (`fits_rows`)."""
    return {"Identifier", "Grade", "Last modified (grade)"} <= {each.strip() for each in header}


def fits_rows(table: Sheet) -> bool:
    """Say whether a table is a worksheet by what stands in it: "Participant 12", "Teilnehmer/in12" ..."""
    return _columns(table) is not None


def _columns(table: Sheet) -> _Columns | None:
    """Find the columns by their English names, else by their place: Moodle has one order in all languages.

    That is: Identifier, [Full name, ID number, Email address, ...], Status, Grade, Maximum Grade, Grade can
    be changed, Last modified (submission), [Online text,] Last modified (grade), [Feedback ...].
    """
    if fits(table.header):
        at = {each.strip(): place for place, each in enumerate(table.header)}
        dates = [at[each] for each in ("Last modified (submission)", "Last modified (grade)") if each in at]
        feedback = (at["Feedback comments"],) if "Feedback comments" in at else ()
        maximum, locked = at.get("Maximum Grade"), at.get("Grade can be changed")
        return _Columns(at["Identifier"], at["Grade"], maximum, locked, tuple(dates), feedback)
    if not table.rows or not all(_numbered(row[0]) for row in table.rows):
        return None
    two = [place for place in range(1, len(table.header)) if _of_two(table, place)]
    for locked in two:  # the first column of "yes" and "no" behind a maximum
        maximum, grade = locked - 1, locked - 2
        dates = [place for place in range(locked + 1, len(table.header)) if _all(table, place, _DATE)]
        if grade > 0 and len(dates) >= 2 and _same_number(table, maximum) and _grades(table, grade):
            return _Columns(
                0, grade, maximum, locked, tuple(dates), tuple(range(dates[-1] + 1, len(table.header)))
            )
    return None


def _numbered(cell: str) -> bool:
    return re.fullmatch(r"[^\W\d][^\d@]*\d+\s*", cell) is not None


def _of_two(table: Sheet, place: int) -> bool:
    words = {row[place].strip() for row in table.rows}
    return len(words) <= 2 and all(words) and not any(map(is_number, words))


def _same_number(table: Sheet, place: int) -> bool:
    return len({row[place] for row in table.rows}) == 1 and is_number(table.rows[0][place])


def _grades(table: Sheet, place: int) -> bool:
    return all(
        not row[place].strip() or row[place].strip() == "-" or is_number(row[place]) for row in table.rows
    )


def _all(table: Sheet, place: int, form: re.Pattern[str]) -> bool:
    return all(form.fullmatch(row[place].strip()) for row in table.rows)


def fill(results: Results, table: Sheet, column: str | None, keep: Keep) -> tuple[Sheet, list[str]]:
    """Return the worksheet to upload, and notes; raise InputError where it lacks a column."""
    there = _columns(table)
    if there is None:
        raise InputError(
            f"it is no grading worksheet of Moodle: there are {columns(table)}, and no column of "
            "participants first, with grade, maximum, yes or no, and two dates behind it"
        )
    if column not in (None, "Grade", table.header[there.grade].strip()):
        raise InputError(
            f"a grading worksheet has one column of grades, '{safe(table.header[there.grade], 60)}'; leave "
            "--column out"
        )
    at = there.grade
    known = _known(table, there)
    highest = there.maximum
    cells = [row[place] for row in table.rows for place in (at, highest) if place is not None]
    rows = range(len(table.rows))
    old = [row[at] for row in table.rows]
    found = filled(results, table, rows, known, keep(old), comma=decimal_comma(cells))
    notes = []
    if highest is not None:
        told = {number for row in table.rows if (number := value(row[highest])) is not None}
        notes += [line for each in sorted(told) for line in about_maximum(results, each, "in Moodle")]
    locked = there.locked
    fixed = [row for row in found.scores if locked is not None and table.rows[row][locked].strip() == "No"]
    if fixed:
        notes.append(f"Moodle will not change the grades of {len(fixed)}, which are locked there")
    own = {there.identifier, at, *there.dates, *there.feedback}
    lines = []
    for row in rows:
        line = list(harmless(table.rows[row], own))
        line[at] = found.scores.get(row, line[at])
        lines.append(tuple(line))
    filled_in = Sheet(table.header, tuple(lines), table.delimiter, table.quoted)
    return filled_in, found.told(notes)


def _known(table: Sheet, there: _Columns) -> LookUp:
    """Return how a worksheet knows a student."""
    identifier = there.identifier
    group = table.column("Group")
    name = table.column("Full name")
    if name is None and not fits(table.header) and identifier + 1 < there.grade:
        name = identifier + 1
    return LookUp(
        [
            (lambda row: _participant(row[identifier]), key_of),
            *((cell(place), key_of) for place in _others(table, there)),
        ],
        name=lambda row: "" if name is None else row[name],
        group=lambda row: "" if group is None else row[group],
    )


def _others(table: Sheet, there: _Columns) -> list[int]:
    """Return the columns by which a student is known besides: in another language all before the status."""
    if fits(table.header):
        return [place for each in _OTHER_KEYS if (place := table.column(each)) is not None]
    return list(range(there.identifier + 2, there.grade - 1))


def _participant(identifier: str) -> str:
    match = _PARTICIPANT.fullmatch(identifier)
    return match[1] if match else ""
