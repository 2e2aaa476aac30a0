"""What students ask about their marks: taken in from a table, put beside the check that it is about.

The table has a row for each question: who asks, about which check or question, and the words.  A form of the
course makes it, or somebody by hand.  Words are words: no mark comes of them.
"""

import csv
import io
from collections.abc import Collection, Iterator, Sequence

from grader.errors import InputError
from grader.marking.answers import fingerprint
from grader.marking.events import Asked, asked_of, in_force
from grader.marking.exchange import LARGEST, Imported
from grader.marking.final import final
from grader.marking.journal import Journal
from grader.model import Check, Outcome, Report, Result, Submission, Verdict, Visibility
from grader.text.safe import safe

COLUMNS = ("submission", "check", "question")
LONGEST = 5_000  # characters of a question


def take_in(report: Report, journal: Journal, name: str, text: str, by: str) -> Imported:
    """Add the questions in a table to the journal; a row that is wrong is told, and all others are taken."""
    if len(text) > LARGEST:
        raise InputError(f"{name} has more than {LARGEST} characters")
    events = journal.events()
    counting = in_force(events)
    counts = {each.submission.id for each in final(report, events).results}
    taken = same = 0
    wrong: list[str] = []
    for line, row in _rows(name, text):
        try:
            result, outcome = _about(report, counts, row["submission"], row["check"])
            words = row["question"]
            if not words:
                raise InputError("there is no question in this row")
            if len(words) > LONGEST:
                raise InputError(f"a question of {len(words)} characters is too long; {LONGEST} are the most")
            target = asked_of(result.submission.id, outcome.check.id)
            if (there := counting.get(target)) is not None and there.what == Asked(words):
                same += 1
                continue
            of = fingerprint(result.submission, outcome)
            counting[target] = journal.write(target, Asked(words), by=by, of=of)
            taken += 1
        except InputError as problem:
            wrong.append(f"{name}:{line}: {problem}")
    return Imported(taken, same, tuple(wrong))


def _rows(name: str, text: str) -> Iterator[tuple[int, dict[str, str]]]:
    head = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count))
    try:
        header = [each.strip().lower() for each in next(reader, [])]
        if missing := [each for each in COLUMNS if each not in header]:
            raise InputError(f"{name}:1: there is no column `{missing[0]}`; it needs {', '.join(COLUMNS)}")
        line = reader.line_num + 1
        for cells in reader:
            if any(map(str.strip, cells)):
                found = dict(zip(header, map(str.strip, cells), strict=False))
                yield line, {each: found.get(each, "") for each in COLUMNS}
            line = reader.line_num + 1
    except csv.Error as problem:
        raise InputError(f"{name}:{reader.line_num}: {problem}; the lines above were taken") from None


def _about(report: Report, counts: Collection[str], who: str, about: str) -> tuple[Result, Outcome]:
    """Return whose check it is: by the submission's id, or a student's key or name that only one has.

    Of several attempts a name means the one that ``counts``.
    """
    found = [each for each in report.results if each.submission.id == who]
    counting = (each for each in report.results if each.submission.id in counts)
    found = found or [each for each in counting if who and who in _names(each.submission)]
    if len(found) != 1:
        many = f"{len(found)} submissions are" if found else "no submission is"
        raise InputError(f"{many} called {safe(who, 100)!r}: write an id as in results.json")
    (result,) = found
    outcomes = [o for q in result.questions for o in q.outcomes if about in (q.question.id, o.check.id)]
    if not outcomes:
        raise InputError(f"there is no check and no question {safe(about, 100)!r}")
    return result, max(outcomes, key=lambda each: (_is_open(each.check), _lost(each)))


def _names(submission: Submission) -> Sequence[str]:
    return [name for each in submission.students for name in (each.name, each.key)]


def _is_open(check: Check) -> bool:
    """Whether the student sees more of a check than its points: then a question is about this one rather."""
    return check.visibility is Visibility.PUBLIC


def _lost(outcome: Outcome) -> float:
    return (
        outcome.check.points if outcome.verdict is Verdict.PENDING else outcome.check.points - outcome.earned
    )
