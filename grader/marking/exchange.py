"""Marks of answers in words as a file for those who mark elsewhere, out and in: a table or a text (.md).

Whoever reads it back looks at who is meant, the points and the comment; an answer is never read back.  In the
text each line of an answer stands behind "> ", so nothing in it can be taken for a mark.
"""

import csv
import io
import json
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from grader.errors import InputError
from grader.marking.answers import WrittenAnswer, answers
from grader.marking.events import Mark, Recorded, in_force, points_of, versions
from grader.marking.final import final
from grader.marking.journal import Journal
from grader.model import Report
from grader.text.bitmaps import as_typed
from grader.text.safe import FORMULA, safe

COLUMNS = ("submission", "check", "points", "comment", "version", "of", "most", "criteria", "answer")
NEEDED = ("submission", "check", "points")
LONGEST = 20_000  # characters of an answer or a comment
LARGEST = 50_000_000  # of a file
HEAD = re.compile(r"<!-- mark (\{.*\}) -->")
FIELD = re.compile(r"(points|comment):(.*)")


@dataclass(frozen=True)
class MarkRow:
    """A mark in a file; ``version`` and ``of`` say from which state and which answer it was made."""

    line: int
    submission: str
    check: str
    points: str
    comment: str | None  # None where the file has none
    version: str = ""
    of: str = ""


# ---- out ----------------------------------------------------------------------------------------------


