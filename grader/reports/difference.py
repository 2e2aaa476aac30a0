"""Two results of one class: whose score changes, on which check, and why."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import msgspec

from grader.reports.cases import points
from grader.reports.html import page, resource
from grader.reports.results import CheckRow, DecisionRow, QuestionRow, Results, SubmissionRow, adjustments
from grader.text.safe import safe

LONGEST = 200  # characters of a reason


@dataclass(frozen=True)
class Change:
    """One submission whose score, or what it is made of, is another."""

    id: str
    score: str  # "8 of 8 → 9 of 9", or that it was not there
    why: tuple[str, ...] = ()
    moved: bool = False  # whether the score itself is another


@dataclass(frozen=True)
class Difference:
    """All that changes between two results of one class."""

    changes: tuple[Change, ...]
    both: int  # submissions that are in both

    @property
    def count(self) -> str:
        """How many scores change, in words."""
        moved = sum(each.moved for each in self.changes)
        return f"{moved} of {self.both} score{'s' * (self.both != 1)} changed"

    @property
    def lines(self) -> list[str]:
        """All of it for a terminal: a line for each change, below it why, and the count at the end."""
        told = [line for each in self.changes for line in (f"{each.id}: {each.score}", *_indented(each.why))]
        return [*told, self.count]


def difference(old: Results, new: Results) -> Difference:
    """Return whose score changes, on which check, and why."""
    before = {_owner(each): each for each in old.submissions}
    after = {_owner(each): each for each in new.submissions}
    changes: list[Change] = []
    for id_, one in after.items():
        name = safe(id_, 100)
        if id_ not in before:
            changes.append(Change(name, f"{_score(one)}, and was not there before"))
            continue
        was = before[id_]
        why = (*_questions(was, one), *_adjusted(was, one), *_attention(was, one))
        moved = _told(was) != _told(one)
        if moved or why:
            changes.append(Change(name, f"{_score(was)} → {_score(one)}", why, moved))
    gone = (id_ for id_ in before if id_ not in after)
    changes += [Change(safe(id_, 100), f"{_score(before[id_])}, and is not there now") for id_ in gone]
    return Difference(tuple(changes), len(before.keys() & after.keys()))


def difference_page(found: Difference, old: str, new: str) -> str:
    """Return the same as a page for the instructor; ``old`` and ``new`` are what the results are called."""
    style = resource("common.css", "difference.css")
    return page("difference.html", f"{old} → {new}", style, found=found, old=old, new=new)


def _indented(lines: Iterable[str]) -> list[str]:
    return [f"  {each}" for each in lines]


def _owner(row: SubmissionRow) -> str:
    """Return the id by which a student is found whichever attempt counts."""
    return row.attempt_of or row.id


def _told(row: SubmissionRow) -> tuple[float | None, float, float]:
    return row.score, row.max_score, row.pending


def _score(row: SubmissionRow) -> str:
    waiting = f" + {points(row.pending)}…" if row.pending else ""
    return f"{points(row.score)}{waiting} of {points(row.max_score)}"


def _questions(old: SubmissionRow, new: SubmissionRow) -> Iterator[str]:
    before = {question.id: question for question in old.questions}
    for question in new.questions:
        was = before.pop(question.id, None)
        if was is None:
            yield f"{question.id}: a new question, {_of(question.score, question.max_score)}"
            continue
        yield from _checks(was, question)
        if was.decision != question.decision:
            change = f"{_of(was.score, was.max_score)} → {_of(question.score, question.max_score)}"
            yield safe(f"{question.id}: {change}: {_decided(was.decision, question.decision)}", 4 * LONGEST)
    for gone in before.values():
        yield f"{gone.id}: the question is gone, it gave {_of(gone.score, gone.max_score)}"


def _checks(old: QuestionRow, new: QuestionRow) -> Iterator[str]:
    before = {check.id: check for check in old.checks}
    for check in new.checks:
        was = before.pop(check.id, None)
        if was is None:
            yield f"{check.id}: a new check, {_of(check.earned, check.points)}"
        elif (was.earned, was.points, was.verdict) != (check.earned, check.points, check.verdict):
            change = f"{_of(was.earned, was.points)} → {_of(check.earned, check.points)}"
            yield safe(f"{check.id}: {change}: {_why(was, check)}", 4 * LONGEST)
    for gone in before.values():
        yield f"{gone.id}: the check is gone, it gave {_of(gone.earned, gone.points)}"


def _of(earned: float | None, most: float) -> str:
    return f"{points(earned)} of {points(most)}"


def _why(old: CheckRow, new: CheckRow) -> str:
    if old.decision != new.decision:
        return _decided(old.decision, new.decision)
    said = "" if old.verdict == new.verdict else f"{old.verdict} before, {new.verdict} now"
    if new.mistake and new.mistake != old.mistake:
        said += f"{said and ', '}known as {new.mistake}"
    if old.points != new.points:
        said += f"{said and ', '}it is worth {points(new.points)} instead of {points(old.points)}"
    reason = new.message if new.verdict not in ("passed", "pending") and new.message != old.message else ""
    return safe("; ".join(filter(None, [said, reason])) or "another share of the points", LONGEST)


def _decided(old: DecisionRow | msgspec.UnsetType, new: DecisionRow | msgspec.UnsetType) -> str:
    if new is not msgspec.UNSET:
        why = f": {new.why}" if new.why else ""
        return safe(f"{new.by} gave {points(new.points)}{why}", LONGEST)
    assert old is not msgspec.UNSET
    return safe(f"the decision of {old.by}, {points(old.points)}, counts no more", LONGEST)


def _adjusted(old: SubmissionRow, new: SubmissionRow) -> Iterator[str]:
    was, now = ({a.what: a for a in adjustments(row)} for row in (old, new))
    for what in dict.fromkeys([*was, *now]):
        before, after = was.get(what), now.get(what)
        if before != after:
            told = " → ".join("nothing" if a is None else points(a.points) for a in (before, after))
            told = f"{what}: {told}" if any(a is not None and a.points for a in (before, after)) else what
            yield safe(told + (f": {after.why}" if after is not None else ": one alone is there"), LONGEST)


def _attention(old: SubmissionRow, new: SubmissionRow) -> Iterator[str]:
    for each in new.attention or ():
        if each not in (old.attention or ()):
            yield safe(f"to look at: {each}", LONGEST)
