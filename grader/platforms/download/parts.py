"""What every reader of a download answers: which entry is whose."""

from collections.abc import Collection
from dataclasses import dataclass, field

from grader.model import Student
from grader.text.safe import safe


@dataclass(frozen=True)
class Part:
    """One entry of a download, and whose it is."""

    entry: str  # its path
    owner: str  # the student's or the group's key; what shares it is one submission
    students: tuple[Student, ...]
    file: str = ""  # what the student called it; "" for a folder, in which the names are the student's
    attempt: str = ""  # sorts by time; of one owner the latest is graded
    unread: str = ""  # the time as it stands there, where we cannot read it
    at: str = ""  # when it was handed in, ISO 8601 by the system's clock; "" where it does not tell
    late: bool = False
    typed: bool = False  # text from a form in the browser, no file


@dataclass(frozen=True)
class Listing:
    """A download as one system would have written it."""

    parts: tuple[Part, ...]
    own: frozenset[str] = field(default_factory=frozenset)  # entries of the system itself: lists, receipts
    absent: tuple[str, ...] = ()  # who is there, and did not hand in this assignment
    marked: bool = False  # whether something is there that no other system writes

    @property
    def owners(self) -> int:
        """How many students or groups handed in."""
        return len({part.owner for part in self.parts})

    @property
    def covered(self) -> frozenset[str]:
        """The entries at the top that are explained."""
        return self.own | {part.entry.partition("/")[0] for part in self.parts}


def count(number: int, what: str) -> str:
    """Return "1 student", "2 students"."""
    return f"{number} {what}{'s' * (number != 1)}"


def listed(names: Collection[str], limit: int = 5) -> str:
    """Return the first few of some names, safe to print."""
    shown = ", ".join(safe(name, 100) for name in list(names)[:limit])
    return shown + (f" and {len(names) - limit} more" if len(names) > limit else "")
