"""What is decided beside marks: whole questions, passed checks, a check for all, deadlines, caps.

Each function takes what a form sent, adds one event to the journal by the same rules as the commands, and
returns what there is to say about it.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from grader.errors import InputError
from grader.frontends.mark.desk import MarkingDesk
from grader.marking.decide import Desk
from grader.marking.events import Undo, taken_back
from grader.text.safe import safe

Form = Mapping[str, str]
DONE = "Decided: it counts from now on."
_NUMBER = re.compile(r"\d{1,6}(?:[.,]\d{1,4})?")


def give(at: Desk, submission: str, form: Form) -> str:
    """Give a check or a question other points; the form says which version of which of them was seen."""
    seen, _, about = form["about"].partition(" ")
    replace(at, seen=int(seen)).override(submission, about, _number(form["points"]), form["why"])
    return DONE


def extend(at: Desk, submission: str, form: Form) -> str:
    """Give another deadline."""
    _seen(at, form).extend(submission, form["until"].strip(), form["why"])
    return DONE


def late(at: Desk, submission: str, form: Form) -> str:
    """Say what being late costs, in percent."""
    share = _number(form["share"].strip().removesuffix("%").rstrip()) / 100
    _seen(at, form).late(submission, share, form["why"])
    return DONE


def cap(at: Desk, submission: str, form: Form) -> str:
    """Say what it can get at most."""
    _seen(at, form).cap(submission, _number(form["points"]), form["why"])
    return DONE


ABOUT_ONE: Mapping[str, Callable[[Desk, str, Form], str]] = {
    "points": give,
    "extend": extend,
    "late": late,
    "cap": cap,
}


def exclude(at: Desk, form: Form) -> str:
    """Have a check or a question count for nobody, or everybody have its points."""
    seen, _, about = form["about"].partition(" ")
    replace(at, seen=int(seen)).exclude(about, form["why"], full=form["how"] == "full")
    return DONE


def take_back(at: Desk, form: Form) -> str:
    """Take an event back, or have one that was taken back count again: that is to take back the undo."""
    number = int(form["number"])
    events = at.journal.events()
    event = next((each for each in events if each.number == number), None)
    if event is None or number in taken_back(events):
        return "Somebody took this back before: look at what counts now."
    if not form["why"].strip():
        raise InputError("a decision needs a reason")
    at.journal.undo(number, by=at.by, why=form["why"].strip())
    return (
        "It counts again." if isinstance(event.what, Undo) else "Taken back: what stood before counts again."
    )


ABOUT_ALL: Mapping[str, Callable[[Desk, Form], str]] = {"exclude": exclude, "back": take_back}


def found(desk: MarkingDesk, who: str) -> int:
    """Return the place of the submission that is meant by an id, or by a name or key that one student has.

    Part of a name will do where one alone has it.  Raises InputError where nobody or several are meant.
    """
    wanted = who.strip().casefold()
    exact, part = [], []
    for place, result in enumerate(desk.students):
        submission = result.submission
        names = [submission.id, *(name for each in submission.students for name in (each.name, each.key))]
        folded = [name.casefold() for name in names]
        if wanted in folded:
            exact.append(place)
        elif wanted and any(wanted in name for name in folded):
            part.append(place)
    meant = exact or part
    if len(meant) != 1:
        many = f"{len(meant)} students are" if meant else "nobody is"
        raise InputError(f"{many} called {safe(who, 100)!r}: write a name or an id as in results.json")
    return meant[0]


def _seen(at: Desk, form: Form) -> Desk:
    return replace(at, seen=int(form["version"]))


def _number(text: str) -> float:
    text = text.strip()
    if not _NUMBER.fullmatch(text):
        raise InputError(f"“{safe(text, 20)}” is no number such as 2.5")
    return float(text.replace(",", "."))
