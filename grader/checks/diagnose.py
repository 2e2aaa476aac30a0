"""Which mistake is it?  A failed function's answers, held against those of the known mistakes.

A mistake is recognised where the submission gives its answers on every stored example: what is named is what
can be observed.  A few slips need no catalogue: a constant factor, a reversed sign, a transposed result.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import numpy as np

from grader.checks.trial import Trial
from grader.examples.corpora import Calls
from grader.examples.draw import Example, answer
from grader.functions.local import Answer, Failure, Local, Reply
from grader.reference.load import Law, sentence
from grader.reference.mistakes import Known
from grader.signatures.conform import conform
from grader.signatures.inputs import Signature
from grader.values.compare import NEARLY, SINGLE, Wrong, agree, tolerating
from grader.values.exceptions import Due, due
from grader.values.handed import all_handed
from grader.values.stored import storable

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


@storable("raises")
@dataclass(frozen=True)
class Raising:
    """What a function gives on an example on which it raises."""


RAISES = Raising()


def diagnose(trial: Trial, target: str, law: Law | None, calls: Calls, follows: str = "") -> Diagnosis | None:
    """Return the mistake that a student's function makes, or None where its answers are no mistake's we know.

    ``calls`` are those of the function on which its answers are compared.  ``law`` is the law that was
    broken, if it was one: a slip may show on its own inputs and nowhere else.  ``follows`` is the function of
    the reference whose convention the answers may follow, if it is another.
    """
    trial.prefetch(calls)
    moods = [str(example.mood) for example in calls.examples]
    last = calls.examples[-1].choices
    what = ("mistake", target, law.function.__name__ if law else "", trial.plan.count, moods, last, follows)
    return trial.memoised(what, [calls], partial(_diagnosed, trial, target, law, calls, follows or target))


def _diagnosed(trial: Trial, target: str, law: Law | None, calls: Calls, follows: str) -> Diagnosis | None:
    signature, examples, replies = trial.reference.signatures[target], calls.examples, trial.replies_to(calls)
    if any(isinstance(reply, Failure) and reply.final for reply in replies):
        return None
    given = [_conformed(reply, signature, each.args) for reply, each in zip(replies, examples, strict=True)]
    if all(isinstance(answer, Raising) for answer in given):
        return None  # it never answers: the exception says more than any mistake's name
    rights = [trial.corpora.expected(follows, example) for example in examples]
    noises = [each.noise for each in rights]

    @cache
    def asked() -> list[Asked]:
        """Return what the law asks; few slips come so far that it matters."""
        return _asked_by(law, trial, target) if law is not None else []

    def shows(known: Callable[..., Any], wrong: Sequence[Any]) -> bool:
        """Whether a mistake is to be told from the right answer at all, at the precision that is set.

        Many show at extremes only; where those were not asked, whatever is nearly right looks like them.
        """
        right = trial.reference.answers[follows]
        return not _same([each.answer for each in rights], wrong, noises) or not all(
            _alike(known, right, signature, values) for values, _ in asked()
        )

    for tolerance in (NEARLY, SINGLE):  # of two mistakes that look alike in float32, the closer one
        with tolerating(tolerance):
            for known, wrong in _catalogue(trial, follows, examples):
                if (
                    _same(given, wrong, noises)
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
                yield reply, _conformed(reply, signature, args), right

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


def precompute_mistakes(trial: Trial, target: str, examples: Sequence[Example]) -> None:
    """Work out beforehand the answers of the known mistakes."""
    signature = trial.reference.signatures[target]
    for example in examples:
        for known in trial.reference.mistakes.get(target, ()):
            _mistaken(trial, known, signature, example)


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
    return _same([_conformed(reply, signature, args)], [_conformed(other, signature, args)], [noise])


def _conformed(reply: Reply, signature: Signature, args: Mapping[str, Any]) -> Any:
    """Return an answer as its annotation says, as it came if it cannot be read so, or RAISES."""
    if isinstance(reply, Failure):
        return due(reply.kinds, signature.raises) or RAISES
    try:
        return conform(reply.value, signature.answer_spec(args), signature.sizes(args))
    except (Wrong, KeyError):  # another shape; or a witness, whose shapes are its own
        return Misshapen(reply.value)


@storable("misshapen")
@dataclass(frozen=True)
class Misshapen:
    """An answer of another shape than it should have."""

    value: Any


def _mistaken(trial: Trial, known: Callable[..., Any], signature: Signature, example: Example) -> Any:
    """Return a mistake's answer to an example; worked out once for all submissions."""

    def work() -> Any:
        (reply,) = Local({"mistake": known}).ask("mistake", [example.values])
        return _conformed(reply, signature, example.args)

    # Functions with the same inputs have the same examples, and may have mistakes of the same name.
    mark: Known = known.__known_mistake__  # type: ignore[attr-defined]
    return trial.corpora.remember(("mistake", mark.of, known.__name__), example, work)


