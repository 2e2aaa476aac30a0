"""A gradebook file as a table, whatever it is separated by, and the scores that go into one of its columns.

What a system needs to find its own students again, and what it compares, is kept to the letter; names and
other free text are made harmless for the spreadsheet that somebody may open the file in.
"""

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from grader.errors import InputError
from grader.exports.results import Results, Student, Submission
from grader.text import cell_text, safe

MAX_BYTES = 50_000_000
_NUMBER = re.compile(r"\s*-?\d+(?:[.,]\d+)?\s*%?\s*")
_DECIMAL_COMMA = re.compile(r"\s*-?\d+,\d+\s*")
_DECIMAL_POINT = re.compile(r"\s*-?\d+\.\d+\s*")


# ---- the file ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Table:
    """The rows of a file, all as long as the header, and how they were written."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    delimiter: str = ","
    quoted: bool = False  # every cell in quotes

    def column(self, name: str) -> int | None:
        """Return where a column is, if there is one of this name."""
        return next((place for place, each in enumerate(self.header) if each.strip() == name), None)

    def text(self) -> str:
        """Return the file."""
        out = io.StringIO()
        writer = csv.writer(
            out,
            delimiter=self.delimiter,
            quoting=csv.QUOTE_ALL if self.quoted else csv.QUOTE_MINIMAL,
            lineterminator="\r\n",
        )
        writer.writerows([self.header, *self.rows])
        return out.getvalue()


def decoded(data: bytes) -> tuple[str, str]:
    """Return a file as text and the encoding to write it in; raise InputError for what is no text."""
    if len(data) > MAX_BYTES:
        raise InputError(f"it is larger than {MAX_BYTES // 1_000_000} MB, so it is no gradebook")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    else:
        encoding = "utf-8-sig" if data.startswith(codecs.BOM_UTF8) else "utf-8"
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError:
        raise InputError(
            "it is neither UTF-8 nor UTF-16; export it again from the course system, and do not save it in a "
            "spreadsheet program"
        ) from None


def parsed(text: str) -> Table:
    """Return the table of a file; raise InputError for what is none."""
    text = text.removeprefix("\ufeff")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=lambda each: _cells(first, each))
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        rows = [row for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as problem:
        raise InputError(f"it is no table: {problem}") from None
    if not rows or len(rows[0]) < 2:
        raise InputError("it is no table: there is no header with columns")
    width = len(rows[0])
    for number, row in enumerate(rows[1:], start=2):
        if any(cell.strip() for cell in row[width:]):
            raise InputError(f"row {number} has {len(row)} cells, but the header has {width}")
    filled = [tuple((row + [""] * width)[:width]) for row in rows]
    return Table(filled[0], tuple(filled[1:]), delimiter, quoted=first.startswith('"'))


def _cells(line: str, delimiter: str) -> int:
    return len(next(csv.reader([line], delimiter=delimiter), []))


def columns(table: Table) -> str:
    """Return the names of the columns for a sentence."""
    return ", ".join(safe(name, 60) for name in table.header[:30]) + (", …" if len(table.header) > 30 else "")


# ---- which column? ----------------------------------------------------------------------------------


def chosen(
    table: Table,
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
    blank = [place for place in candidates if not any(_NUMBER.fullmatch(row[place]) for row in table.rows)]
    if len(candidates) == 1 and blank:
        return blank[0]
    names = ", ".join(f"'{safe(title(table.header[place]), 60)}'" for place in candidates[:20]) or "none"
    raise InputError(
        f"which column gets the scores of '{safe(assignment, 100)}'? Say --column TITLE; there are: {names}"
    )


def _plain(title: str) -> str:
    return re.sub(r"[\W_]+", "", title).casefold()


# ---- the scores -------------------------------------------------------------------------------------


Row = Sequence[str]


@dataclass(frozen=True)
class Known:
    """How a gradebook knows a student."""

    # What to look up, from the surest to the last resort: what a row is known by, and what a student.
    by: Sequence[tuple[Callable[[Row], str], Callable[[Student], str]]]
    name: Callable[[Row], str] = lambda _: ""
    # Where the key alone is sure, a name that differs is only told; else the row may be somebody else's.
    key_is_sure: bool = False
    # What a row's group is called, where the gradebook says so: then every member gets the score.
    group: Callable[[Row], str] = lambda _: ""


def key_of(student: Student) -> str:
    """Return what a student is looked up by."""
    return student.key.strip().casefold()


def cell(place: int) -> Callable[[Row], str]:
    """Return what gives the cell of a row in the form of `key_of`."""
    return lambda row: row[place].strip().casefold()


def words(name: str) -> str:
    """Return a name in a form in which neither order, accents nor case count."""
    return " ".join(sorted(re.findall(r"\w+", _unaccented(name))))


def alike(one: str, other: str) -> bool:
    """Say whether two names may be one person's: a word in common, or the same letters, as in `doejane`."""
    if set(words(one).split()) & set(words(other).split()):
        return True
    return sorted(re.sub(r"[\W_]", "", _unaccented(one))) == sorted(re.sub(r"[\W_]", "", _unaccented(other)))


