"""What the instructor wrote: an assignment of questions of checks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Visibility(StrEnum):
    """Who may see a check before the grades are out."""

    PUBLIC = "public"
    HIDDEN = "hidden"


class Form(StrEnum):
    """What a check judges: so who decides it, what of it may be shown, and in which words."""

    ANSWER = "answer"  # what a function returns for an input; the right answer may be shown
    VALUE = "value"  # what the student worked out: the right one would be the answer, and is never shown
    STATEMENT = "statement"  # whether a law of the functions holds; the target is a law of the reference
    EXAMPLE = "example"  # what the student found to prove a claim
    WORDS = "words"  # a text, which a person reads and scores


@dataclass(frozen=True)
class Check:
    """One line of the rubric: a kind of check, the function, law or answer it is about, and its points."""

    id: str  # unique in the assignment: "2a.matches.softmax"
    kind: str  # "matches"
    target: str  # "softmax"
    points: float
    visibility: Visibility = Visibility.PUBLIC
    options: Mapping[str, Any] = field(default_factory=dict)
    examples: int | None = None  # how many inputs it draws, if not as many as the assignment says
    line: int = 1  # where it stands in the rubric
    credit: Mapping[str, float] = field(default_factory=dict)  # the share that a slip keeps, by its name
    title: str = ""  # the student's line, as its kind words it; "" where nobody did
    form: Form = Form.ANSWER  # as its kind says

    @property
    def by_person(self) -> bool:
        """Whether a person decides."""
        return self.form is Form.WORDS


@dataclass(frozen=True)
class Question:
    """One question of the assignment; a bonus question adds to the score but not to the maximum."""

    id: str
    title: str
    checks: tuple[Check, ...]
    bonus: bool = False
    sizes: Mapping[str, tuple[int, int]] = field(default_factory=dict)  # shortest and longest, by axis

    @property
    def points(self) -> float:
        """All the points that can be earned here."""
        return sum(check.points for check in self.checks)


@dataclass(frozen=True)
class Limits:
    """What one submission may use: seconds of wall-clock time per question and function, megabytes in all."""

    seconds: float = 10.0
    megabytes: int = 1024


@dataclass(frozen=True)
class LateRule:
    """What being late costs: a share of the score for each day that was begun after the deadline."""

    per_day: float  # 0 to 1
    grace: float = 0.0  # seconds in which nobody is late
    at_most: float = 1.0  # the largest share that goes
    due: str = ""  # the deadline, ISO 8601 as the course's clock shows it; "" where only extensions say one


@dataclass(frozen=True)
class Assignment:
    """A rubric that was read and found right."""

    id: str
    title: str
    questions: tuple[Question, ...]
    limits: Limits
    examples: int  # how many inputs each check draws
    packages: tuple[str, ...] = ()  # what submissions may import besides numpy
    late: LateRule | None = None
    best_attempt: bool = False  # of several attempts the best counts; else the last alone is graded

    @property
    def max_score(self) -> float:
        """The points of all questions but the bonus ones."""
        return sum(question.points for question in self.questions if not question.bonus)
