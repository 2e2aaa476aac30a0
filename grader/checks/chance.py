"""``chance``: a law of functions that draw at random, which may answer the same call differently each time.

Each call that it makes is really made, as often as it makes it.  A right function fails less than once in 10⁹
(``grader.values.chance``): a failure is never made smaller, for other inputs would be other draws.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from grader.checks import law
from grader.checks.diagnose import Diagnosis
from grader.checks.exceptions import Crashed
from grader.checks.finding import Finding
from grader.checks.trial import CHANGES, Stopped, Trial
from grader.errors import GraderError
from grader.examples.corpora import Calls
from grader.examples.draw import Example, Plan
from grader.functions.local import Local
from grader.functions.reply import Answer
from grader.model import Check, Evidence, Verdict
from grader.reference.contents import sentence
from grader.reference.mistakes import Known
from grader.signatures.parts import compared
from grader.signatures.pick import Mood
from grader.signatures.specs import Spec
from grader.values.chance import FALSE_ALARM, Power, alarm, alike
from grader.values.compare import DOUBLE, NEARLY, tolerating
from grader.values.numbers import numbers
from grader.values.wrong import Wrong

TRIES = 20  # of each known mistake, to see how often it is found
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
                return Finding(verdict, message=stated.sentence, evidence=Evidence(*shown))
    except Stopped as stopped:
        inputs = trial.reference.signatures[stopped.name].by_name(stopped.values)
        written = trial.reference.signatures[stopped.name].written(stopped.name, inputs)
        said = stopped.failure.message
        return Finding(stopped.failure.verdict, message=said, evidence=Evidence(said, written, inputs))
    return (untouched and law.touched(trial, asked, call)) or Finding(Verdict.PASSED, 1.0)


def _wrong(trial: Trial, target: str, example: Example, examples: int) -> Wrong | None:
    """Return what is wrong on one of so many examples, or None."""
    judge = law.judgement(trial, target)(DOUBLE)
    try:
        with tolerating(NEARLY), np.errstate(all="ignore"), alarm(FALSE_ALARM / examples):
            judge(example)
    except Wrong as wrong:
        return wrong
    except GraderError:
        raise
    except Exception as problem:  # the law met an answer it cannot even calculate with
        return Wrong(f"nothing could be calculated from the answer ({type(problem).__name__}: {problem})")
    return None


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
        theirs = _entries([trial.replies[number] for number in each.numbers], returns)
        for known in trial.reference.mistakes.get(each.name, ()):
            function = Local({each.name: known})
            far = alike(theirs, _entries(function.ask(each.name, each.arguments), returns), RISK)
            if far is not None and far < nearest[0] and not _passes(trial, check, known, each.name):
                mark: Known = known.__known_mistake__  # type: ignore[attr-defined]
                nearest = far, Diagnosis(known.__name__, sentence(known), mark.credit)
    return nearest[1]


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
        with alarm(FALSE_ALARM / len(examples)) as spent:
            law.judgement(replace(trial, functions=Local(trial.reference.answers)), check.target)(DOUBLE)(
                example
            )
        powers += spent.powers
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
    name="chance",
    run=chance,
    slips_of=lambda check: (CHANGES,) if check.options.get("untouched") else (),
    calls=lambda trial, check: _calls(trial, check.target),
    named=_named,
    power=_power,
    repeats=False,
)
