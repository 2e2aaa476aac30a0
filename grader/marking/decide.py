"""Decisions in the words of a person: which submission, which check, how many points, when; looked over here.

Every function adds one event to a journal and returns it; what is wrong with it is an InputError.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from grader.errors import InputError, suggestion
from grader.marking import events
from grader.marking.answers import fingerprint
from grader.marking.events import Event, Recorded, Target
from grader.marking.journal import Journal
from grader.model import Check, Question, Report, Submission
from grader.text.safe import safe


@dataclass(frozen=True)
class Desk:
    """Where a person decides: the report as it was found, and the journal to write in as whom."""

    report: Report
    journal: Journal
    by: str
    seen: int | None = None  # the version of what is decided about; None for whatever it has

    def override(self, submission: str, about: str, points: float, why: str) -> Recorded:
        """Give a check or a question of a submission other points than were found."""
        who, found = self.submission(submission), self.about(about)
        result = next(each for each in self.report.results if each.submission.id == who.id)
        outcomes = (o for each in result.questions for o in each.outcomes)
        outcome = next((o for o in outcomes if o.check.id == found.id), None)
        _require_points(points, found.points, f"`{safe(about, 100)}`")
        target = events.points_of(who.id, found.id)
        return self._write(target, events.Override(points), why, fingerprint(who, outcome))

    def exclude(self, about: str, why: str, *, full: bool = False) -> Recorded:
        """Have a check or a question count for nobody, or everybody have its points."""
        return self._write(events.counting_of(self.about(about).id), events.Excluded(full), why)

    def extend(self, submission: str, until: str, why: str) -> Recorded:
        """Give a submission another deadline: a day and a time in ISO 8601."""
        who = self.submission(submission)
        if self.report.assignment.late is None:
            raise InputError("the rubric has no `late`: nobody loses anything for being late")
        try:
            if ":" not in until:
                raise ValueError
            when = datetime.fromisoformat(until).isoformat()
        except ValueError:
            raise InputError(
                f"a deadline is a day and a time, such as 2026-03-01T23:59, not {safe(until, 60)!r}"
            ) from None
        return self._write(events.due_of(who.id), events.Extension(when), why)

    def late(self, submission: str, share: float, why: str) -> Recorded:
        """Say which share of its score a submission loses for being late; 0 waives it."""
        who = self.submission(submission)
        if not 0 <= share <= 1:
            raise InputError(f"being late costs from 0 % to 100 % of the score, not {100 * share:g} %")
        return self._write(events.lateness_of(who.id), events.Lateness(share), why)

    def cap(self, submission: str, points: float, why: str) -> Recorded:
        """Say how much a submission can get at most."""
        who = self.submission(submission)
        _require_points(points, math.inf, "a cap")
        return self._write(events.cap_of(who.id), events.Cap(points), why)

    def submission(self, id_: str) -> Submission:
        """Return a submission by its id."""
        known = {result.submission.id: result.submission for result in self.report.results}
        if id_ not in known:
            raise InputError(f"there is no submission {safe(id_, 100)!r}{_meant(id_, known)}")
        return known[id_]

    def about(self, id_: str) -> Check | Question:
        """Return a check or a question by its id."""
        questions = self.report.assignment.questions
        known: dict[str, Check | Question] = {check.id: check for q in questions for check in q.checks}
        known |= {question.id: question for question in questions}
        if id_ not in known:
            raise InputError(f"there is no check and no question {safe(id_, 100)!r}{_meant(id_, known)}")
        return known[id_]

    def _write(self, target: Target, what: Event, why: str, of: str = "") -> Recorded:
        if not why.strip():
            raise InputError("a decision needs a reason, which students read with their points")
        return self.journal.write(target, what, by=self.by, why=why.strip(), of=of, seen=self.seen)


def _require_points(points: float, most: float, what: str) -> None:
    if not (math.isfinite(points) and 0 <= points <= most + 1e-9):
        limit = "" if math.isinf(most) else f" to {most:g}"
        raise InputError(f"{what} is given from 0{limit} points, not {points:g}")


def _meant(name: str, known: Iterable[str]) -> str:
    return suggestion(name, list(known))
