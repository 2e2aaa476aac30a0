"""``law``: a statement about the student's functions, true of any right answer."""

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any

from grader.checks.exceptions import Crashed
from grader.checks.finding import Finding
from grader.checks.idle import idle
from grader.checks.kind import CheckKind, Objection, Objections, Uses
from grader.checks.left_changed import changes_an_argument, changes_unasked
from grader.checks.programs import first_changed
from grader.checks.readings import CHANGES, Judge, Misfit, Stopped, precisions
from grader.checks.repeat import repeated
from grader.checks.said import Heard
from grader.checks.search import Searched, search
from grader.checks.trial import Trial
from grader.checks.validate import returns_something
from grader.errors import GraderError, nearest, suggestion
from grader.examples.calls import Calls
from grader.examples.draw import Example
from grader.examples.expected import SMALLEST, expected, largest_of
from grader.functions.bounded import TooLong
from grader.functions.own_work import AT_ONCE, IN_ALL, own_work
from grader.functions.reply import Answer, Failure
from grader.functions.script import LawScript, Thing
from grader.model import Check, Form, Verdict
from grader.reference.contents import Reference
from grader.reference.mistakes import SLIPS
from grader.signatures.programs import ProgramSignature
from grader.values.code import code
from grader.values.compare import DOUBLE, SINGLE, Tolerance, tolerating
from grader.values.wrong import Wrong


def law(trial: Trial, target: str, *, untouched: bool = False) -> Finding:
    """Try the law on every example; the law itself calls the student's functions.

    With ``untouched`` the functions must leave their arguments as they are, as under ``matches``: say so in
    one check of a function that only laws judge.
    """
    stated = trial.reference.laws[target]
    if missing := trial.missing(*stated.of):
        return missing
    # What it asks a right submission is asked in one go; anything else crosses singly.
    asked = trial.corpora.of_law(target, trial.plan)
    trial.prefetch(*asked)
    tried = searched(trial, target)
    finding = search(tried)
    if finding.verdict is Verdict.FAILED:  # the evidence has the details
        return replace(finding, message=stated.sentence)
    if finding.verdict is Verdict.PASSED and (differs := repeated(trial, asked)):
        return differs
    if finding.verdict is Verdict.PASSED and (
        nothing := idle(trial, stated.of, len(trial.corpora.examples(stated.signature, trial.plan)))
    ):
        return nothing
    if finding.verdict is Verdict.PASSED and untouched:
        return touched(trial, asked, tried.call) or finding
    return finding


def searched(trial: Trial, target: str, **_: Any) -> Searched:
    """Return what is tried on each example: the law itself."""
    stated = trial.reference.laws[target]
    of = ", ".join(stated.of)

    def call(args: Mapping[str, Any]) -> str:
        return f"{of} at {', '.join(args)}" if args else f"{of}()"

    lone = not any(trial.reference.signatures[name].parameters for name in stated.of)
    readings = precisions(judgement(trial, target), lone=lone, tensors=stated.hands_tensors)
    asked = trial.corpora.of_law(target, trial.plan)

    def lines(example: Example) -> str:
        return "\n".join(map(code, trial.corpora.programs(target, example)))

    return Searched(trial, stated.signature, readings, call, ("law", target), asked, lines)


def touched(trial: Trial, asked: Sequence[Calls], call: Callable[..., str]) -> Finding | None:
    """Return a finding where a function changed an argument in one of the calls that a law makes."""
    for calls in asked:
        signature = trial.reference.signatures[calls.name]
        for reply, values, example in zip(
            trial.replies_to(calls), calls.arguments, calls.examples, strict=True
        ):
            if isinstance(signature, ProgramSignature):
                found = first_changed(signature, values[0], reply.changed)
                if found is not None:
                    return changes_unasked(found.said, code(values[0], "", found.step), {})
            elif reply.changed:
                return changes_an_argument(trial, calls.name, reply.changed[0], call, example)
    return None


def judgement(trial: Trial, target: str) -> Callable[[Tolerance], Judge]:
    """Judge by a law; where it fails in single precision only, with what that loses on its inputs."""
    stated = trial.reference.laws[target]
    left = IN_ALL

    def judgement(tolerance: Tolerance) -> Judge:
        functions = {name: trial.student(name, tolerance) for name in stated.of}

        def judge(example: Example) -> None:
            with trial.hearing.hearing() as heard:
                try:
                    with tolerating(replace(tolerance, noise=DOUBLE.noise)):
                        holds(example)
                except Wrong:
                    if tolerance is DOUBLE:
                        raise
                else:
                    return
            # What single precision loses depends on the input: the answer to huge ones may have few digits.
            floor = SINGLE.noise * _noise(trial, heard)
            most = tolerance.relative * _largest(trial, target, example)
            with tolerating(replace(tolerance, floor=floor, most=most)):
                holds(example)

        def holds(example: Example) -> None:
            nonlocal left
            before = time.process_time()
            try:
                _hold(trial, target, tolerance, functions, example, min(left, AT_ONCE))
            finally:
                left -= time.process_time() - before

        return judge

    return judgement


