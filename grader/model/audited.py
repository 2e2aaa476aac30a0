"""What an audit of the rubric found."""

from collections.abc import Mapping
from dataclasses import dataclass

from grader.model.asked import Check


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
    read: bool = True  # whether it was looked for what a student who wrote it would read


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
class FailingCounts:
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
    chosen: FailingCounts
    drawn: FailingCounts
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
    def explained(self) -> tuple[int, int, int] | None:
        """How many of the mutants that lose points are named, described, and neither; None if not asked."""
        if any(not caught.read for caught in self.mutants):
            return None
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
