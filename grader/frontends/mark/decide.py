"""What a marker does: each a function that adds to the journal, and returns what there is to say about it."""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

import msgspec

from grader.errors import InputError
from grader.frontends.mark.desk import DeskState, MarkingDesk, Queue, Queued, target
from grader.marking.events import (
    Apart,
    Asked,
    Draft,
    Excluded,
    Item,
    Mark,
    Recorded,
    Replied,
    Together,
    item_target,
)
from grader.marking.journal import StaleError
from grader.reports.score_words import points as shown
from grader.text.safe import safe

_NUMBER = re.compile(r"[+-]?\d{1,4}(?:[.,]\d{1,2})?")


@dataclass(frozen=True)
class Hand:
    """Somebody at an answer: who, what is looked at, and what counted when it was looked at."""

    desk: MarkingDesk
    by: str
    queue: Queue
    entry: Queued

    def write(self, mark: Mark, seen: int) -> Recorded:
        """Give the mark; ``seen`` is the version of the one that it takes the place of."""
        where = target(self.queue, self.entry)
        return self.desk.journal.write(where, mark, by=self.by, of=self.entry.of, seen=seen)


def tick(hand: Hand, item: str, seen: int) -> str:
    """Give a rubric item, or take it back; the first that takes points starts from all of them."""
    state = hand.desk.state()
    known = state.items.get(item)
    if known is None or known.check != hand.queue.check.id:
        return "There is no such rubric item any more."
    mark = state.mark(hand.queue, hand.entry)
    if mark is None:
        start = hand.queue.check.points if known.points < 0 else 0.0
        start = hand.entry.outcome.earned if hand.queue.is_code else start
        mark = Mark(start, (), state.comment(hand.queue, hand.entry))
    without = tuple(each for each in mark.items if each != item)
    given = without if item in mark.items else (*mark.items, item)
    hand.write(msgspec.structs.replace(mark, items=given), seen)
    return ""


def set_points(hand: Hand, how: str, seen: int) -> str:
    """Give full points or none, or a step more or less; ``how`` is one of full, none, more, less."""
    if how not in ("full", "none", "more", "less"):
        raise ValueError(how)
    state, most = hand.desk.state(), hand.queue.check.points
    mark = state.mark(hand.queue, hand.entry)
    comment = state.comment(hand.queue, hand.entry)
    if how in ("full", "none") or mark is None:
        start = most if how in ("full", "less") else 0.0
        if hand.queue.is_code and how in ("more", "less"):
            start = hand.entry.outcome.earned  # what was found, and is now given by a person
        mark = Mark(start, (), comment)
    if how in ("more", "less"):
        step = hand.queue.step if how == "more" else -hand.queue.step
        now = state.points(hand.queue, mark)
        wanted = round(min(max(now + step, 0.0), most), 2)
        given = sum(state.items[each].points for each in mark.items if each in state.items)
        mark = msgspec.structs.replace(mark, points=round(wanted - given, 2))
    hand.write(mark, seen)
    return ""


def set_comment(hand: Hand, comment: str, before: str) -> str:
    """Keep a comment, with the mark or until there is one; where somebody wrote since ``before``, both."""
    comment, before = comment.replace("\r\n", "\n"), before.replace("\r\n", "\n")
    state, told = hand.desk.state(), ""
    now = state.comment(hand.queue, hand.entry)
    if now == comment:
        return ""
    if now not in (before, ""):
        comment, told = (
            f"{now}\n{comment}",
            "Somebody else wrote a comment too: both are there, look them over.",
        )
    if mark := state.mark(hand.queue, hand.entry):
        seen = state.versions[target(hand.queue, hand.entry)]
        try:
            hand.write(msgspec.structs.replace(mark, comment=comment), seen)
        except StaleError:  # from another process, since the line before: its marks count, and this is kept
            return set_comment(hand, comment, before)
    else:
        hand.desk.journal.write(
            target(hand.queue, hand.entry, "draft"), Draft(comment), by=hand.by, of=hand.entry.of
        )
    return told