def _hold(
    trial: Trial,
    target: str,
    tolerance: Tolerance,
    functions: Mapping[str, Any],
    example: Example,
    seconds: float,
) -> None:
    """Raise what is wrong by a law on an example; Stopped where it computes longer than these seconds."""
    stated = trial.reference.laws[target]
    known = next((p for p in trial.corpora.programs(target, example)), None)
    with trial.hearing.hearing() as heard, trial.once(tolerance, known) as script:
        try:
            held = own_work(lambda: stated.tried(functions, example.args), seconds)
        except TooLong:
            raise _endless(target, heard) from None
        except AssertionError as broken:
            raise _with_program(Wrong(str(broken), _answers(heard)), script) from None
        except Wrong as wrong:
            raise _with_program(wrong, script) from None
    if getattr(held, "ndim", 0):
        raise GraderError(f"the law `{target}` returns an array, not True or False: compare with `agree`")
    if held is not None and not held:  # a truth value has no values to show; the answers are known
        raise _with_program(Wrong("", _answers(heard)), script)


def _with_program(wrong: Wrong, script: LawScript) -> Wrong:
    """Return what is wrong with the program behind it, which is shown, if the law used objects."""
    if script.steps and wrong.written is None:
        broken = isinstance(wrong, Crashed)
        said = "this fails" if broken else "the law does not hold"
        before = {n: kind for n, kind in script.raised.items() if n < len(script.steps) - 1}
        wrong.written = partial(code, script.program, said, None, before)
        if not isinstance(wrong, Misfit) and not (wrong.expected is not None and _can_be_shown(wrong.got)):
            wrong.got = None  # the answers to the steps, or an object
    return wrong


def _can_be_shown(value: Any) -> bool:
    """Whether a value is none of the student's objects, and holds none."""
    if isinstance(value, (list, tuple)):
        return all(map(_can_be_shown, value))
    return not isinstance(value, (Thing, dict, set, frozenset))


def _endless(target: str, heard: Sequence[Heard]) -> BaseException:
    """Return what to raise where a law does not end with what it was answered last."""
    if not heard:
        return GraderError(f"the law `{target}` takes longer than {AT_ONCE:g} s before it asks anything")
    said = f"what follows from your answer could not be worked out within {AT_ONCE:g} s"
    return Stopped(Failure(Verdict.TIMED_OUT, said), heard[-1].name, heard[-1].values)


def _answers(heard: Sequence[Heard]) -> Any:
    """Return what a law was answered, in the order in which it asked, to show it."""
    answers = [each.reply.value for each in heard if isinstance(each.reply, Answer)]
    return tuple(answers) if len(answers) > 1 else answers[0] if answers else None


def _noise(trial: Trial, heard: Sequence[Heard]) -> float:
    """Return how far the right answers to what a law asked move with their inputs, all together."""
    noise = 0.0
    for each in heard:
        with suppress(Exception):  # a law may ask what has no answer; and a kit has none of its own
            found = expected(trial.reference.answers[each.name], each.values).noise
            most = float(max(found) if isinstance(found, (tuple, list)) else found)
            noise += most - SMALLEST * largest_of(each.values)
    return noise


def _largest(trial: Trial, target: str, example: Example) -> float:
    """Return the size of the largest number that a law works with, where it asks right answers."""
    asked = trial.corpora.asked(target, example).values()
    return largest_of([example.values, *(values for calls in asked for values in calls)])


# ---- the kind ----------------------------------------------------------------------------------------


def _functions_of(check: Check, reference: Reference) -> tuple[str, ...]:
    return reference.laws[check.target].of if check.target in reference.laws else ()


def _calls(trial: Trial, check: Check) -> list[Calls]:
    return list(trial.corpora.of_law(check.target, trial.plan))


def _validate(check: Check, reference: Reference, _: Collection[str]) -> Objections:
    target = check.target
    if refusal := reference.refusal(target):
        yield refusal
        return
    if target not in reference.laws:
        close = suggestion(target, reference.laws)
        yield Objection(f"there is no law `{target}` in the reference{close}")
        return
    if not reference.laws[target].of:
        message = f"the law `{target}` is about no function: an argument without annotation is one"
        yield Objection(message)
    for function in reference.laws[target].of:
        yield from returns_something(reference, function)
        if refusal := reference.refusal(function):
            yield refusal
        elif function not in reference.answers:
            message = f"the law `{target}` is about `{function}`, which the reference does not have"
            near = nearest(function, reference.answers)
            meant = f"did you mean `{near}`" if near else "does the argument lack its annotation"
            yield Objection(f"{message}; {meant}?")


KIND = CheckKind(
    "law",
    law,
    title=lambda check: check.target.replace("_", " "),  # laws have sentences for names
    validate=_validate,
    form=Form.STATEMENT,
    slips_of=lambda check: SLIPS if check.options.get("untouched") else set(SLIPS) - {CHANGES},
    functions_of=_functions_of,
    uses=lambda check: Uses(laws=(check.target,)),
    plan_of=lambda _: None,
    calls=_calls,
    searched=searched,
)
