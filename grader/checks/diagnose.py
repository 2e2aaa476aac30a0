"""Which mistake is it?  A failed function's answers, held against those of the known mistakes.

A mistake is recognised where the submission gives its answers on every stored example: what is named is what
can be observed.  A few slips need no catalogue: a constant factor, a reversed sign, a transposed result.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import repeat
from typing import Any

import numpy as np

from grader.checks.alike import (
    RAISES,
    Raising,
    alike,
    conformed,
    left_after,
    same,
)
from grader.checks.memoised import memoised
from grader.checks.slips import Pair, transposed, up_to_a_factor
from grader.checks.trial import Trial
from grader.examples.calls import Calls
from grader.examples.draw import Example
from grader.examples.expected import Expected, answer
from grader.functions.local import Local
from grader.functions.reply import Reply
from grader.reference.contents import Function, Law, sentence
from grader.reference.mistakes import Known
from grader.signatures.signature import Signature
from grader.values.compare import NEARLY, SINGLE, tolerating
from grader.values.programs import Program

ROUNDING = 1e-12  # of the largest input: what is left where terms of a law's own inputs cancel
ENOUGH = 200  # calls that a law made, to tell one mistake from another


@dataclass(frozen=True)
class Diagnosis:
    """A mistake by name, the sentence for the student, and the share of the points it keeps.

    What a slip that needs no catalogue keeps is the rubric's to say: here it is nothing.
    """

    mistake: str
    message: str
    credit: float = 0.0
    slip: bool = False


def diagnose(
    trial: Trial,
    target: str,
    law: Law | None,
    calls: Calls,
    follows: str = "",
    changes: Sequence[str] = (),
) -> Diagnosis | None:
    """Return the mistake that a student's function makes, or None where its answers are no mistake's we know.

    ``calls`` are those of the function on which its answers are compared.  ``law`` is the law that was
    broken, if it was one: a slip may show on its own inputs and nowhere else.  ``follows`` is the function of
    the reference whose convention the answers may follow, if it is another.  What is left in the arguments
    that it ``changes`` is compared, too.
    """
    trial.prefetch(calls)
    moods = [str(example.mood) for example in calls.examples]
    last = calls.examples[-1].choices
    what = ("mistake", target, law.function.__name__ if law else "", trial.plan.count, moods, last, follows)
    suspect = _Suspect(trial, target, law, calls, follows or target, changes)
    return memoised(trial, (*what, *changes), [calls], suspect.diagnosis)


@dataclass
class _Suspect:
    """A function that failed, beside what it may have been; each part is worked out when it is asked for."""

    trial: Trial
    target: str
    law: Law | None
    calls: Calls
    follows: str
    changes: Sequence[str]

    @cached_property
    def signature(self) -> Signature:
        return self.trial.reference.signatures[self.target]

    @cached_property
    def right(self) -> Function:
        return self.trial.reference.answers[self.follows]

    @cached_property
    def replies(self) -> Sequence[Reply]:
        return self.trial.replies_to(self.calls)

    @cached_property
    def given(self) -> list[Any]:
        """The student's answers."""
        pairs = zip(self.replies, self.calls.examples, strict=True)
        return [conformed(reply, self.signature, each.args) for reply, each in pairs]

    @cached_property
    def left(self) -> list[Any]:
        """What the student's function left in the arguments that it changes."""
        pairs = zip(self.replies, self.calls.examples, strict=True)
        return [left_after(reply, each, self.signature, self.changes) for reply, each in pairs]

    @cached_property
    def rights(self) -> list[Expected]:
        return [self.trial.corpora.expected(self.follows, example) for example in self.calls.examples]

    @cached_property
    def asked(self) -> "list[AskedByLaw]":
        """What the law asks; few slips come so far that it matters."""
        return [] if self.law is None else _asked_by(self.law, self.trial, self.target)

    def diagnosis(self) -> Diagnosis | None:
        """Return the mistake, or None where none has these answers."""
        if any(reply.final for reply in self.replies):
            return None
        if all(isinstance(each, Raising) for each in self.given):
            return None  # it never answers: the exception says more than any mistake's name
        for tolerance in (NEARLY, SINGLE):  # of two mistakes that look alike in float32, the closer one
            with tolerating(tolerance):
                for known, wrong in _catalogue(self.trial, self.follows, self.calls.examples):
                    if self._is(known, wrong) and self._shows(known, wrong):
                        mark: Known = known.__known_mistake__  # type: ignore[attr-defined]
                        return Diagnosis(known.__name__, sentence(known), mark.credit)
        slip = up_to_a_factor(self._pairs()) or transposed(self._pairs())
        return Diagnosis(slip.name, slip.message, slip=True) if slip else None

    def _is(self, known: Function, wrong: Sequence[Any]) -> bool:
        """Whether a mistake, with its answers, does what the student's function does."""
        return (
            same(self.given, wrong, [each.noise for each in self.rights])
            and self._leaves(known)
            and all(self._gives(known, *each) for each in self.asked)
        )

    def _gives(self, known: Function, name: str, values: Sequence[Any], reply: Reply) -> bool:
        """Whether a mistake gives the student's reply to what a law asked."""
        return _same_reply(reply, self._reply(known, name, values), self.trial, name, values)

    def _reply(self, instead: Function, name: str, values: Sequence[Any]) -> Reply:
        """Return the reply to a call with this function in the place of the student's, all others right."""
        functions = {**self.trial.reference.answers, self.target: instead}
        (reply,) = Local(functions).ask(name, [values])
        return reply

    def _leaves(self, known: Function) -> bool:
        """Whether a function leaves in its arguments what the student's does."""
        theirs = (
            _left_by(self.trial, known, each, self.signature, self.changes) for each in self.calls.examples
        )
        return not self.changes or all(map(alike, self.left, theirs, repeat(0.0)))

    def _shows(self, known: Function, wrong: Sequence[Any]) -> bool:
        """Whether a mistake is to be told from the right answer at all, at the precision that is set.

        Many show at extremes only; where those were not asked, whatever is nearly right looks like them.
        """
        rights, noises = [each.answer for each in self.rights], [each.noise for each in self.rights]
        return (
            not same(rights, wrong, noises)
            or not all(self._gives(known, n, v, self._reply(self.right, n, v)) for n, v, _ in self.asked)
            or not self._leaves(self.right)  # while it leaves what the mistake does
        )

    def _pairs(self) -> Iterator[Pair]:
        yield from zip(self.replies, self.given, (each.answer for each in self.rights), strict=True)
        for name, values, reply in self.asked:  # a slip that needs no catalogue must show there too
            if name != self.target:
                continue
            args = self.signature.by_name(values)
            try:
                right = answer(self.right, values)
            except Exception:  # what a law asks may follow from a wrong answer; then nothing is a slip
                yield reply, RAISES, None
            else:
                yield reply, conformed(reply, self.signature, args), right