def reply(hand: Hand, text: str, seen: int) -> str:
    """Answer what the student asks; ``seen`` is the version of the answer before this one."""
    text = text.replace("\r\n", "\n").strip()
    if hand.desk.state().query(hand.queue, hand.entry) is None:
        return "Nobody asks about this one."
    if not text:
        return "Write an answer first."
    where = target(hand.queue, hand.entry, "replied")
    hand.desk.journal.write(where, Replied(text), by=hand.by, of=hand.entry.of, seen=seen)
    return "Answered: the student reads it on the page that is published next."


def mark_group(hand: Hand) -> str:
    """Give the mark of this answer to all of its group that wait and were not taken out."""
    state = hand.desk.state()
    mark = state.mark(hand.queue, hand.entry)
    if mark is None:
        return "Mark this answer first: the others of its group get the same."
    done = []
    for other in waiting_in_group(state, hand.queue, hand.entry):
        seen = state.versions.get(target(hand.queue, other), 0)
        with suppress(StaleError):  # somebody else was first: that mark stays
            done.append(replace(hand, entry=other).write(mark, seen).number)
    if done:
        where = target(hand.queue, hand.entry, "together")
        hand.desk.journal.write(where, Together(tuple(done)), by=hand.by)
    return f"{len(done)} answer{'s' * (len(done) != 1)} marked likewise."


def waiting_in_group(state: DeskState, queue: Queue, entry: Queued) -> Sequence[Queued]:
    """Return the other answers of a group that a mark of it would go to."""
    return [
        other
        for id_ in entry.group.members
        if id_ != entry.id
        and state.mark(queue, other := queue.entries[queue.places[id_]]) is None
        and not state.is_apart(queue, other)
    ]


def take_out(hand: Hand) -> str:
    """Take an answer out of its group, and back the mark that it got with it; or put it back."""
    state = hand.desk.state()
    apart = not state.is_apart(hand.queue, hand.entry)
    hand.desk.journal.write(target(hand.queue, hand.entry, "apart"), Apart(apart), by=hand.by)
    recorded = state.recorded(hand.queue, hand.entry)
    if not apart:
        return "Back in its group."
    if recorded is not None and recorded.number in state.together:
        hand.desk.journal.undo(recorded.number, by=hand.by)
        return "Taken out of its group: it waits for a mark of its own."
    return "Taken out of its group."


def undo(desk: MarkingDesk, by: str) -> tuple[str, Recorded | None]:
    """Take back what a marker did last, a group at once; return what there is to say, and what it was."""
    counting = desk.state().counting.values()
    # What a student asks is nobody's to take back here, whoever took it in.
    mine = [each for each in counting if each.by == by and not isinstance(each.what, Asked)]
    if not mine:
        return "There is nothing of yours to undo.", None
    last = max(mine, key=lambda each: each.number)
    match last.what:
        case Together(numbers=numbers):
            still = {each.number for each in mine}
            taken = [number for number in numbers if number in still]
            told = f"Undone: the marks of {len(taken)} answers."
        case Excluded():
            taken, told = [], f"Undone: what was decided for all about {safe(last.target.about, 100)}."
        case Item(text=text):
            taken, told = [], f"Undone: the rubric item “{text}”."
        case _:
            taken, told = [], "Undone."
    for number in (last.number, *taken):
        desk.journal.undo(number, by=by)
    return told, last


def number(text: str, queue: Queue) -> float:
    """Read the points of a rubric item; raise InputError for what is none."""
    text = text.strip().replace("−", "-")
    most = queue.check.points
    if not _NUMBER.fullmatch(text) or not abs(value := float(text.replace(",", "."))) <= most:
        raise InputError(
            f"“{text[:20]}” is no number of points: write one from -{shown(most)} to {shown(most)}, as -0.5"
        )
    return value


def make_item(hand: Hand, text: str, points: str, seen: int) -> str:
    """Make a rubric item for all, and give it to this answer."""
    value = number(points, hand.queue)
    made = hand.desk.journal.new_item(hand.queue.check.id, text.strip(), value, by=hand.by)
    return tick(hand, made.target.about, seen)


def change_item(hand: Hand, item: str, text: str, points: str, seen: int) -> str:
    """Change what a rubric item says and gives, for everybody who has it."""
    what = Item(hand.queue.check.id, text.strip(), number(points, hand.queue))
    hand.desk.journal.write(item_target(item), what, by=hand.by, seen=seen)
    return "Changed for all who have it."
