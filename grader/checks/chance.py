"""``chance``: a law of functions that draw at random, which may answer the same call differently each time.

Each call that it makes is really made, as often as it makes it.  A right function fails less than once in 10⁹
(``grader.values.chance``): a failure is never made smaller, for other inputs would be other draws.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import log
from typing import Any

import numpy as np

from grader.checks import law
from grader.checks.diagnose import Diagnosis
from grader.checks.exceptions import Crashed
from grader.checks.finding import Finding
from grader.checks.readings import CHANGES, Stopped
from grader.checks.trial import Trial
from grader.errors import GraderError
from grader.examples.calls import Calls
from grader.examples.draw import Example, Plan
from grader.functions.arguments import Arguments
from grader.functions.local import Local
from grader.functions.reply import Answer
from grader.model import Check, Evidence, Verdict
from grader.reference.contents import sentence
from grader.reference.mistakes import Known
from grader.signatures.parts import compared
from grader.signatures.pick import Mood
from grader.signatures.specs import Spec
from grader.values.chance import FALSE_ALARM, ORDER, Alarm, Power, alarm, alike
from grader.values.compare import DOUBLE, NEARLY, tolerating
from grader.values.fingerprint import fingerprint
from grader.values.numbers import numbers
from grader.values.order import CONSTANT, oddity, varies
from grader.values.wire import Seeded
from grader.values.wrong import Wrong

TRIES = 20  # of each known mistake, to see how often it is found
SEEDS = 9  # with which a call is made again, to see whether the answers are others
AGAIN = 200  # pairs of seeds that the reference is asked with, where a student's answers are all the same
DEPENDENT = "these are no independent draws: {odd}"
RISK = 1e-6  # that a student's draws are not taken for those of the mistake that they come from


def chance(trial: Trial, target: str, *, untouched: bool = False) -> Finding:
    """Try the law on one example of each mood; what it compares shares the false alarms that are allowed.

    With ``untouched`` the functions must leave their arguments as they are.
    """
    stated = trial.reference.laws[target]
    if missing := trial.missing(*stated.of):
        return missing
    asked = _calls(trial, target)
    trial.prefetch(*asked)

    def call(args: Mapping[str, Any]) -> str:
        return ", ".join(stated.of) + (f" at {', '.join(args)}" if args else "()")

    examples = trial.corpora.examples(stated.signature, _plan(trial.plan))
    try:
        for example in examples:
            if (wrong := _wrong(trial, target, example, len(examples))) is not None:
                verdict = Verdict.RAISED if isinstance(wrong, Crashed) else Verdict.FAILED
                shown = (
                    wrong.message,
                    call(example.args),
                    example.args,
                    wrong.got,
                    wrong.expected,
                    wrong.where,
                )
                evidence = Evidence(*shown, plot=wrong.plot)
                return Finding(verdict, message=stated.sentence, evidence=evidence)
    except Stopped as stopped:
        inputs = trial.reference.signatures[stopped.name].by_name(stopped.values)
        written = trial.reference.signatures[stopped.name].written(stopped.name, inputs)
        said = stopped.failure.message
        return Finding(stopped.failure.verdict, message=said, evidence=Evidence(said, written, inputs))
    return (
        _dependent(trial, asked)
        or _of_no_seed(trial, asked)
        or (untouched and law.touched(trial, asked, call))
        or Finding(Verdict.PASSED, 1.0)
    )


def _dependent(trial: Trial, asked: Sequence[Calls]) -> Finding | None:
    """Return a finding where the answers to one and the same call, as they came in time, are no draws.

    A law is handed its answers in another order than that in which the calls were made.
    """
    for calls in asked:
        alike: dict[Any, list[int]] = {}
        for number, arguments in trial.said.asked.get(calls.name, {}).items():
            if not any(type(each) is Seeded for each in arguments):
                alike.setdefault(fingerprint(arguments), []).append(number)
        for numbers_ in alike.values():
            limit = -log(ORDER / 2 * FALSE_ALARM / len(alike) / len(asked))
            arguments = trial.said.asked[calls.name][numbers_[0]]
            theirs = [trial.said.replies[number] for number in numbers_]
            if odd := oddity(_in_order(trial, calls.name, theirs), limit):
                again = Local(trial.reference.answers).ask(calls.name, [arguments] * len(theirs))
                ours = _in_order(trial, calls.name, again)
                if ours.size == len(theirs) and not oddity(ours, limit) and (varies(ours) or odd != CONSTANT):
                    return _finding(trial, calls.name, arguments, DEPENDENT.format(odd=odd))
    return None


def _in_order(trial: Trial, name: str, replies: Sequence[Any]) -> np.ndarray:
    """Return a number of each answer: its first one, or else its place among all different ones."""
    returns = trial.reference.signatures[name].returns
    if not all(isinstance(each, Answer) for each in replies):
        return np.zeros(0)
    first = [_entries([each], returns)[:1] for each in replies]
    if all(first):
        return np.array(first).ravel()
    places = {bits: place for place, bits in enumerate(sorted({each.bits for each in replies}))}
    return np.array([places[each.bits] for each in replies])


def _of_no_seed(trial: Trial, asked: Sequence[Calls]) -> Finding | None:
    """Return a finding where a function that is handed a generator answers the same whichever it is.

    If two answers are one with a probability of p, ten are one, while those of so many pairs of the
    reference's all differ, with one of p⁹(1 − p)²⁰⁰ at most: below 10⁻¹⁵ for every p.
    """
    for calls in asked:
        arguments = next((each for each in calls.arguments if any(type(v) is Seeded for v in each)), None)
        if arguments is None:
            continue
        theirs = trial.functions.ask(calls.name, [_with_seed(arguments, n) for n in range(SEEDS + 1)])
        if len({each.bits for each in theirs}) > 1 or not isinstance(theirs[0], Answer):
            continue
        ours = Local(trial.reference.answers).ask(
            calls.name, [_with_seed(arguments, n) for n in range(2 * AGAIN)]
        )
        if all(one.bits != other.bits for one, other in zip(ours[::2], ours[1::2], strict=True)):
            said = f"`{calls.name}` returns the same with every generator: draw from the one it is handed"
            return _finding(trial, calls.name, arguments, said)
    return None


def _with_seed(arguments: Arguments, seed: int) -> Arguments:
    given = (replace(each, seed=seed) if type(each) is Seeded else each for each in arguments)
    return Arguments.of(given, arguments.named)


def _finding(trial: Trial, name: str, arguments: Arguments, said: str) -> Finding:
    """Return what is said of a call that the law makes, on all of its inputs."""
    signature = trial.reference.signatures[name]
    inputs = signature.by_name(arguments)
    evidence = Evidence(said, signature.written(name, inputs), signature.shown(inputs))
    return Finding(Verdict.FAILED, message=said, evidence=evidence)


def _wrong(trial: Trial, target: str, example: Example, examples: int) -> Wrong | None:
    """Return what is wrong on one of so many examples, or None."""
    judge = law.judgement(trial, target)(DOUBLE)
    try:
        with tolerating(NEARLY), np.errstate(all="ignore"), alarm(FALSE_ALARM / examples) as spent:
            judge(example)
    except Wrong as wrong:
        return wrong
    except GraderError:
        raise
    except Exception as problem:  # the law met an answer it cannot even calculate with
        return Wrong(f"nothing could be calculated from the answer ({type(problem).__name__}: {problem})")
    return _odd(trial, target, example, examples, spent) if any(spent.odd) else None


def _odd(trial: Trial, target: str, example: Example, examples: int, spent: Alarm) -> Wrong | None:
    """Return what is odd about the order of draws that may be right; None where the reference's are as odd.

    A law may sort what it compares, or ask for what does not vary.
    """
    try:
        right = _drawn_right(trial, target, example, examples)
    except Exception:  # a kit has no functions of the reference's
        return None
    for odd, ours, vary in zip(spent.odd, right.odd, right.vary, strict=False):
        if odd and not ours and (vary or odd != CONSTANT):
            return Wrong(DEPENDENT.format(odd=odd))
    return None


def _drawn_right(trial: Trial, target: str, example: Example, examples: int) -> Alarm:
    """Try the law on functions of the reference; return what was noted of their draws."""
    right = replace(trial, functions=Local(trial.reference.answers), said=replace(trial.said, replies={}))
    with tolerating(NEARLY), np.errstate(all="ignore"), alarm(FALSE_ALARM / examples) as spent:
        law.judgement(right, target)(DOUBLE)(example)
    return spent


def _plan(plan: Plan) -> Plan:
    """Return the plan of one example a mood: each is many draws."""
    return replace(plan, count=len(Mood), moods=tuple(Mood))


def _calls(trial: Trial, target: str) -> list[Calls]:
    with alarm(FALSE_ALARM):  # that what the reference draws is right is found out when it is tried
        return list(trial.corpora.of_law(target, _plan(trial.plan)))


# ---- the kind ----------------------------------------------------------------------------------------


def _named(trial: Trial, check: Check) -> Diagnosis | None:
    """Return the mistake whose draws are distributed as the student's, to the same calls, if one's are."""
    calls = _calls(trial, check.target)
    nearest: tuple[float, Diagnosis | None] = (2.0, None)
    for each in calls:
        returns = trial.reference.signatures[each.name].returns
        replies = [trial.said.replies[number] for number in each.numbers]
        theirs, never = _entries(replies, returns), _never_differ(each, replies)
        for known in trial.reference.mistakes.get(each.name, ()):
            its = Local({each.name: known}).ask(each.name, each.arguments)
            # The same entries in each answer may be as many as in draws of which each is another.
            far = alike(theirs, _entries(its, returns), RISK) if _never_differ(each, its) is never else None
            if far is not None and far < nearest[0] and not _passes(trial, check, known, each.name):
                mark: Known = known.__known_mistake__  # type: ignore[attr-defined]
                nearest = far, Diagnosis(known.__name__, sentence(known), mark.credit)
    return nearest[1]


def _never_differ(calls: Calls, replies: Sequence[Any]) -> bool:
    """Whether the same call, made several times, gets the same answer each time."""
    by_call: dict[Any, set[Any]] = {}
    for arguments, reply in zip(calls.arguments, replies, strict=True):
        by_call.setdefault(fingerprint(arguments), set()).add(getattr(reply, "bits", None))
    return len(by_call) < len(replies) and all(len(answers) == 1 for answers in by_call.values())


def _entries(replies: Sequence[Any], returns: Spec | None) -> list[float]:
    """Return all numbers of some answers, but the student's own parts; none where one is no number."""
    found: list[float] = []
    for reply in replies:
        if isinstance(reply, Answer):
            value = compared(reply.value, returns)
            try:
                parts = [numbers(each) for each in (value if isinstance(value, tuple) else (value,))]
            except Wrong:
                return []
            found += [float(entry) for part in parts for entry in part.ravel()]
    return found