def differ(
    trial: Trial, name: str, one: Callable[..., Any], other: Callable[..., Any], example: Example
) -> bool:
    """Whether two known mistakes of a function are told apart by their answers to an example."""
    signature = trial.reference.signatures[name]
    answers = [_mistaken(trial, known, signature, example) for known in (one, other)]
    with tolerating(NEARLY):
        return not _agree(*answers, trial.corpora.expected(name, example).noise)


def _same(given: Sequence[Any], wrong: Sequence[Any], noises: Sequence[Any]) -> bool:
    """Whether two functions give the same answers on all examples, at the precision that is set."""
    return all(map(_agree, given, wrong, noises))


def _agree(one: Any, other: Any, noise: Any) -> bool:
    if isinstance(one, Raising) or isinstance(other, Raising):
        return isinstance(one, Raising) and isinstance(other, Raising)
    if isinstance(one, Misshapen) or isinstance(other, Misshapen):
        both = isinstance(one, Misshapen) and isinstance(other, Misshapen)
        return both and _equal_raw(one.value, other.value)
    if isinstance(one, Due) or isinstance(other, Due):
        return bool(one == other)
    try:
        agree(one, other, noise=noise, nan=True)
    except Wrong:
        return False
    return True


def _equal_raw(one: Any, other: Any) -> bool:
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(map(_equal_raw, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_equal_raw(one[key], other[key]) for key in one)
    try:
        a, b = np.asarray(one, dtype=complex), np.asarray(other, dtype=complex)
    except (TypeError, ValueError):
        return False
    return a.shape == b.shape and np.allclose(a, b, rtol=1e-5, atol=1e-12, equal_nan=True)


# ---- slips that need no catalogue --------------------------------------------------------------------


def _up_to_a_factor(pairs: Iterable[tuple[Reply, Any, Any]]) -> Diagnosis | None:
    """Recognise c times the right answer with one c ≠ 1 on all examples."""
    factor, telling = None, 0
    for _, one, other in pairs:
        if isinstance(one, (Raising, Misshapen)):
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
        if not _equal_raw(reply.value, theirs.T):
            return None
        told = told or not np.array_equal(theirs, theirs.T)
    message = "Your answer is transposed: the right numbers, with rows and columns exchanged."
    return Diagnosis("transposed", message, slip=True) if told else None


def _arrays(value: Any) -> Iterator[np.ndarray]:
    if isinstance(value, dict):
        value = tuple(value.values())
    for item in value if isinstance(value, (tuple, list)) else (value,):
        if isinstance(item, complex) or (isinstance(item, np.ndarray) and item.dtype.kind == "c"):
            number = np.asarray(item)
            yield np.stack([number.real, number.imag])
        elif isinstance(item, float) or (isinstance(item, np.ndarray) and item.dtype.kind in "biuf"):
            yield np.asarray(item, dtype=np.float64)
