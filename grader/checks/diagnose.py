"""Which mistake is it?  A failed function's answers, held against those of the known mistakes.

A mistake is recognised where the submission gives its answers on every stored example: what is named is what
can be observed.  A few slips need no catalogue: a constant factor, a reversed sign, a transposed result.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial
from itertools import repeat
from typing import Any

import numpy as np

from grader.checks.alike import (
    RAISES,
    Misshapen,
    Raising,
    alike,
    conformed,
    equal_raw,
    left_after,
    same,
    same_words_or_table,
)
from grader.checks.trial import Trial
from grader.examples.corpora import Calls
from grader.examples.draw import Example, answer
from grader.functions.local import Local
from grader.functions.reply import Answer, Failure, Reply
from grader.reference.contents import Law, sentence
from grader.reference.mistakes import Known
from grader.signatures.signature import Signature
from grader.values import frames
from grader.values.compare import NEARLY, SINGLE, tolerating
from grader.values.frames import Frame
from grader.values.handed import all_handed

ROUNDING = 1e-12  # of the largest input: what is left where terms of a law's own inputs cancel
ENOUGH = 200  # calls that a law made, to tell one mistake from another
TELLING = 10  # on fewer non-zero answers a constant factor is no pattern: any number is a multiple of another


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
    work = partial(_diagnosed, trial, target, law, calls, follows or target, changes)
    return trial.memoised((*what, *changes), [calls], work)


def _diagnosed(
    trial: Trial, target: str, law: Law | None, calls: Calls, follows: str, changes: Sequence[str]
) -> Diagnosis | None:
    signature, examples, replies = trial.reference.signatures[target], calls.examples, trial.replies_to(calls)
    if any(isinstance(reply, Failure) and reply.final for reply in replies):
        return None
    given = [conformed(reply, signature, each.args) for reply, each in zip(replies, examples, strict=True)]
    if all(isinstance(answer, Raising) for answer in given):
        return None  # it never answers: the exception says more than any mistake's name
    rights = [trial.corpora.expected(follows, example) for example in examples]
    noises = [each.noise for each in rights]
    left = [left_after(r, each, signature, changes) for r, each in zip(replies, examples, strict=True)]

    def leaves(known: Callable[..., Any]) -> bool:
        """Whether a function leaves in its arguments what the student's does."""
        theirs = (_left_by(trial, known, each, signature, changes) for each in examples)
        return not changes or all(map(alike, left, theirs, repeat(0.0)))

    @cache
    def asked() -> list[Asked]:
        """Return what the law asks; few slips come so far that it matters."""
        return _asked_by(law, trial, target) if law is not None else []

    def shows(known: Callable[..., Any], wrong: Sequence[Any]) -> bool:
        """Whether a mistake is to be told from the right answer at all, at the precision that is set.

        Many show at extremes only; where those were not asked, whatever is nearly right looks like them.
        """
        right = trial.reference.answers[follows]
        return (
            not same([each.answer for each in rights], wrong, noises)
            or not all(_alike(known, right, signature, values) for values, _ in asked())
            or not leaves(right)  # while it leaves what the mistake does
        )

    for tolerance in (NEARLY, SINGLE):  # of two mistakes that look alike in float32, the closer one
        with tolerating(tolerance):
            for known, wrong in _catalogue(trial, follows, examples):
                if (
                    same(given, wrong, noises)
                    and leaves(known)
                    and all(_gives(known, signature, *each) for each in asked())
                    and shows(known, wrong)
                ):
                    mark: Known = known.__known_mistake__  # type: ignore[attr-defined]
                    return Diagnosis(known.__name__, sentence(known), mark.credit)

    def pairs() -> Iterator[tuple[Reply, Any, Any]]:
        """Yield each reply, as it came and conformed, and the right answer."""
        yield from zip(replies, given, (each.answer for each in rights), strict=True)
        for values, reply in asked():  # a slip that needs no catalogue must show on the law's inputs too
            args = signature.by_name(values)
            try:
                right = answer(trial.reference.answers[follows], values)
            except Exception:  # what a law asks may follow from a wrong answer; then nothing is a slip
                yield reply, RAISES, None
            else:
                yield reply, conformed(reply, signature, args), right

    return _up_to_a_factor(pairs()) or _transposed(pairs())