def _passes(trial: Trial, check: Check, known: Any, name: str) -> bool:
    """Whether a mistake passes a check, in the place of the right function."""
    return chance(_tried(trial, known, name), check.target, **check.options).share == 1


def _tried(trial: Trial, known: Any, name: str) -> Trial:
    functions = Local({**trial.reference.answers, name: known})
    return Trial(trial.reference, trial.corpora, functions, trial.plan)


def _power(trial: Trial, check: Check) -> list[str]:
    """Return what a check finds, in lines: by the bounds, and of the known mistakes, tried so often."""
    stated = trial.reference.laws[check.target]
    examples = trial.corpora.examples(stated.signature, _plan(trial.plan))
    powers: list[Power] = []
    for example in examples:
        powers += _drawn_right(trial, check.target, example, len(examples)).powers
    lines = []
    if powers:
        worst = max(powers, key=lambda power: power.finds)
        lines.append(
            f"fails a right function less than once in 10^9, and finds 9 times of 10 what is off by "
            f"{worst.finds:.2g} ({worst.draws} draws)"
        )
    for name in stated.of:
        for known in trial.reference.mistakes.get(name, ()):
            found = sum(not _passes(trial, check, known, name) for _ in range(TRIES))
            lines.append(f"finds {known.__name__} {found} times of {TRIES}")
    return lines


KIND = replace(
    law.KIND,
    searched=None,  # all examples together decide
    name="chance",
    run=chance,
    slips_of=lambda check: (CHANGES,) if check.options.get("untouched") else (),
    calls=lambda trial, check: _calls(trial, check.target),
    named=_named,
    power=_power,
    repeats=False,
)
