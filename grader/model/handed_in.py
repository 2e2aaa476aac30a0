"""What a student handed in."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Cell:
    """A piece of source that is run in order: a whole module or one notebook cell."""

    name: str  # what a student calls it: "hw.py", "hw.ipynb cell 3"
    source: str


@dataclass(frozen=True)
class Picture:
    """A small picture in a notebook, checked to be one and nothing else."""

    name: str  # as the text has it behind "attachment:"; where it was drawn: "hw.ipynb cell 3"
    sort: str  # "png", "jpeg", "gif" or "webp"
    data: bytes
    drawn: bool = False  # by the notebook's code, when it was last run; else pasted into its text


@dataclass(frozen=True)
class Module:
    """One ``.py`` file or one notebook."""

    name: str  # how another module imports it: "hw", "helpers.maths"
    path: str  # as the student knows it: "helpers/maths.py"
    cells: tuple[Cell, ...]
    notebook: bool = False
    pictures: tuple[Picture, ...] = ()  # to be looked at beside an answer in words; no code sees them


@dataclass(frozen=True)
class Problem:
    """Something the student should be told about the file itself; never fatal.

    Among ``problems`` it cost points or may have; among ``notes`` it says what was decided for the student.
    """

    where: str  # "hw.ipynb cell 3", "hw.py:12"
    message: str
    unread: bool = field(default=False, compare=False)  # whether nothing of that module could be read


@dataclass(frozen=True)
class Student:
    """Who handed in, as a course system tells it."""

    name: str
    key: str  # what the system's gradebook knows the student by


@dataclass(frozen=True)
class HandedIn:
    """When something was handed in, as far as the course system tells it, and as which attempt."""

    at: str = ""  # ISO 8601, by its clock; "" where it does not tell
    late: bool = False  # by its own deadline
    attempt_of: str = ""  # the id of the student's first attempt, where each of several is graded


@dataclass(frozen=True)
class Submission:
    """What one student handed in, read once into memory."""

    id: str
    path: str
    modules: tuple[Module, ...]  # of two that define the same, the later one is rather meant
    written: Mapping[str, str]  # question id -> answer in words
    problems: tuple[Problem, ...]
    digest: str  # sha256 of everything that was read
    students: tuple[Student, ...] = ()  # known where a course system supplied it; several are a group
    handed_in: HandedIn = field(default_factory=HandedIn)
    notes: tuple[Problem, ...] = ()  # which file counted, which cell was left out
    undecided: str = ""  # why there can be no score, through no fault of the student's; "" as a rule
    files: Mapping[str, bytes] = field(default_factory=dict)  # data that the code reads, by path
    # Question id -> words that may be its answer, for a person to read where there is no other.
    likely: Mapping[str, str] = field(default_factory=dict)

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """The pictures of all its notebooks."""
        return tuple(each for module in self.modules for each in module.pictures)

    @property
    def unread(self) -> tuple[str, ...]:
        """Where modules could not be read: "hw.py:24"."""
        return tuple(each.where for each in self.problems if each.unread)

    @property
    def late(self) -> bool:
        """Whether the course system says that it is late."""
        return self.handed_in.late

    @property
    def unclaimed(self) -> str:
        """All words that may be an answer, once each."""
        return "\n\n".join(dict.fromkeys(self.likely.values()))

    @property
    def attempt_of(self) -> str:
        """The id of the student's first attempt, where each of several is graded; else ""."""
        return self.handed_in.attempt_of
