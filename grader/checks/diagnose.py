"""Which mistake is it?  A failed function's answers, held against those of the known mistakes.

A mistake is recognised where the submission gives its answers on every stored example: what is named is what
can be observed.  A few slips need no catalogue: a constant factor, a reversed sign, a transposed result.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache, partial
from typing import Any

import numpy as np

from grader.checks.finding import Diagnosis
from grader.checks.given import RAISES, Misshapen, Raising, same
from grader.checks.slips import transposed, up_to_a_factor
from grader.checks.trial import Trial
from grader.examples.corpora import Calls
from grader.examples.draw import Example, answer
from grader.functions.local import Failure, Local, Reply
from grader.reference.load import Law, sentence
from grader.reference.mistakes import Known
from grader.signatures.conform import conform
from grader.signatures.inputs import Signature
from grader.values.compare import NEARLY, SINGLE, Wrong, tolerating
from grader.values.exceptions import due
from grader.values.handed import all_handed

ROUNDING = 1e-12  # of the largest input: what is left where terms of a law's own inputs cancel
ENOUGH = 200  # calls that a law made, to tell one mistake from another


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
        return not same([each.answer for each in rights], wrong, noises) or not all(
            _alike(known, right, signature, values) for values, _ in asked()
        )

    for tolerance in (NEARLY, SINGLE):  # of two mistakes that look alike in float32, the closer one
        with tolerating(tolerance):
            for known, wrong in _catalogue(trial, follows, examples):
                if (
                    same(given, wrong, noises)
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

    return up_to_a_factor(pairs()) or transposed(pairs())


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
    return same([_conformed(reply, signature, args)], [_conformed(other, signature, args)], [noise])


def _conformed(reply: Reply, signature: Signature, args: Mapping[str, Any]) -> Any:
    """Return an answer as its annotation says, as it came if it cannot be read so, or RAISES."""
    if isinstance(reply, Failure):
        return due(reply.kinds, signature.raises) or RAISES
    try:
        return conform(reply.value, signature.answer_spec(args), signature.sizes(args))
    except (Wrong, KeyError):  # another shape; or a witness, whose shapes are its own
        return Misshapen(reply.value)


def _mistaken(trial: Trial, known: Callable[..., Any], signature: Signature, example: Example) -> Any:
    """Return a mistake's answer to an example; worked out once for all submissions."""

    def work() -> Any:
        (reply,) = Local({"mistake": known}).ask("mistake", [example.values])
        return _conformed(reply, signature, example.args)

    # Functions with the same inputs have the same examples, and may have mistakes of the same name.
    mark: Known = known.__known_mistake__  # type: ignore[attr-defined]
    return trial.corpora.remember(("mistake", mark.of, known.__name__), example, work)
