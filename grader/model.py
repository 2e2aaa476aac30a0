"""The nouns of grading, frozen.  Everything else is functions from these to these."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


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


# ---- what the instructor wrote ------------------------------------------------------------------


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

    @property
    def max_score(self) -> float:
        """The points of all questions but the bonus ones."""
        return sum(question.points for question in self.questions if not question.bonus)


# ---- what the student handed in ------------------------------------------------------------------


@dataclass(frozen=True)
class Cell:
    """A piece of source that is run in order: a whole module or one notebook cell."""

    name: str  # what a student calls it: "hw.py", "hw.ipynb cell 3"
    source: str


@dataclass(frozen=True)
class Module:
    """One ``.py`` file or one notebook."""

    name: str  # how another module imports it: "hw", "helpers.maths"
    path: str  # as the student knows it: "helpers/maths.py"
    cells: tuple[Cell, ...]
    notebook: bool = False


@dataclass(frozen=True)
class Problem:
    """Something the student should be told about the file itself; never fatal.

    Among ``problems`` it cost points or may have; among ``notes`` it says what was decided for the student.
    """

    where: str  # "hw.ipynb cell 3", "hw.py:12"
    message: str


@dataclass(frozen=True)
class Student:
    """Who handed in, as a course system tells it."""

    name: str
    key: str  # what the system's gradebook knows the student by


@dataclass(frozen=True)
class HandedIn:
    """When something was handed in, as far as the course system tells it."""

    at: str = ""  # ISO 8601, by its clock; "" where it does not tell
    late: bool = False  # by its own deadline


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
    unclaimed: str = ""  # answers in words that name no question, for a person to read
    undecided: str = ""  # why there can be no score, through no fault of the student's; "" as a rule
    files: Mapping[str, bytes] = field(default_factory=dict)  # data that the code reads, by path

    @property
    def late(self) -> bool:
        """Whether the course system says that it is late."""
        return self.handed_in.late


# ---- what came out --------------------------------------------------------------------------------


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
class Adjustment:
    """What changes a score as a whole: being late, a cap."""

    what: str  # "late" or "cap"
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
    decision: Decision | None = None  # a person's; the verdict is then PASSED for all points, else FAILED
    earlier: Decision | None = None  # about an earlier hand-in: it counts no more

    @property
    def earned(self) -> float:
        """The points earned."""
        return self.check.points * self.share if self.decision is None else self.decision.points


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


# ---- what an audit of the rubric found -----------------------------------------------------------


@dataclass(frozen=True)
class Caught:
    """One wrong function before the checks that are about it."""

    function: str
    name: str  # the mistake's id, or the mutant's change
    where: str  # file and line
    lost: Mapping[str, float]  # points lost, by check id
    named: str | None  # as which mistake it was recognised
    expected: tuple[str, ...] = ()  # the mistakes it may be recognised as: itself and those with its answers
    raises: str = ""  # the exception of a known mistake that answers no input at all
    described: str | None = None  # where and how it is wrong, where it was not named


@dataclass(frozen=True)
class Harmed:
    """A correct variant that lost points."""

    variant: str
    check: str
    message: str
    inputs: str  # the smallest that were found
    failing: int
    seeds: int


@dataclass(frozen=True)
class Flip:
    """A check whose verdict on one function depends on the seed."""

    check: str
    subject: str
    failing: int
    seeds: int


@dataclass(frozen=True)
class Paid:
    """What a submission earns that is no work: the points, by check id."""

    cheat: str  # "zeros"
    points: Mapping[str, float]

    @property
    def total(self) -> float:
        """All points."""
        return sum(self.points.values())


@dataclass(frozen=True)
class PowerFound:
    """What a check by chance finds: how small a difference, and how often the known mistakes, in lines."""

    check: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Shown:
    """On how many inputs wrong functions fail: how many of them on three or more, on fewer, and on none."""

    often: int
    seldom: int
    never: int


@dataclass(frozen=True)
class InputsFound:
    """The inputs of some checks: what each is there for, and what they show beside as many as are drawn."""

    checks: tuple[str, ...]
    reasons: tuple[tuple[str, str], ...]  # an input in words, and why it was chosen
    first: int  # how many are there as the first of their mood
    chosen: Shown
    drawn: Shown
    count: int  # how many are drawn, to compare with


@dataclass(frozen=True)
class Audit:
    """What was found."""

    mistakes: tuple[Caught, ...]
    mutants: tuple[Caught, ...]
    variants: int
    harmed: tuple[Harmed, ...]
    flips: tuple[Flip, ...]
    idle: tuple[Check, ...]  # checks that no mistake and no mutant ever failed
    seeds: int
    max_score: float = 0.0
    cheats: tuple[Paid, ...] = ()
    powers: tuple[PowerFound, ...] = ()
    harvest: float = 0.0  # points for the dearest known mistake of every function at once
    inputs: tuple[InputsFound, ...] = ()

    @property
    def cheap(self) -> tuple[Paid, ...]:
        """The cheats that earn more than a hundredth of the assignment."""
        return tuple(paid for paid in self.cheats if paid.total > self.max_score / 100)

    @property
    def escaped(self) -> tuple[Caught, ...]:
        """The known mistakes that keep full marks."""
        return tuple(caught for caught in self.mistakes if not caught.lost)

    @property
    def misnamed(self) -> tuple[Caught, ...]:
        """The known mistakes that are not recognised as themselves, though they answer."""
        return tuple(c for c in self.mistakes if c.lost and c.named not in c.expected and not c.raises)

    @property
    def mute(self) -> tuple[Caught, ...]:
        """The known mistakes that raise on every input: nothing can be recognised as them."""
        return tuple(caught for caught in self.mistakes if caught.raises)

    @property
    def survivors(self) -> tuple[Caught, ...]:
        """The mutants that keep full marks."""
        return tuple(caught for caught in self.mutants if not caught.lost)

    @property
    def explained(self) -> tuple[int, int, int]:
        """How many of the mutants that lose points are named, described, and neither."""
        lost = [caught for caught in self.mutants if caught.lost]
        named = sum(caught.named is not None for caught in lost)
        described = sum(caught.named is None and caught.described is not None for caught in lost)
        return named, described, len(lost) - named - described

    @property
    def good(self) -> bool:
        """Whether a course can rely on the rubric."""
        killed = 1 - len(self.survivors) / max(len(self.mutants), 1)
        found = (
            self.escaped or self.misnamed or self.mute or self.harmed or self.flips or self.idle or self.cheap
        )
        return not found and killed >= 0.99