def _unaccented(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


@dataclass
class Filled:
    """Scores by row, and what is to be said about them."""

    scores: dict[int, str]
    notes: list[str] = field(default_factory=list)


def filled(results: Results, table: Table, rows: Sequence[int], known: Known, *, comma: bool) -> Filled:
    """Find the row of every student and return the scores; rows of nobody who handed in are left alone.

    Raises InputError where nobody who handed in is in the gradebook.
    """
    indices = [(_index(table, rows, row_key), student_key) for row_key, student_key in known.by]
    groups = _index(table, rows, lambda row: known.group(row).strip().casefold())
    at: dict[int, list[Submission]] = {}
    strangers: list[str] = []
    doubtful: list[str] = []
    renamed: list[str] = []
    for submission in results.submissions:
        for student in submission.students or [Student(submission.id, submission.id)]:
            members = groups.get(student.name.strip().casefold(), [])
            found = members or _rows(indices, student)
            if not found:
                strangers.append(_who(student))
                continue
            if not members and len(found) > 1:
                doubtful.append(f"{_who(student)} in rows {' and '.join(str(row + 2) for row in found)}")
                continue
            name = known.name(table.rows[found[0]])
            if not members and name and student.name != student.key and not alike(name, student.name):
                (renamed if known.key_is_sure else doubtful).append(f"{_who(student)} is there {name}")
                if not known.key_is_sure:
                    continue
            for row in found:
                if submission not in at.setdefault(row, []):
                    at[row].append(submission)
    if not at and results.submissions:
        raise InputError(f"none of those who handed in is in it: {_few(strangers + doubtful)}")
    scores = {}
    twice, broken = [], []
    for row, submissions in at.items():
        if len(submissions) > 1:
            twice.append(" and ".join(each.id for each in submissions))
        elif submissions[0].score is None:
            broken.append(submissions[0].id)
        else:
            scores[row] = number(submissions[0].score, comma=comma)
    missing = [_shown(table.rows[row]) for row in rows if row not in at]
    notes = [f"{len(scores)} of {_count(len(rows), 'student')} in the gradebook got a score"]
    notes += _told(missing, "in the gradebook handed in nothing and are left as they are")
    notes += _told(strangers, "handed in and are not in the gradebook")
    notes += _told(doubtful, "got no score, for it may be somebody else's; enter it by hand")
    notes += _told(twice, "with two submissions got no score; enter it by hand")
    notes += _told(
        renamed, "with another name in the gradebook, as for a group, whose others get no score here"
    )
    notes += _told(list(dict.fromkeys(broken)), "have no score, for a check could not be decided")
    return Filled(scores, notes + _waiting(results))


def _index(table: Table, rows: Sequence[int], key: Callable[[Row], str]) -> dict[str, list[int]]:
    index: dict[str, list[int]] = {}
    for row in rows:
        if value := key(table.rows[row]):
            index.setdefault(value, []).append(row)
    return index


def _rows(
    indices: Sequence[tuple[dict[str, list[int]], Callable[[Student], str]]], student: Student
) -> list[int]:
    """The rows that the surest of the keys finds."""
    return next((found for index, key in indices if (found := index.get(key(student)))), [])


def number(score: float, *, comma: bool = False) -> str:
    """Return a score with at most two digits after the point, which is as many as these systems keep."""
    rounded = Decimal(repr(float(score))).quantize(Decimal("0.01"), ROUND_HALF_UP)
    text = format(rounded, "f").rstrip("0").rstrip(".")
    return text.replace(".", ",") if comma else text


def decimal_comma(cells: Collection[str]) -> bool:
    """Say whether the numbers in these cells are written with a comma."""
    with_comma = any(_DECIMAL_COMMA.fullmatch(cell) for cell in cells)
    return with_comma and not any(_DECIMAL_POINT.fullmatch(cell) for cell in cells)


def is_number(cell: str) -> bool:
    """Say whether a cell is a number."""
    return _NUMBER.fullmatch(cell) is not None


def value(cell: str) -> float | None:
    """Return the number in a cell, if there is one."""
    return float(cell.strip().rstrip("% ").replace(",", ".")) if is_number(cell) else None


def maximum(results: Results) -> float:
    """Return the points of the assignment without bonus; 0 where nobody handed in."""
    return max((each.max_score for each in results.submissions), default=0)


def other_maximum(results: Results, told: float | None, where: str) -> list[str]:
    """Return what to say where the gradebook has another maximum than the rubric."""
    ours = maximum(results)
    if told is None or not ours or abs(told - ours) < 0.005:
        return []
    return [f"the maximum is {number(told)} {where}, but {number(ours)} in the rubric: scores are not scaled"]


def harmless(row: Row, keep: Collection[int]) -> tuple[str, ...]:
    """Return a row in which no cell but those of the system itself can be taken for a formula."""
    return tuple(cell if place in keep else cell_text(cell) for place, cell in enumerate(row))


# ---- what is said -----------------------------------------------------------------------------------


def _waiting(results: Results) -> list[str]:
    notes = []
    late = [each.id for each in results.submissions if each.late]
    if late:
        notes.append(f"{_count(len(late), 'late submission')}: no points were taken off")
    waiting: dict[float, int] = {}
    for submission in results.submissions:
        if submission.pending:
            waiting[submission.pending] = waiting.get(submission.pending, 0) + 1
    for points, count in sorted(waiting.items(), reverse=True):
        verb = "waits" if points == 1 else "wait"
        notes.append(
            f"{_count_points(points)} {verb} for a person in {_count(count, 'submission')}, and are not in "
            "the scores"
        )
    return notes


def _count_points(points: float) -> str:
    return f"{number(points)} point{'s' * (points != 1)}"


def _count(count: int, what: str) -> str:
    return f"{count} {what}{'s' * (count != 1)}"


def _told(names: Sequence[str], what: str) -> list[str]:
    if not names:
        return []
    return [f"{len(names)} {what}: {_few(names)}"]


def _few(names: Sequence[str]) -> str:
    shown = ", ".join(safe(name, 120) for name in names[:10])
    return shown + (f" and {len(names) - 10} more" if len(names) > 10 else "")


def _who(student: Student) -> str:
    return student.name if student.key in ("", student.name) else f"{student.name} ({student.key})"


def _shown(row: Row) -> str:
    return " ".join(cell.strip() for cell in row[:2] if cell.strip())