def _catalogue(
    trial: Trial, target: str, examples: Sequence[Example]
) -> Sequence[tuple[Callable[..., Any], list[Any]]]:
    """Return the known mistakes of a function, each with its answers to the examples."""
    signature, key = trial.reference.signatures[target], (target, examples[0], len(examples))
    if key not in trial.corpora.catalogues:
        trial.corpora.catalogues[key] = [
            (known, [_mistaken(trial, known, signature, example) for example in examples])
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
            _mistaken(trial, known, signature, example)
        for each in (trial.reference.answers[target], *known_ones) if changes else ():
            _left_by(trial, each, example, signature, changes)


Asked = tuple[Sequence[Any], Reply]


def _asked_by(law: Law, trial: Trial, target: str) -> list[Asked]:
    """Return what a law asks a function on its own examples, and the student's replies."""
    functions = {name: trial.student(name) for name in law.of}
    asked: list[Asked] = []
    for example in trial.corpora.examples(law.signature, trial.plan):
        with trial.hearing() as heard, trial.once(), suppress(Exception), np.errstate(all="ignore"):
            law.function(**law.given(functions), **all_handed(example.args))
        asked += [(trial.plain(target, each.values), each.reply) for each in heard if each.name == target]
        if len(asked) >= ENOUGH:
            break
    return asked


def _gives(known: Callable[..., Any], signature: Signature, values: Sequence[Any], reply: Reply) -> bool:
    """Whether a mistake gives the student's reply to a call."""
    (other,) = Local({"mistake": known}).ask("mistake", [values])
    return _same_reply(reply, other, signature, values)


def _alike(
    one: Callable[..., Any], other: Callable[..., Any], signature: Signature, values: Sequence[Any]
) -> bool:
    """Whether two functions give the same answer to a call."""
    functions = Local({"one": one, "other": other})
    (first,), (second,) = functions.ask("one", [values]), functions.ask("other", [values])
    return _same_reply(first, second, signature, values)


def _same_reply(reply: Reply, other: Reply, signature: Signature, values: Sequence[Any]) -> bool:
    args = signature.by_name(values)
    sizes = (float(np.abs(v).max(initial=0.0)) for v in values if isinstance(v, np.ndarray))
    noise = ROUNDING * max(sizes, default=0.0)
    return same([conformed(reply, signature, args)], [conformed(other, signature, args)], [noise])


def _mistaken(trial: Trial, known: Callable[..., Any], signature: Signature, example: Example) -> Any:
    """Return a mistake's answer to an example; worked out once for all submissions."""

    def work() -> Any:
        (reply,) = Local({"mistake": known}).ask("mistake", [example.values])
        return conformed(reply, signature, example.args)

    # Functions with the same inputs have the same examples, and may have mistakes of the same name.
    mark: Known = known.__known_mistake__  # type: ignore[attr-defined]
    return trial.corpora.remember(("mistake", mark.of, known.__name__), example, work)


def _left_by(
    trial: Trial, known: Callable[..., Any], example: Example, signature: Signature, changes: Sequence[str]
) -> Any:
    """Return what a mistake, or a right function, leaves; worked out once for all submissions."""

    def work() -> Any:
        (reply,) = Local({"known": known}).ask("known", [example.values])
        return left_after(reply, example, signature, changes)

    mark: Known | None = vars(known).get("__known_mistake__")
    what = ("left by", mark.of if mark else "", known.__name__, *changes)
    return trial.corpora.remember(what, example, work)


# ---- slips that need no catalogue --------------------------------------------------------------------


def _up_to_a_factor(pairs: Iterable[tuple[Reply, Any, Any]]) -> Diagnosis | None:
    """Recognise c times the right answer with one c ≠ 1 on all examples."""
    factor, telling = None, 0
    for _, one, other in pairs:
        if isinstance(one, (Raising, Misshapen)):
            return None
        if (isinstance(one, Frame) or isinstance(other, Frame)) and not _alike_but_for_decimals(one, other):
            return None
        ours, right = list(_arrays(one)), list(_arrays(other))
        if [each.shape for each in ours] != [each.shape for each in right]:
            return None
        for mine, theirs in zip(ours, right, strict=True):
            size = float(np.abs(theirs).max(initial=0.0))
            if size == 0 or not np.isfinite(theirs).all():
                continue
            telling += 1
            if factor is None:
                factor = float(mine.flat[np.abs(theirs).argmax()] / theirs.flat[np.abs(theirs).argmax()])
            allowed = 1e-5 * abs(factor) * size + 1e-12
            if not np.isfinite(factor) or not (np.abs(mine - factor * theirs) <= allowed).all():
                return None
    if factor is None or telling < TELLING or abs(factor) < 1e-9 or abs(factor - 1) < 1e-4:
        return None
    if abs(factor + 1) < 1e-4:
        message = "Your answer is right but for its sign: it is reversed."
        return Diagnosis("sign_reversed", message, slip=True)
    message = f"Your answer is right up to a constant factor: it is {factor:.6g} times what it should be."
    return Diagnosis("constant_factor", message, slip=True)


def _transposed(pairs: Iterable[tuple[Reply, Any, Any]]) -> Diagnosis | None:
    """Recognise a matrix handed back the other way round, on all examples."""
    told = False
    for reply, _, theirs in pairs:
        if not isinstance(reply, Answer) or not isinstance(theirs, np.ndarray) or theirs.ndim != 2:
            return None
        if not equal_raw(reply.value, theirs.T):
            return None
        told = told or not np.array_equal(theirs, theirs.T)
    message = "Your answer is transposed: the right numbers, with rows and columns exchanged."
    return Diagnosis("transposed", message, slip=True) if told else None


def _alike_but_for_decimals(one: Any, other: Any) -> bool:
    """Whether these are two tables that differ in nothing but their decimal numbers."""
    if not isinstance(one, Frame) or not isinstance(other, Frame):
        return False

    def rest(frame: Frame) -> Frame:
        kept = [each for each in frame.columns if each.family != "float"]
        return Frame(kept, frame.index, frame.length)

    return frames.alike(one, other) and same_words_or_table(rest(one), rest(other))


def _arrays(value: Any) -> Iterator[np.ndarray]:
    if isinstance(value, dict):
        value = tuple(value.values())
    if isinstance(value, Frame):
        value = tuple(each.values for each in value.columns if each.family == "float")
    for item in value if isinstance(value, (tuple, list)) else (value,):
        if isinstance(item, complex) or (isinstance(item, np.ndarray) and item.dtype.kind == "c"):
            number = np.asarray(item)
            yield np.stack([number.real, number.imag])
        elif isinstance(item, float) or (isinstance(item, np.ndarray) and item.dtype.kind in "biuf"):
            yield np.asarray(item, dtype=np.float64)
