"""What came out of grading, and what people decided of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from grader.model.asked import Assignment, Check, Question
from grader.model.handed_in import Problem, Submission


class Verdict(StrEnum):
    """What became of one check.  Never a bool: why a point was lost is part of the answer."""

    PASSED = "passed"
    FAILED = "failed"  # an input was found on which the answer is wrong
    RAISED = "raised"  # the student's function raised an exception
    TIMED_OUT = "timed_out"
    OUT_OF_MEMORY = "out_of_memory"
    DIED = "died"  # the worker process ended in the middle of a call
    MISSING = "missing"  # no such function in the submission
    SKIPPED = "skipped"  # not asked for
    PENDING = "pending"  # a person must read it
    BROKEN = "broken"  # our fault or the instructor's: no score is given


@dataclass(frozen=True)
class Growth:
    """Counted steps by the size of the input, smallest first, beside as many as are allowed there."""

    of: str  # what the size is called
    sizes: tuple[int, ...]
    steps: tuple[int, ...]
    allowed: tuple[float, ...]


@dataclass(frozen=True)
class Draws:
    """What was drawn at random, as numbers by name, beside what is right."""

    what: str  # what the numbers are: "how often each came up in 1000 draws"
    names: tuple[str, ...]
    came: tuple[float, ...]
    expected: tuple[float, ...]
    least: tuple[float, ...]  # what could be by chance; none where that is not known of each
    most: tuple[float, ...]
    ends: tuple[float, float]  # between which all these numbers lie


@dataclass(frozen=True)
class Evidence:
    """Why a check was not passed: the smallest input we found and what came back for it."""

    message: str  # a sentence for the student
    call: str = ""  # the function that was called, or a program that shows it, as code
    inputs: Mapping[str, Any] = field(default_factory=dict)
    got: Any = None
    expected: Any = None
    where: str = ""  # where the two first differ: "[0, 2]"
    failing: int = 0  # on how many of the examples the check failed
    examples: int = 0
    plot: Growth | Draws | None = None  # numbers that are seen better than read

    @property
    def program(self) -> tuple[str, ...]:
        """The lines of a program that shows it, where ``call`` is one."""
        return tuple(self.call.split("\n")) if "\n" in self.call or "   # " in self.call else ()


@dataclass(frozen=True)
class Decision:
    """What a person decided about a check or a question, in place of what was found."""

    points: float
    by: str
    at: str  # ISO 8601, UTC
    why: str = ""  # the reason; the student reads it, but for that of a hidden check
    comment: str = ""  # for the student
    items: tuple[tuple[str, float], ...] = ()  # what was ticked: its text and its points, which are part
    instead: float | None = None  # the points without it; None where there were none yet


@dataclass(frozen=True)
class Query:
    """What a student asked about a check once marks were given, and what a person answered."""

    question: str
    at: str  # when it came in: ISO 8601, UTC
    reply: str = ""  # "" where nobody answered yet
    by: str = ""  # who answered


@dataclass(frozen=True)
class Adjustment:
    """What changes a score as a whole: being late, a cap."""

    what: str  # "late", "cap", or "attempts": which of several counts
    points: float  # to be added: 0 or less
    why: str  # in words for the student
    by: str = ""  # who decided so; "" where the rubric's rule did


@dataclass(frozen=True)
class Outcome:
    """What became of one check of one submission, and the share of its points that it earned."""

    check: Check
    verdict: Verdict
    share: float = 0.0  # 0 to 1
    message: str = ""  # the line for the student; "" where there is nothing to say
    mistake: str | None = None  # the id of the known mistake, if it was recognised
    evidence: Evidence | None = None
    pattern: str | None = None  # where and how it is wrong, in words, if no mistake is known
    answer: str = ""  # what a person reads
    behaviour: str = ""  # of a lost check: the same where functions did the same on all stored inputs
    decision: Decision | None = None  # a person's; the verdict is then PASSED for all points, else FAILED
    earlier: Decision | None = None  # about an earlier hand-in: it counts no more
    query: Query | None = None  # what the student asked about it

    @property
    def earned(self) -> float:
        """The points earned."""
        return self.check.points * self.share if self.decision is None else self.decision.points

    @property
    def lost(self) -> bool:
        """Whether points were lost: not all were earned, and none of them waits for a person."""
        return self.share < 1 and self.verdict is not Verdict.PENDING


@dataclass(frozen=True)
class QuestionResult:
    """The outcomes of one question."""

    question: Question
    outcomes: tuple[Outcome, ...]
    decision: Decision | None = None  # a person's, about the question as a whole
    earlier: Decision | None = None  # about an earlier hand-in: it counts no more

    @property
    def score(self) -> float:
        """The points earned so far; points that wait for a person are not among them."""
        if self.decision is not None:
            return self.decision.points
        return sum(outcome.earned for outcome in self.outcomes)

    @property
    def broken(self) -> bool:
        """Whether a check could not be decided, and nobody decided for it."""
        return self.decision is None and any(o.verdict is Verdict.BROKEN for o in self.outcomes)

    @property
    def pending(self) -> float:
        """The points that wait for a person."""
        if self.decision is not None:
            return 0.0
        return sum(o.check.points for o in self.outcomes if o.verdict is Verdict.PENDING)


@dataclass(frozen=True)
class Result:
    """One submission, graded."""

    submission: Submission
    questions: tuple[QuestionResult, ...]
    problems: tuple[Problem, ...]  # the submission's own and those met while loading it
    isolation: str  # how strong the sandbox was: "A" to "D"
    notes: tuple[Problem, ...] = ()  # likewise
    adjustments: tuple[Adjustment, ...] = ()
    attention: tuple[str, ...] = ()  # what a person has to look at, in words for the instructor

    @property
    def earned(self) -> float:
        """All points earned, bonus included, before what changes the score as a whole."""
        return sum(result.score for result in self.questions)

    @property
    def score(self) -> float:
        """The final score."""
        return self.earned + sum(each.points for each in self.adjustments)

    @property
    def max_score(self) -> float:
        """The points of all questions but the bonus ones."""
        return sum(result.question.points for result in self.questions if not result.question.bonus)

    @property
    def pending(self) -> float:
        """The points that wait for a person."""
        return sum(result.pending for result in self.questions)

    @property
    def broken(self) -> bool:
        """Whether a check could not be decided through no fault of the student."""
        return any(result.broken for result in self.questions)


@dataclass(frozen=True)
class Report:
    """A graded batch."""

    assignment: Assignment  # with the questions that are covered
    seed: int
    results: tuple[Result, ...]
    left_out: tuple[str, ...] = ()  # the ids of the rubric's other questions: the scores are not whole