def _catalogue(
    trial: Trial, target: str, examples: Sequence[Example]
) -> Sequence[tuple[Callable[..., Any], list[Any]]]:
    """Return the known mistakes of a function, each with its answers to the examples."""
    signature, key = trial.reference.signatures[target], (target, examples[0], len(examples))
    if key not in trial.corpora.catalogues:
        trial.corpora.catalogues[key] = [
            (known, [mistaken(trial, known, signature, example) for example in examples])
            for known in trial.reference.mistakes.get(target, ())
        ]
    return trial.corpora.catalogues[key]


def precompute_answers(trial: Trial, target: str, examples: Sequence[Example]) -> None:
    """Work out beforehand what a diagnosis compares with: right answers and those of the known mistakes."""
    for example in examples:
        trial.corpora.expected(target, example)
    precompute_mistakes(trial, target, examples)


def precompute_mistakes(
    trial: Trial, target: str, examples: Sequence[Example], changes: Sequence[str] = ()
) -> None:
    """Work out beforehand the answers of the known mistakes, and what they leave in what they change."""
    signature, known_ones = trial.reference.signatures[target], trial.reference.mistakes.get(target, ())
    for example in examples:
        for known in known_ones:
            mistaken(trial, known, signature, example)
        for each in (trial.reference.answers[target], *known_ones) if changes else ():
            _left_by(trial, each, example, signature, changes)


AskedByLaw = tuple[str, Sequence[Any], Reply]


def _asked_by(law: Law, trial: Trial, target: str) -> list[AskedByLaw]:
    """Return what a law asks a function on its own examples, and the student's replies.

    Of objects it asks in one program, which goes by the name of whatever stands in its first step.
    """
    functions = {name: trial.student(name) for name in law.of}
    asked: list[AskedByLaw] = []
    for example in trial.corpora.examples(law.signature, trial.plan):
        with trial.hearing.hearing() as heard, trial.once(), suppress(Exception), np.errstate(all="ignore"):
            law.tried(functions, example.args)
        asked += [
            (each.name, trial.plain(each.name, each.values), each.reply)
            for each in heard
            if each.name == target or _uses(each.values, target)
        ]
        if len(asked) >= ENOUGH:
            break
    return asked


def _uses(values: Sequence[Any], target: str) -> bool:
    """Whether these are the steps of a program, one of which is about a class or a function."""
    program = values[0] if values else None
    return isinstance(program, Program) and any(s.call.lstrip("=") == target for s in program.steps)


def _same_reply(reply: Reply, other: Reply, trial: Trial, name: str, values: Sequence[Any]) -> bool:
    signature = trial.reference.signatures[name]
    args = signature.by_name(values)
    sizes = (float(np.abs(v).max(initial=0.0)) for v in values if isinstance(v, np.ndarray))
    noise = ROUNDING * max(sizes, default=0.0)
    return same([conformed(reply, signature, args)], [conformed(other, signature, args)], [noise])


def mistaken(trial: Trial, known: Callable[..., Any], signature: Signature, example: Example) -> Any:
    """Return a mistake's answer to an example; worked out once for all submissions."""

    def work() -> Any:
        (reply,) = Local({"mistake": known}).ask("mistake", [example.values])
        return conformed(reply, signature, example.args)

    # Functions with the same inputs have the same examples, and may have mistakes of the same name.
    mark: Known = known.__known_mistake__  # type: ignore[attr-defined]
    return trial.corpora.worked_out.remember(("mistake", mark.of, known.__name__), example, work)


def _left_by(
    trial: Trial, known: Callable[..., Any], example: Example, signature: Signature, changes: Sequence[str]
) -> Any:
    """Return what a mistake, or a right function, leaves; worked out once for all submissions."""

    def work() -> Any:
        (reply,) = Local({"known": known}).ask("known", [example.values])
        return left_after(reply, example, signature, changes)

    mark: Known | None = vars(known).get("__known_mistake__")
    what = ("left by", mark.of if mark else "", known.__name__, *changes)
    return trial.corpora.worked_out.remember(what, example, work)