def marks_csv(report: Report, events: Sequence[Recorded]) -> str:
    """Return all answers, with the marks that they have, as a table."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for answer, version in _versioned(report, events):
        points, comment = _mark(answer)
        told = [answer.submission.id, answer.check.id, points, comment, str(version), answer.of[:12]]
        told += [
            f"{answer.check.points:g}",
            str(answer.check.options.get("criteria", "")),
            as_typed(answer.text),
        ]
        writer.writerow(map(_cell, told))
    return out.getvalue()


def marks_md(report: Report, events: Sequence[Recorded]) -> str:
    """Return the same as a text, an answer a section."""
    lines = [f"# {safe(report.assignment.title)}: answers in words", ""]
    lines += ["Write a number behind `points:` and, if you like, text behind `comment:`; leave the rest.", ""]
    for answer, version in _versioned(report, events):
        points, comment = _mark(answer)
        about = {"submission": answer.submission.id, "check": answer.check.id}
        head = json.dumps({**about, "version": version, "of": answer.of[:12]}).replace(">", "\\u003e")
        criteria = safe(str(answer.check.options.get("criteria", "")))
        lines += [f"## {safe(answer.submission.id)}, {answer.question}", f"<!-- mark {head} -->"]
        lines += [f"at most {answer.check.points:g}; look for: {criteria}", ""]
        shown = safe(as_typed(answer.text), LONGEST, keep_newlines=True)
        lines += [f"> {line}".rstrip() for line in shown.split("\n")]
        lines += ["", f"points: {points}".rstrip(), f"comment: {comment}".rstrip(), ""]
    return "\n".join(lines) + "\n"


def _versioned(report: Report, events: Sequence[Recorded]) -> Iterator[tuple[WrittenAnswer, int]]:
    known = versions(events)
    for answer in answers(final(report, events)):
        yield answer, known.get(points_of(answer.submission.id, answer.check.id), 0)


def _mark(answer: WrittenAnswer) -> tuple[str, str]:
    if answer.decision is None:
        return "", ""
    return f"{answer.decision.points:.10g}", answer.decision.comment


def _cell(text: str) -> str:
    """Text as it stands in the table: no formula, and of several lines where it has them."""
    return safe(FORMULA.sub(r"\1'", text), LONGEST, keep_newlines=True)


# ---- in -----------------------------------------------------------------------------------------------


def read_rows(name: str, text: str) -> tuple[list[MarkRow], list[str]]:
    """Return the rows of a file, by the ending of its name, and what is wrong, with file and line.

    Raises InputError where nothing of it can be read.
    """
    if len(text) > LARGEST:
        raise InputError(f"{name} has more than {LARGEST} characters")
    read = _table if name.lower().endswith(".csv") else _sections
    return read(name, text)


def _table(name: str, text: str) -> tuple[list[MarkRow], list[str]]:
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[MarkRow] = []
    wrong: list[str] = []
    try:
        header = [each.strip().lower() for each in next(reader, [])]
        if missing := [each for each in NEEDED if each not in header]:
            raise InputError(f"{name}:1: there is no column `{missing[0]}`; `grader marks export` writes all")
        line = reader.line_num + 1
        for cells in reader:
            found = dict(zip(header, cells, strict=False))
            if any(map(str.strip, cells)):
                told = {each: found.get(each, "").strip() for each in (*NEEDED, "version", "of")}
                rows.append(MarkRow(line, comment=found.get("comment"), **told))
            line = reader.line_num + 1
    except csv.Error as problem:
        wrong.append(f"{name}:{reader.line_num}: {problem}; the lines below were not read")
    return rows, wrong


def _sections(name: str, text: str) -> tuple[list[MarkRow], list[str]]:
    rows: list[MarkRow] = []
    wrong: list[str] = []
    current: dict[str, str] | None = None
    start, field, lost = 0, "", False  # what is lost is told once for each section

    def end() -> None:
        if current is not None:
            told = {each: current.get(each, "") for each in ("submission", "check", "version", "of")}
            points, comment = (current.get(each, "").strip() for each in ("points", "comment"))
            rows.append(MarkRow(start, points=points, comment=comment, **told))

    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), start=1):
        if line.startswith("## ") or HEAD.fullmatch(line.strip()):
            end()
            match = HEAD.fullmatch(line.strip())
            current, start, field = (_about(match[1]) if match else None), number, ""
            lost = match is not None and current is None
            if lost:
                wrong.append(f"{name}:{number}: this line was changed: nobody knows whose the mark is")
        elif line.startswith(">") and field != "comment":
            continue
        elif current is not None and (match := FIELD.fullmatch(line)) and match[1] not in current:
            field = match[1]
            current[field] = match[2].strip()
        elif current is not None and field == "comment":
            current[field] += f"\n{line}"
        elif current is None and start and not lost and line.strip() not in ("", "points:", "comment:"):
            lost = True
            wrong.append(f"{name}:{number}: no `<!-- mark … -->` stands above: nobody knows whose this is")
    end()
    if not rows and not wrong:
        raise InputError(f"{name}: there is no mark in it; `grader marks export` writes such a file")
    return rows, wrong


def _about(text: str) -> dict[str, str] | None:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict) or not {"submission", "check"} <= told.keys():
        return None
    return {each: str(told[each]) for each in ("submission", "check", "version", "of") if each in told}


@dataclass(frozen=True)
class Imported:
    """How many marks were taken and how many stood there already; what was not taken, with file and line."""

    taken: int
    same: int
    wrong: tuple[str, ...]


def import_marks(report: Report, journal: Journal, name: str, text: str, by: str) -> Imported:
    """Add the marks in a file to the journal; a row that is wrong is told, and all others are taken.

    Rows without points, and rows that say what stands there already, change nothing.
    """
    rows, wrong = read_rows(name, text)
    events = journal.events()
    called = _cell if name.lower().endswith(".csv") else str  # how a file names a submission
    known: dict[tuple[str, str], list[WrittenAnswer]] = {}
    for each in answers(final(report, events)):
        known.setdefault((called(each.submission.id), each.check.id), []).append(each)
    counting = in_force(events)
    taken = same = 0
    seen: dict[tuple[str, str], int] = {}
    for row in rows:
        key = (called(row.submission), row.check)
        try:
            answer = _the_one(known.get(key, []), row)
            if not row.points:
                continue
            if key in seen:
                raise InputError(f"this answer has a mark in line {seen[key]} already")
            mark = _wanted(row, answer, counting.get(points_of(answer.submission.id, answer.check.id)))
            seen[key] = row.line
            if mark is None:
                same += 1
                continue
            _write(journal, answer, mark, row, by)
            taken += 1
        except InputError as problem:
            wrong.append(f"{name}:{row.line}: {problem}")
    return Imported(taken, same, tuple(wrong))


def _the_one(found: Sequence[WrittenAnswer], row: MarkRow) -> WrittenAnswer:
    about = f"{safe(row.submission, 100)!r} to {safe(row.check, 100)!r}"
    if not found:
        raise InputError(f"there is no answer of {about}")
    if len(found) > 1:  # what keeps a name from being a formula makes it another one's
        raise InputError(f"{len(found)} answers look like that of {about} in a table: mark them in a .md")
    return found[0]


def _wanted(row: MarkRow, answer: WrittenAnswer, before: Recorded | None) -> Mark | None:
    """Return the mark that a row asks for; None where it is there."""
    points = _points(row.points, answer.check.points)
    now = answer.decision
    comment = row.comment if row.comment is not None else now.comment if now is not None else ""
    if now is None:
        return Mark(points, comment=comment)
    same = _cell(comment).strip() == _cell(now.comment).strip()
    if abs(points - now.points) < 1e-9 and same:
        return None
    if abs(points - now.points) < 1e-9 and before is not None and isinstance(before.what, Mark):
        return Mark(before.what.points, before.what.items, comment)  # what was ticked stays ticked
    return Mark(points, comment=comment)


def _write(journal: Journal, answer: WrittenAnswer, mark: Mark, row: MarkRow, by: str) -> None:
    if row.of and row.of != answer.of[:12]:
        raise InputError("the answer was changed since this file was written: read it again")
    if row.version and not row.version.isdigit():
        raise InputError(f"the version is a whole number, not {safe(row.version, 40)!r}; leave it as it was")
    seen = int(row.version) if row.version else None
    target = points_of(answer.submission.id, answer.check.id)
    journal.write(target, mark, by=by, of=answer.of, seen=seen)


def _points(text: str, most: float) -> float:
    try:
        points = float(text.replace(",", "."))
    except ValueError:
        points = math.nan
    if not 0 <= points <= most + 1e-9:  # nan is neither
        raise InputError(f"points are a number from 0 to {most:g}, not {safe(text, 40)!r}")
    return points
