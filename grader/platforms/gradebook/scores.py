"""Which score goes into which row, and what is to be said about it."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from grader.errors import InputError
from grader.platforms.gradebook.notes import about_scores, counted, few, named
from grader.platforms.gradebook.table import Row, Sheet, is_number, number, value
from grader.reports.results import Results, StudentRow, SubmissionRow
from grader.text.safe import safe

# ---- which column? ----------------------------------------------------------------------------------


def chosen(
    table: Sheet,
    candidates: Sequence[int],
    wanted: str | None,
    assignment: str,
    title: Callable[[str], str],
) -> int | None:
    """Return the column that gets the scores; None where `wanted` names one that is not there.

    It is the one that is asked for, else the one called like the assignment, else the only one, if it is
    empty.  `title` takes from a column's header what people call it.
    """
    if wanted is not None:
        exact = [place for place in candidates if wanted in (table.header[place], title(table.header[place]))]
        if len(exact) > 1:
            raise InputError(f"{len(exact)} columns are called '{safe(wanted, 100)}'; give the whole header")
        return exact[0] if exact else None
    alike = [place for place in candidates if _plain(title(table.header[place])) == _plain(assignment)]
    if len(alike) == 1:
        return alike[0]
    blank = [place for place in candidates if not any(is_number(row[place]) for row in table.rows)]
    if len(candidates) == 1 and blank:
        return blank[0]
    names = ", ".join(f"'{safe(title(table.header[place]), 60)}'" for place in candidates[:20]) or "none"
    raise InputError(
        f"which column gets the scores of '{safe(assignment, 100)}'? Say --column TITLE; there are: {names}"
    )


def _plain(title: str) -> str:
    return re.sub(r"[\W_]+", "", title).casefold()


# ---- the scores -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class LookUp:
    """How a gradebook knows a student."""

    # What to look up, from the surest to the last resort: what a row is known by, and what a student.
    by: Sequence[tuple[Callable[[Row], str], Callable[[StudentRow], str]]]
    name: Callable[[Row], str] = lambda _: ""
    # Where the key alone is sure, a name that differs is only told; else the row may be somebody else's.
    key_is_sure: bool = False
    # What a row's group is called, where the gradebook says so: then every member gets the score.
    group: Callable[[Row], str] = lambda _: ""


def key_of(student: StudentRow) -> str:
    """Return what a student is looked up by."""
    return student.key.strip().casefold()


def cell(place: int) -> Callable[[Row], str]:
    """Return what gives the cell of a row in the form of `key_of`."""
    return lambda row: row[place].strip().casefold()


def words(name: str) -> str:
    """Return a name in a form in which neither the order of its words nor case counts."""
    return " ".join(sorted(re.split(r"[\s,]+", unicodedata.normalize("NFKC", name).casefold().strip())))


def alike(one: str, other: str) -> bool:
    """Say whether two names may be one person's: a word in common, or the same letters, as in `doejane`."""
    if set(re.findall(r"\w+", _unaccented(one))) & set(re.findall(r"\w+", _unaccented(other))):
        return True
    return sorted(re.sub(r"[\W_]", "", _unaccented(one))) == sorted(re.sub(r"[\W_]", "", _unaccented(other)))


