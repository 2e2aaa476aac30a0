"""An error carried forward: right for the student's own functions, though these are wrong themselves.

A right step on wrong ground is worth a share.  What would be right for the student is the reference's
function with the student's in place of those it calls: a step of ISTA with the student's proximal operator,
the divergence of the student's affinities.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from types import FunctionType
from typing import Any

import numpy as np

from grader.checks.exceptions import answer_or_due
from grader.checks.finding import Finding
from grader.checks.readings import Judge, Reading, Written, precisions
from grader.checks.search import Searched, search
from grader.checks.trial import Trial
from grader.examples.draw import Example
from grader.model import Verdict
from grader.reference.contents import Reference
from grader.signatures.programs import ProgramSignature
from grader.signatures.signature import Signature
from grader.values.compare import Tolerance, agree, tolerating
from grader.values.wrong import Wrong

TELLING = 20  # on fewer different answers nothing is shown: a constant, or nothing, fits many a mistake
SWAPS = 10  # of each argument, to see whether an answer depends on it
CLOSE = 1e-3  # of the largest entry: two answers that are no farther apart are one

NAME = "carried_forward"


def own(trial: Trial, name: str) -> tuple[Callable[..., Any], tuple[str, ...]] | None:
    """Return the reference's function ``name`` built on the student's functions, and which these are.

    The student's own function of that name where it is asked for; None where neither is there.  A function
    that nobody asks for, and no check judges, may be anything.
    """
    if name in trial.functions.names and trial.reference.asks_for(name):
        return trial.student(name), (name,)
    return built_on_own(trial, name)


def built_on_own(trial: Trial, name: str) -> tuple[Callable[..., Any], tuple[str, ...]] | None:
    """Return the reference's function with the student's in place of those it calls, if it calls any."""
    reference = trial.reference
    there = [
        each
        for each in called_by(reference, name)
        if each in trial.functions.names and reference.asks_for(each)
    ]
    if not there:
        return None
    right = trial.reference.answers[name]
    names = {**right.__globals__, **{each: trial.student(each) for each in there}}
    rebuilt = FunctionType(right.__code__, names, name, right.__defaults__, right.__closure__)
    rebuilt.__kwdefaults__ = right.__kwdefaults__
    return rebuilt, tuple(there)


def called_by(reference: Reference, name: str) -> list[str]:
    """Return which functions of the reference one of them calls."""
    code = getattr(reference.answers[name], "__code__", None)
    return [each for each in getattr(code, "co_names", ()) if each in reference.answers and each != name]


def carried_forward(
    trial: Trial,
    finding: Finding,
    share: float,
    signature: Signature,
    readings: Sequence[Reading],
    call: Written,
    names: Sequence[str],
    told: Callable[[], int],
    whole: bool = False,
) -> Finding:
    """Return the finding with a share of the points where one reading holds on all examples.

    ``names`` are the student's functions on which it is right; ``told`` counts, after the search, the
    different answers.  Where they are right themselves, as those are that answer in single precision, what is
    right for them passes, if ``whole`` says so.
    """
    found = search(Searched(replace(trial, shrinking=False), signature, readings, call))
    if found.verdict is not Verdict.PASSED or told() < TELLING:
        return finding
    which = " and ".join(f"`{name}`" for name in names)
    message = f"right for your own {which}"
    if not all(_is_right(trial, name) for name in names):
        message += f", which {'is not right itself' if len(names) == 1 else 'are not all right'}"
    elif whole:
        return found
    return replace(finding, share=share, message=message, mistake=NAME)


def _is_right(trial: Trial, name: str) -> bool:
    """Whether a function of the student's answers as the reference does, be it in single precision."""
    signature = trial.reference.signatures[name]
    if isinstance(signature, ProgramSignature):
        return False

    def judgement(tolerance: Tolerance) -> Judge:
        student = trial.answers(name, tolerance)

        def judge(example: Example) -> None:
            right = trial.corpora.expected(name, example)
            ask = partial(student, *example.values)
            given = answer_or_due(ask, right.answer, signature, name, example.args)
            agree(given, right.answer, noise=right.noise)

        return judge

    call = partial(signature.written, name)
    tried = Searched(replace(trial, shrinking=False), signature, precisions(judgement), call)
    return search(tried).verdict is Verdict.PASSED


def looks_at_as_much(own: Callable[..., Any], right: Callable[..., Any], examples: Sequence[Example]) -> bool:
    """Whether each argument that changes right answers changes the student's own, too.

    ½w·w is no loss where the right one is of w and x: its gradient is w, whoever asks.  Each argument is
    taken from another example, all others stay.
    """
    for place in range(len(examples[0].values)):
        swaps = _swaps(examples, place)
        if any(_differ(right, *swap) for swap in swaps) and not any(_differ(own, *swap) for swap in swaps):
            return False
    return True


def _swaps(examples: Sequence[Example], place: int) -> list[tuple[Sequence[Any], Sequence[Any]]]:
    """Return pairs of arguments that differ in one of them alone, which has the same shape in both."""
    found: list[tuple[Sequence[Any], Sequence[Any]]] = []
    last: dict[tuple[int, ...], Any] = {}
    for each in examples:
        value = each.values[place]
        other = last.get(np.shape(value))
        last[np.shape(value)] = value
        if other is not None and not np.array_equal(other, value) and len(found) < SWAPS:
            found.append((each.values, (*each.values[:place], other, *each.values[place + 1 :])))
    return found


def _differ(function: Callable[..., Any], one: Sequence[Any], other: Sequence[Any]) -> bool:
    """Whether the answers to two calls differ, by more than single precision does."""
    try:
        answers = function(*one), function(*other)
    except Exception:  # of that nothing can be told
        return False
    try:
        with tolerating(Tolerance("", CLOSE, 0.0)), np.errstate(all="ignore"):
            agree(*answers)
    except Wrong:
        return True
    return False


class Variety:
    """The different answers among those that are heard."""

    def __init__(self) -> None:
        self.heard: dict[Any, int] = {}  # how often, by shape
        self.known: dict[Any, list[np.ndarray]] = {}  # those that are different, by shape

    def add(self, answer: Any, rounding: Any = 0.0) -> None:
        """Take an answer in: an array, a number or several of them; below its ``rounding`` each is 0."""
        answers = answer if isinstance(answer, tuple) else (answer,)
        below = rounding if isinstance(rounding, tuple) else (rounding,) * len(answers)
        parts = [
            np.where(np.abs(part) <= least, 0.0, part)
            for part, least in zip((np.asarray(p, np.complex128) for p in answers), below, strict=True)
        ]
        shape = tuple(part.shape for part in parts)
        entries = np.nan_to_num(np.concatenate([part.ravel() for part in parts]))
        self.heard[shape] = self.heard.get(shape, 0) + 1
        known = self.known.setdefault(shape, [])
        if not any(_close(entries, other) for other in known):
            known.append(entries)

    @property
    def count(self) -> int:
        """How many there are; none where only the shape decides: that is a constant."""
        varied = sum(len(self.known[shape]) > 1 for shape, times in self.heard.items() if times > 1)
        constant = sum(len(self.known[shape]) == 1 for shape, times in self.heard.items() if times > 1)
        return sum(map(len, self.known.values())) if varied >= constant else 0


def _close(one: np.ndarray, other: np.ndarray) -> bool:
    return bool(np.abs(one - other).max(initial=0.0) <= CLOSE * np.abs(other).max(initial=0.0))
