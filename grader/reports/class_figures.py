"""What a batch says about the class: how often each check holds, which mistakes are made, who needs help."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean
from typing import Any

import numpy as np

from grader.model import Check, Outcome, Report, Result, Verdict, Visibility
from grader.reports.words import sentence

STOPPED = (Verdict.RAISED, Verdict.TIMED_OUT, Verdict.OUT_OF_MEMORY, Verdict.DIED)
LOST = (*STOPPED, Verdict.FAILED, Verdict.MISSING)
DIGITS = 9  # two answers that agree so far are the same wrong answer, computed in another order


@dataclass(frozen=True)
class Rate:
    """How a check fared in the class."""

    check: Check
    question: str
    counts: Mapping[Verdict, int]
    earned: float = 0.0  # the mean share of its points, where it is decided

    @property
    def waiting(self) -> int:
        """How many wait for a person."""
        return self.counts.get(Verdict.PENDING, 0)

    @property
    def decided(self) -> int:
        """How many submissions it was decided for."""
        return sum(n for verdict, n in self.counts.items() if verdict in LOST) + self.passed

    @property
    def passed(self) -> int:
        """How many passed it."""
        return self.counts.get(Verdict.PASSED, 0)

    @property
    def share(self) -> float:
        """The share that passed, of what a person marks the mean share; 1 where nothing is decided."""
        if not self.decided:
            return 1.0
        return self.earned if self.check.by_person else self.passed / self.decided


@dataclass(frozen=True)
class Common:
    """A known mistake, the sentences about it (the most frequent first), and who made it."""

    mistake: str
    messages: tuple[str, ...]
    checks: tuple[str, ...]  # their ids
    hidden: bool  # whether only hidden checks show it
    students: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """The same wrong answer to the same input, or the same description, that no known mistake explains."""

    outcome: Outcome  # of the first of them
    question: str
    also: tuple[str, ...]  # other checks of the same function that the same students fail
    students: tuple[str, ...]


@dataclass(frozen=True)
class Struggling:
    """One who may need help, and why."""

    student: str
    score: float
    reasons: tuple[str, ...]


def rates(report: Report) -> list[Rate]:
    """Return the rate of every check, in the order of the rubric."""
    counts: dict[str, Counter[Verdict]] = {}
    shares: dict[str, list[float]] = {}
    for _, outcome in _outcomes(report.results):
        counts.setdefault(outcome.check.id, Counter())[outcome.verdict] += 1
        if outcome.verdict is Verdict.PASSED or outcome.verdict in LOST:
            shares.setdefault(outcome.check.id, []).append(outcome.share)
    return [
        Rate(check, question.id, counts.get(check.id, Counter()), fmean(shares.get(check.id, [0.0])))
        for question in report.assignment.questions
        for check in question.checks
    ]


def common(report: Report) -> list[Common]:
    """Return the known mistakes that were made, the most common first."""
    made: dict[str, list[tuple[str, Outcome]]] = {}
    for result, outcome in _outcomes(report.results):
        if outcome.mistake is not None:
            made.setdefault(outcome.mistake, []).append((result.submission.id, outcome))
    found = [
        Common(
            name,
            tuple(message for message, _ in Counter(sentence(o) for _, o in who).most_common()),
            tuple(dict.fromkeys(o.check.id for _, o in who)),
            all(o.check.visibility is Visibility.HIDDEN for _, o in who),
            tuple(dict.fromkeys(student for student, _ in who)),
        )
        for name, who in made.items()
    ]
    return sorted(found, key=lambda each: (-len(each.students), each.mistake))


def unexplained(report: Report) -> list[Group]:
    """Return the wrong answers that several gave and no known mistake explains, the most common first."""
    same: dict[Hashable, list[tuple[str, Outcome]]] = {}
    for result, outcome in _outcomes(report.results):
        evidence = outcome.evidence
        if outcome.mistake is not None or outcome.verdict not in LOST or evidence is None:
            continue
        inputs = tuple((name, identity(value)) for name, value in evidence.inputs.items())
        # Whatever was raised is told in a message; what was returned is told in values; and of what is wrong
        # in the same way, in the same places, the values may differ.
        told = evidence.message if evidence.got is None else ""
        way: Hashable = outcome.pattern or (inputs, identity(evidence.got), told)
        key = outcome.check.id, outcome.verdict, way
        same.setdefault(key, []).append((result.submission.id, outcome))
    questions = {c.id: q.id for q in report.assignment.questions for c in q.checks}
    # One wrong function fails several checks of its question: to write one sentence, it is read once.
    merged: dict[tuple[str, str, tuple[str, ...]], list[Outcome]] = {}
    for who in same.values():
        if len(who) > 1:
            outcome, students = who[0][1], tuple(student for student, _ in who)
            merged.setdefault((questions[outcome.check.id], _about(outcome), students), []).append(outcome)
    groups = [
        Group(alike[0], question, tuple(each.check.id for each in alike[1:]), students)
        for (question, _, students), alike in merged.items()
    ]
    return sorted(groups, key=lambda group: -len(group.students))


def struggling(report: Report) -> list[Struggling]:
    """Return who may need help, the lowest score first.

    That is who has less than half of the points that are decided, or whose functions are missing, raise or
    do not return in a third of the checks or more.
    """
    found = []
    for result in report.results:
        if result.broken:
            continue
        counts = Counter(o.verdict for _, o in _outcomes([result]))
        decided = sum(counts[verdict] for verdict in (*LOST, Verdict.PASSED))
        stopped = sum(counts[verdict] for verdict in STOPPED)
        reachable = result.max_score - result.pending
        reasons = []
        if decided and 3 * counts[Verdict.MISSING] >= decided:
            reasons.append(f"{counts[Verdict.MISSING]} of {decided} checks find no function")
        if decided and 3 * stopped >= decided:
            reasons.append(f"{stopped} of {decided} checks raise or do not return")
        if not reasons and reachable > 0 and result.score < 0.5 * reachable:
            reasons.append("less than half of the points")
        if reasons:
            found.append(Struggling(result.submission.id, result.score, tuple(reasons)))
    return sorted(found, key=lambda each: each.score)


def identity(value: Any) -> Hashable:
    """Return what two values have in common that are the same to a reader."""
    if isinstance(value, np.ndarray):
        if value.dtype.kind in "biufc" and value.size <= 10_000:
            return "array", value.shape, tuple(f"{each:.{DIGITS}g}" for each in value.ravel().tolist())
        return "array", value.shape, value.dtype.str, value.tobytes() if value.dtype.kind != "O" else ""
    if isinstance(value, (list, tuple)):
        return type(value).__name__, tuple(identity(item) for item in value[:1000])
    if isinstance(value, dict):
        return "dict", frozenset((key, identity(each)) for key, each in value.items())
    if isinstance(value, (set, frozenset)):
        return "set", frozenset(map(identity, value))
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return f"{value:.{DIGITS}g}"
    if value is None or isinstance(value, (bool, int, str)):
        return type(value).__name__, value
    return str(getattr(value, "described", type(value).__name__))


def _about(outcome: Outcome) -> str:
    """Return the functions that a check calls."""
    call = outcome.evidence.call if outcome.evidence and not outcome.evidence.program else ""
    return call.partition(" at ")[0].partition("(")[0] or outcome.check.target


def _outcomes(results: Iterable[Result]) -> Iterable[tuple[Result, Outcome]]:
    return ((result, o) for result in results for question in result.questions for o in question.outcomes)
