"""The steps of programs as cases: each call with what went before it, up to the first wrong answer."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from grader.checks.trial import Trial
from grader.examples.draw import Example
from grader.patterns.history import HISTORY, Called, History
from grader.patterns.tried import Tried
from grader.signatures.conform import conform
from grader.signatures.programs import ProgramSignature
from grader.signatures.signature import Signature
from grader.signatures.specs import Spec, lengths_in
from grader.values.exceptions import Due, StepRaised
from grader.values.objects import Made
from grader.values.programs import ITSELF, MADE, USED, Program, ProgramStep, Ref, judges
from grader.values.wrong import Wrong

Wrongs = Sequence[tuple[Example, Exception | None]]


def arguments_of(signature: ProgramSignature) -> Signature:
    """Return what is drawn for the calls of programs, by name: as if one function had all of it."""
    return Signature(signature.arguments, None)


def step_cases(
    trial: Trial, signature: ProgramSignature, target: str, follows: str, wrongs: Wrongs
) -> list[Tried]:
    """Return every call that was asked for an answer, up to the first that is wrong in each program.

    What comes after a wrong answer may be wrong because of it, and tells nothing.
    """
    return [
        case
        for example, wrong in wrongs
        if wrong is None or getattr(wrong, "step", None) is not None
        for case in _of_program(trial, signature, target, follows, example, wrong)
    ]


def _of_program(
    trial: Trial, signature: ProgramSignature, target: str, follows: str, example: Example, wrong: Any
) -> Iterator[Tried]:
    program: Program = example.args["program"]
    right = trial.corpora.expected(follows or target, example).answer
    answers = trial.steps(target, program)[0]
    specs, judged = signature.answer_spec(example.args).items, signature.programs.judged
    last = len(specs) - 1 if wrong is None else wrong.step
    names = {each.call: each.names for each in signature.programs.calls}
    called: list[tuple[Ref | None, Sequence[Ref], Called]] = []
    objects, made = 0, _made(signature)
    for place, (step, due) in enumerate(zip(program.steps[: last + 1], right, strict=False)):
        about = step.arguments[0] if step.call[0] in ".@" else None
        given = step.arguments[about is not None :]
        now = Called(named(step), tuple(map(repr, given)), raised=isinstance(due, Due))
        failed = wrong is not None and place == last
        asked = failed or not step.keep or isinstance(due, Due)
        if asked and (not judged or judges(program.steps, place, judged)):
            look = about if step.call == ITSELF else None
            before = [each for ref, used, each in called if about in (None, ref) or look in used]
            values = zip(names.get(step.call, ()), given, strict=False)
            args = {name: value for name, value in values if not isinstance(value, USED)}
            args[HISTORY] = History(replace(now, name=_asked(program, place)), before, objects, made)
            right = Made(step.made) if step.keep and step.made and not isinstance(due, Due) else due
            yield _case(args, failed, right, specs[place], answers[place : place + 1])
        if step.call == ITSELF or step.call[0] == MADE:
            continue  # nothing is done to an object
        if step.call[0] in ".@":
            called.append((about, step.refs, now))
        elif step.keep:
            objects += 1
        else:
            called.append((None, step.refs, now))


def _made(signature: ProgramSignature) -> str:
    """Return what is made for later calls: an object of a class, a function, or what one hands to another."""
    methods = {each.call for each in signature.programs.calls if each.call[0] in ".@"}
    if not methods:
        return "result was kept"
    return "function was returned" if methods == {".__call__"} else "object was made"


def named(step: ProgramStep) -> str:
    """Return what a step calls, as the student wrote it: "push", "__len__", "fit"."""
    return step.call.lstrip(".@") if step.call != ".__call__" else "the function that was returned"


def _asked(program: Program, place: int) -> str:
    """Return what a step calls, and of what: that another step returned a wrong object shows there."""
    step = program.steps[place]
    about = step.arguments[0] if step.call[0] in ".@" else None
    if step.call == ITSELF and isinstance(about, Ref):
        return program.steps[about.step].call[1:]
    maker = program.steps[about.step] if isinstance(about, Ref) else step
    of = f"`{named(step)}` of what `{named(maker)}` returned"
    return of if maker is not step and maker.made not in ("", "function") else named(step)


def _case(args: Mapping[str, Any], failed: bool, due: Any, spec: Spec, answered: Sequence[Any]) -> Tried:
    if not answered or isinstance(answered[0], StepRaised) or isinstance(due, Due):
        raised = (
            "" if not failed or isinstance(due, Due) else answered[0].said if answered else "an exception"
        )
        return Tried(args, failed, right=due, raw=None if not answered else answered[0], raised=raised)
    try:
        got = conform(answered[0], spec, lengths_in(due, spec))
    except Wrong:
        return Tried(args, failed, None, due, answered[0])
    return Tried(args, failed, got, due)
