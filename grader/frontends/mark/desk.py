"""What there is to mark, and what was decided so far: a report as it was found, and the journal beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256

from grader.frontends.mark.groups import Alike, behaving, groups
from grader.marking.answers import fingerprint, query
from grader.marking.events import (
    Apart,
    Asked,
    Draft,
    Mark,
    Override,
    Recorded,
    RubricItem,
    Target,
    Together,
    in_force,
    items,
    versions,
)
from grader.marking.journal import Journal
from grader.model import Check, Outcome, Query, Question, Report, Result, Verdict

SETTLED = (Verdict.PASSED, Verdict.SKIPPED, Verdict.PENDING)
REVIEWED = tuple(each for each in Verdict if each not in SETTLED)  # code that a person may look at


@dataclass(frozen=True)
class Queued:
    """One answer in words, or code that lost points, in a queue."""

    result: Result
    outcome: Outcome  # as it was found
    text: str  # in words; "" of code
    of: str  # its fingerprint: what a mark says that it is about
    group: Alike  # of answers like it; it alone where there are none

    @property
    def id(self) -> str:
        """The id of its submission."""
        return self.result.submission.id


@dataclass(frozen=True)
class Queue:
    """The answers to one check, in the order in which they are read: in words, or code that lost points.

    Those alike stand together, large groups first; else the order has nothing to do with names.
    """

    question: Question
    check: Check
    entries: tuple[Queued, ...]
    missing: int  # submissions without an answer

    @property
    def is_code(self) -> bool:
        """Whether points were found already, and a person may give others: nothing waits."""
        return not self.check.by_person

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Where each answer stands, by the id of its submission."""
        return {entry.id: place for place, entry in enumerate(self.entries)}

    @property
    def step(self) -> float:
        """By how much points go up and down: halves, or less where the rubric has less."""
        return next((step for step in (0.5, 0.25, 0.1) if (self.check.points / step).is_integer()), 0.1)

    @property
    def criteria(self) -> str:
        """What the rubric says to look for."""
        return str(self.check.options.get("criteria", ""))


Asking = frozenset[tuple[str, str]]  # submission and check, of what a student asks about


def queues(report: Report, asking: Asking = frozenset()) -> tuple[Queue, ...]:
    """Return a queue for each check that a person scores, and then for each that took points from code.

    ``report`` is as it was found; what a student asks about is in its queue whatever became of it.
    """
    found: dict[str, list[tuple[Result, Outcome]]] = {}
    for result in report.results:
        for outcome in (o for question in result.questions for o in question.outcomes):
            check = outcome.check
            waits = outcome.verdict is Verdict.PENDING if check.by_person else outcome.verdict in REVIEWED
            if waits or (result.submission.id, check.id) in asking:
                found.setdefault(check.id, []).append((result, outcome))
    checks = [(question, check) for question in report.assignment.questions for check in question.checks]
    made = [
        _queue(question, check, found.get(check.id, []), len(report.results))
        for question, check in sorted(checks, key=lambda each: not each[1].by_person)
    ]
    return tuple(each for each in made if each.check.by_person or each.entries)


def _queue(question: Question, check: Check, found: Sequence[tuple[Result, Outcome]], count: int) -> Queue:
    by_id = {result.submission.id: (result, outcome) for result, outcome in found}

    def drawn(id_: str) -> str:
        return _drawn(check.id, id_)

    def entry(id_: str, group: Alike) -> Queued:
        result, outcome = by_id[id_]
        of = fingerprint(result.submission, outcome)
        return Queued(result, outcome, outcome.answer, of, group)

    outcomes = {id_: outcome for id_, (_, outcome) in by_id.items()}
    alike = groups({i: o.answer for i, o in outcomes.items()}) if check.by_person else behaving(outcomes)
    alike = sorted(alike, key=lambda each: (-len(each.members), drawn(each.members[0])))
    entries = tuple(entry(id_, group) for group in alike for id_ in sorted(group.members, key=drawn))
    return Queue(question, check, entries, count - len(entries))


def _drawn(what: str, id_: str) -> str:
    """Return by what submissions are put into an order that no name decides, another for each ``what``."""
    return sha256(f"{what}\0{id_}".encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True)
