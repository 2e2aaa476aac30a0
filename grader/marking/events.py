"""What a person may decide, each an event: who, when, why, about what, and on which hand-in.

The state of anything is the last of its events that nobody took back (``in_force``).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from grader.text.safe import safe


class Mark(msgspec.Struct, frozen=True, tag="mark"):
    """The mark of an answer: points of its own, and those of the items that were ticked."""

    points: float = 0.0
    items: tuple[str, ...] = ()  # ids of rubric items
    comment: str = ""  # the student reads it


class Item(msgspec.Struct, frozen=True, tag="item"):
    """A rubric item, made or changed: everybody it was given to has its present points."""

    check: str  # the id of the check that it is for
    text: str
    points: float  # below 0 where it takes some


class ItemDeleted(msgspec.Struct, frozen=True, tag="item-deleted"):
    """A rubric item is no more: it gives nobody anything."""


class Override(msgspec.Struct, frozen=True, tag="override"):
    """The points of a check or a question of one submission, whatever was found."""

    points: float


class Excluded(msgspec.Struct, frozen=True, tag="excluded"):
    """A check or a question that does not count for anybody, or for which everybody has all points."""

    full: bool = False  # all points to everybody; else they are neither in a score nor in the maximum


class Extension(msgspec.Struct, frozen=True, tag="extension"):
    """Another deadline for one submission."""

    until: str  # ISO 8601


class Lateness(msgspec.Struct, frozen=True, tag="late"):
    """What one submission loses for being late, whatever the rule says."""

    share: float  # of the score, 0 to 1


class Cap(msgspec.Struct, frozen=True, tag="cap"):
    """The most that one submission can get."""

    points: float


class Draft(msgspec.Struct, frozen=True, tag="draft"):
    """A comment on an answer that has no mark yet."""

    comment: str


class Apart(msgspec.Struct, frozen=True, tag="apart"):
    """An answer is taken out of the group of those like it, or put back: no mark of the group goes to it."""

    apart: bool


class Asked(msgspec.Struct, frozen=True, tag="asked"):
    """What a student asks about a check: the student's words, entered by who took them in."""

    text: str


class Replied(msgspec.Struct, frozen=True, tag="replied"):
    """What a person answers; the student reads it."""

    text: str


class Together(msgspec.Struct, frozen=True, tag="together"):
    """Marks that were given at once to answers that are alike."""

    numbers: tuple[int, ...]  # of their events


class Undo(msgspec.Struct, frozen=True, tag="undo"):
    """An earlier event does not count; to undo this is to have it count again."""

    number: int


Aside = Draft | Apart | Together  # what only those who mark see: no score comes of it
Talk = Asked | Replied  # no score comes of it either
Event = Mark | Item | ItemDeleted | Override | Excluded | Extension | Lateness | Cap | Aside | Talk | Undo


@dataclass(frozen=True)
class Target:
    """What an event is about.  Of several about the same the last counts, and their versions count up."""

    # "points", "counts", "due", "late", "cap", "item", "asked", "replied"; "draft", "apart", "together"
    sort: str
    submission: str = ""  # its id; "" where it is for all
    about: str = ""  # the id of a check, a question or an item


@dataclass(frozen=True)
class Recorded:
    """An event as it stands in the journal."""

    number: int  # from 1, in the order in which they were written
    target: Target
    version: int  # from 1, of its target
    by: str
    at: str  # ISO 8601, UTC
    why: str
    of: str  # the fingerprint of what was judged; "" where nothing that was handed in is
    what: Event


def points_of(submission: str, about: str) -> Target:
    """The points of a check or a question of one submission."""
    return Target("points", submission, about)


def counting_of(about: str) -> Target:
    """Whether a check or a question counts."""
    return Target("counts", "", about)


def item_target(item: str) -> Target:
    """A rubric item."""
    return Target("item", "", item)


def asked_of(submission: str, check: str) -> Target:
    """What a student asks about a check."""
    return Target("asked", submission, check)


def reply_of(submission: str, check: str) -> Target:
    """What a student is answered."""
    return Target("replied", submission, check)


def due_of(submission: str) -> Target:
    """The deadline of one submission."""
    return Target("due", submission)


def lateness_of(submission: str) -> Target:
    """What being late costs one submission."""
    return Target("late", submission)


def cap_of(submission: str) -> Target:
    """The most that one submission can get."""
    return Target("cap", submission)


def about_one(
    events: Mapping[Target, Recorded], target: Callable[[str], Target], id_: str, first: str
) -> Recorded | None:
    """Return what counts for a submission; what is said of the ``first`` attempt holds for all after it."""
    return events.get(target(id_)) or events.get(target(first))


def taken_back(events: Sequence[Recorded]) -> dict[int, int]:
    """Return the numbers of the events that do not count, each with that of the undo that says so."""
    undone: dict[int, int] = {}
    for event in reversed(events):
        if isinstance(event.what, Undo) and event.number not in undone:
            undone.setdefault(event.what.number, event.number)
    return undone


def in_force(events: Sequence[Recorded]) -> dict[Target, Recorded]:
    """Return the event that counts for each target: the last that nobody took back."""
    undone = taken_back(events)
    counting = (e for e in events if e.number not in undone and not isinstance(e.what, Undo))
    return {event.target: event for event in counting}


def versions(events: Iterable[Recorded]) -> dict[Target, int]:
    """Return the version that each target has: what a writer says it has seen."""
    return {event.target: event.version for event in events}


@dataclass(frozen=True)
class RubricItem:
    """A rubric item as it is now."""

    id: str
    check: str
    text: str
    points: float
    version: int


def items(events: Sequence[Recorded]) -> dict[str, RubricItem]:
    """Return the rubric items that there are, by id, in the order in which they were made."""
    now = versions(events)
    counting = in_force(events)
    made = dict.fromkeys(event.target for event in events if event.target.sort == "item")
    return {
        target.about: RubricItem(target.about, each.check, each.text, each.points, now[target])
        for target in made
        if target in counting and isinstance(each := counting[target].what, Item)
    }


def described(event: Recorded) -> str:
    """Return an event as a line of a log."""
    about = " ".join(filter(None, [event.target.submission, event.target.about])) or event.target.sort
    what = event.what
    match what:
        case Mark():
            ticked = f" and {', '.join(what.items)}" if what.items else ""
            did = f"marked {about} with {what.points:g}{ticked}"
        case Item():
            did = f"made {about} of {what.check} “{what.text}” ({what.points:+g})"
        case ItemDeleted():
            did = f"deleted {about}"
        case Override():
            did = f"gave {what.points:g} points for {about}"
        case Excluded():
            did = f"gave everybody the points of {about}" if what.full else f"had {about} count for nobody"
        case Extension():
            did = f"extended the deadline of {about} to {what.until}"
        case Lateness():
            did = f"had being late cost {about} {100 * what.share:g} %"
        case Cap():
            did = f"capped {about} at {what.points:g} points"
        case Draft():
            did = f"commented on {about}, which has no mark yet"
        case Apart():
            way = ("took", "out of") if what.apart else ("put", "back into")
            did = f"{way[0]} {about} {way[1]} its group"
        case Together():
            did = f"gave {len(what.numbers)} answers like it the mark of {about}"
        case Asked():
            did = f"took in a question about {about}: “{what.text}”"
        case Replied():
            did = f"answered the question about {about}: “{what.text}”"
        case Undo():
            did = f"took {what.number} back"
    why = f": {event.why}" if event.why else ""
    return safe(f"{event.number}  {event.at}  {event.by} {did}{why}", 400)
