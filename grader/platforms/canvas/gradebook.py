"""Canvas: the gradebook as exported, with one column of scores.

Canvas takes its students by ID, and the column by the number behind its title.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from grader.errors import InputError
from grader.platforms.gradebook.scores import (
    Keep,
    LookUp,
    about_maximum,
    cell,
    chosen,
    filled,
    key_of,
    maximum,
)
from grader.platforms.gradebook.table import Row, Sheet, decimal_comma, harmless, number, value
from grader.reports.results import Results
from grader.text.safe import safe

_TITLED = re.compile(r"(?P<title>.*)\s\((?P<id>\d+)\)", re.DOTALL)
_ABOUT_STUDENTS = {"Student", "LastName", "FirstName", "ID", "SIS User ID", "SIS Login ID", "Integration ID"}
_ABOUT_STUDENTS |= {"Root Account", "Section"}
_KEYS = ("ID", "SIS User ID", "SIS Login ID", "Integration ID")
# A column with one of these in its title is passed over without a word.
_IGNORED = re.compile(r"(?:Current|Final) (?:Score|Points|Grade)|Override (?:Score|Grade|Status)")
_NO_STUDENT = re.compile(r"\s*(?:Muted|Manual Posting.*)?\s*", re.IGNORECASE)


def fits(header: Row) -> bool:
    """Say whether a header is Canvas's."""
    names = [each.strip() for each in header[:3]]
    return names[:2] == ["Student", "ID"] or names == ["LastName", "FirstName", "ID"]


@dataclass(frozen=True)
class _Target:
    """The column that gets the scores: of the file, or a new one."""

    title: str  # its header
    highest: str  # the cell with the points possible
    old: Sequence[str]  # its cells
    notes: Sequence[str]
    new: bool = False


def fill(results: Results, table: Sheet, column: str | None, keep: Keep) -> tuple[Sheet, list[str]]:
    """Return the file to import, and notes; raise InputError for a file that Canvas would not take back."""
    about = [place for place, each in enumerate(table.header) if each.strip() in _ABOUT_STUDENTS]
    section = table.column("Section")
    if section is None:
        raise InputError("there is no column 'Section', without which Canvas refuses it; export it again")
    points = next((row for row in table.rows if "Points Possible" in row[0]), None)
    rows = [
        place
        for place, row in enumerate(table.rows)
        if "Points Possible" not in row[0] and not all(map(_NO_STUDENT.fullmatch, row))
    ]
    target = _target(results, table, column, points, section)
    names = [place for place in about if table.header[place].strip() in ("Student", "LastName", "FirstName")]
    known = LookUp(
        [(cell(place), key_of) for each in _KEYS if (place := table.column(each)) is not None],
        name=lambda row: " ".join(row[place] for place in names),
        key_is_sure=True,
    )
    old, highest, notes = target.old, target.highest, list(target.notes)
    found = filled(results, table, rows, known, keep(old), comma=decimal_comma([*old, highest]))
    excused = [row for row in found.scores if old[row].strip().upper() == "EX"]
    if excused:
        notes.append(f"{len(excused)} handed in but are excused in Canvas, and stay so")
    scores = {**found.scores, **dict.fromkeys(excused, "EX")}
    own = set(about) - set(names)
    lines = [(*_some(harmless(table.rows[row], own), about), scores.get(row, old[row])) for row in rows]
    if points or target.new:
        first = _some(points, about) if points else ("    Points Possible", *[""] * (len(about) - 1))
        lines.insert(0, (*first, highest))
    header = (*_some(table.header, about), target.title)
    return Sheet(header, tuple(lines), table.delimiter, table.quoted), found.told(notes)


def _target(results: Results, table: Sheet, column: str | None, points: Row | None, section: int) -> _Target:
    """Return the column that gets the scores; raise InputError where it is unclear, or Canvas ignores it."""
    candidates = [
        place
        for place in range(section + 1, len(table.header))
        if _TITLED.fullmatch(table.header[place])
        and not _IGNORED.search(table.header[place])
        and not (points and "read only" in points[place])
    ]
    at = None
    if candidates or column is not None:
        at = chosen(table, candidates, column, results.assignment, _title)
    if at is not None:
        title, highest = table.header[at], points[at] if points else ""
        notes = about_maximum(results, value(highest), f"of '{safe(_title(title), 100)}' in Canvas")
        return _Target(title, highest, [row[at] for row in table.rows], notes)
    title = column or results.assignment
    if _IGNORED.search(title) or title.strip() in _ABOUT_STUDENTS:
        raise InputError(
            f"Canvas imports no column called '{safe(title, 100)}'; give another with --column TITLE"
        )
    told = f"the column '{safe(title, 100)}' is new: Canvas will ask to make an assignment of it"
    return _Target(title, number(maximum(results)), [""] * len(table.rows), [told], new=True)


def _title(header: str) -> str:
    match = _TITLED.fullmatch(header)
    return match["title"] if match else header


def _some(row: Row, places: list[int]) -> tuple[str, ...]:
    return tuple(row[place] for place in places)