def _unaccented(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


@dataclass(frozen=True)
class Before:
    """The scores that a gradebook has already, by row, and whether a higher one stays."""

    cells: Sequence[str]
    higher_stays: bool


Keep = Callable[[Sequence[str]], Before]  # what a system is told: it knows the cells


@dataclass
class Filled:
    """Scores by row, and what is to be said about them."""

    scores: dict[int, str]
    notes: list[str]

    def told(self, notes: Sequence[str]) -> list[str]:
        """Return how many got a score, these notes, and all the others."""
        return [*self.notes[:1], *notes, *self.notes[1:]]


@dataclass(frozen=True)
class _Places:
    """Who stands where in a gradebook, and those of whom that cannot be said."""

    at: dict[int, list[SubmissionRow]] = field(default_factory=dict)  # by row
    strangers: list[str] = field(default_factory=list)
    doubtful: list[str] = field(default_factory=list)
    renamed: list[str] = field(default_factory=list)


def _places(results: Results, table: Sheet, rows: Sequence[int], known: LookUp) -> _Places:
    """Find the rows of every student."""
    indices = [(_index(table, rows, row_key), student_key) for row_key, student_key in known.by]
    groups = _index(table, rows, lambda row: _plain(known.group(row)))
    places = _Places()
    at = places.at
    for submission in results.submissions:
        for student in submission.students or [StudentRow(name=submission.id, key=submission.id)]:
            members = groups.get(_plain(student.name), [])
            found = members or _rows(indices, student)
            if not found:
                places.strangers.append(_who(student))
                continue
            if not members and len(found) > 1:
                places.doubtful.append(
                    f"{_who(student)} in rows {' and '.join(str(row + 2) for row in found)}"
                )
                continue
            name = known.name(table.rows[found[0]])
            if not members and name and student.name != student.key and not alike(name, student.name):
                (places.renamed if known.key_is_sure else places.doubtful).append(
                    f"{_who(student)} is there {name}"
                )
                if not known.key_is_sure:
                    continue
            for row in found:
                if submission not in at.setdefault(row, []):
                    at[row].append(submission)
    return places


def filled(
    results: Results, table: Sheet, rows: Sequence[int], known: LookUp, before: Before, *, comma: bool
) -> Filled:
    """Find the row of every student and return the scores; rows of nobody who handed in are left alone.

    Raises InputError where nobody who handed in is in the gradebook.
    """
    places = _places(results, table, rows, known)
    at, strangers, doubtful, renamed = places.at, places.strangers, places.doubtful, places.renamed
    if not at and results.submissions:
        raise InputError(f"none of those who handed in is in it: {few(strangers + doubtful)}")
    scores = {}
    twice, broken = [], []
    for row, submissions in at.items():
        if len(submissions) > 1:
            twice.append(" and ".join(each.id for each in submissions))
        elif submissions[0].score is None:
            broken.append(submissions[0].id)
        else:
            scores[row] = number(submissions[0].score, comma=comma)
    changes = _changes(table, scores, before)
    missing = [_shown(table.rows[row]) for row in rows if row not in at]
    notes = [f"{len(scores)} of {counted(len(rows), 'student')} in the gradebook got a score"]
    notes += named(missing, "in the gradebook without a submission, left as found")
    notes += named(strangers, "not in the gradebook")
    notes += named(doubtful, "may be somebody else there, so no score was entered")
    notes += named(twice, "with two submissions, so no score was entered")
    notes += named(renamed, "with another name there, as for a group, whose other members get no score here")
    notes += named(list(dict.fromkeys(broken)), "without a score, for a check could not be decided")
    return Filled(scores, notes + changes + about_scores(results))


def _changes(table: Sheet, scores: dict[int, str], before: Before) -> list[str]:
    """Take out what stays as it was, and say which scores that were there already become another."""
    changed, lower, kept = [], 0, []
    for row, text in list(scores.items()):
        old, new = value(before.cells[row]), value(text)
        if old is None or new is None or abs(old - new) < 0.005:
            continue
        who = f"{_shown(table.rows[row])} {number(old)} to {number(new)}"
        if old > new and before.higher_stays:
            kept.append(who)
            del scores[row]
            continue
        changed.append(who)
        lower += old > new
    notes = named(changed, "with another score in the gradebook before")
    if lower:
        notes.append(f"{lower} of these had a higher one: --keep-higher leaves such as they are")
    return notes + named(kept, "with a higher score in the gradebook, which stays")


def _index(table: Sheet, rows: Sequence[int], key: Callable[[Row], str]) -> dict[str, list[int]]:
    index: dict[str, list[int]] = {}
    for row in rows:
        if value := key(table.rows[row]):
            index.setdefault(value, []).append(row)
    return index


def _rows(
    indices: Sequence[tuple[dict[str, list[int]], Callable[[StudentRow], str]]], student: StudentRow
) -> list[int]:
    """The rows that the surest of the keys finds."""
    return next((found for index, key in indices if (found := index.get(key(student)))), [])


def maximum(results: Results) -> float:
    """Return the points of the assignment without bonus; 0 where nobody handed in."""
    return max((each.max_score for each in results.submissions), default=0)


def about_maximum(results: Results, told: float | None, where: str) -> list[str]:
    """Return what to say where a gradebook has another maximum than the rubric, or a score is above it."""
    ours = maximum(results)
    notes = []
    if told is not None and ours and abs(told - ours) >= 0.005:
        notes.append(
            f"the maximum {where} is {number(told)}, but {number(ours)} in the rubric: scores are not scaled"
        )
    highest = ours if told is None else told
    above = sum(1 for each in results.submissions if each.score is not None and each.score > highest)
    if above:
        notes.append(
            f"{counted(above, 'score')} above the maximum {where}, {number(highest)}: see if it takes them"
        )
    return notes


# ---- what is said -----------------------------------------------------------------------------------


def _who(student: StudentRow) -> str:
    return student.name if student.key in ("", student.name) else f"{student.name} ({student.key})"


def _shown(row: Row) -> str:
    return " ".join(cell.strip() for cell in row[:2] if cell.strip())