class DeskState:
    """What counts now, of all that was decided."""

    events: tuple[Recorded, ...]

    @cached_property
    def counting(self) -> Mapping[Target, Recorded]:
        """The event that counts for each target."""
        return in_force(self.events)

    @cached_property
    def versions(self) -> Mapping[Target, int]:
        """The version of each target."""
        return versions(self.events)

    @cached_property
    def together(self) -> Mapping[int, Recorded]:
        """The events of marks that were given at once, by the numbers of those marks."""
        return {
            number: event
            for event in self.counting.values()
            if isinstance(event.what, Together)
            for number in event.what.numbers
        }

    @cached_property
    def asked(self) -> Sequence[Recorded]:
        """What students ask, in the order in which it was taken in."""
        asked = (each for each in self.counting.values() if isinstance(each.what, Asked))
        return sorted(asked, key=lambda each: each.number)

    @cached_property
    def items(self) -> Mapping[str, RubricItem]:
        """All rubric items."""
        return items(self.events)

    def items_of(self, check: Check) -> Sequence[RubricItem]:
        """Return the rubric items of a check, in the order of their keys."""
        return [item for item in self.items.values() if item.check == check.id]

    def recorded(self, queue: Queue, entry: Queued) -> Recorded | None:
        """Return the mark of an answer with who gave it; None where it waits, as a changed one does."""
        found = self.counting.get(target(queue, entry))
        return found if found is not None and found.of == entry.of else None

    def earlier(self, queue: Queue, entry: Queued) -> Recorded | None:
        """Return the mark of an earlier answer in its place, which counts no more."""
        found = self.counting.get(target(queue, entry))
        return found if found is not None and found.of != entry.of else None

    def mark(self, queue: Queue, entry: Queued) -> Mark | None:
        """Return the mark of an answer; None where it waits for one.  Points alone are a mark too."""
        found = self.recorded(queue, entry)
        match found and found.what:
            case Mark() as mark:
                return mark
            case Override(points=points):
                return Mark(points)
        return None

    def comment(self, queue: Queue, entry: Queued) -> str:
        """Return the comment on an answer, with or without a mark."""
        if mark := self.mark(queue, entry):
            return mark.comment
        found = self.counting.get(target(queue, entry, "draft"))
        return found.what.comment if found is not None and isinstance(found.what, Draft) else ""

    def query(self, queue: Queue, entry: Queued) -> Query | None:
        """Return what the student asks about it."""
        return query(self.counting, entry.id, queue.check.id)

    def is_apart(self, queue: Queue, entry: Queued) -> bool:
        """Whether an answer was taken out of its group."""
        found = self.counting.get(target(queue, entry, "apart"))
        return found is not None and isinstance(found.what, Apart) and found.what.apart

    def points(self, queue: Queue, mark: Mark) -> float:
        """Return the points of a mark: its own and those of its items, within what there is to get."""
        given = sum(self.items[each].points for each in mark.items if each in self.items)
        return min(max(mark.points + given, 0.0), queue.check.points)


def target(queue: Queue, entry: Queued, sort: str = "points") -> Target:
    """Return what a decision about an answer is about."""
    return Target(sort, entry.id, queue.check.id)


@dataclass
class MarkingDesk:
    """A report, its queues, and the journal, read as far as it goes."""

    report: Report
    journal: Journal
    queues: tuple[Queue, ...] = field(init=False)
    _state: DeskState = DeskState(())

    def __post_init__(self) -> None:
        asked = (each.target for each in self.state().asked)
        self.queues = queues(self.report, frozenset((each.submission, each.about) for each in asked))

    @cached_property
    def students(self) -> tuple[Result, ...]:
        """All that was handed in, as it was found, in an order that no name decides."""
        return tuple(sorted(self.report.results, key=lambda each: _drawn("", each.submission.id)))

    @cached_property
    def student_places(self) -> Mapping[str, int]:
        """Where each submission stands among them, by its id."""
        return {each.submission.id: place for place, each in enumerate(self.students)}

    def state(self) -> DeskState:
        """Return what counts now; others may have decided since."""
        known = self._state.events
        if more := self.journal.events(known[-1].number if known else 0):
            self._state = DeskState(known + tuple(more))
        return self._state
