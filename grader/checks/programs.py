"""A program before a submission: its steps are judged one by one, and the first wrong one is shown."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from grader.checks.exceptions import Crashed, NotRaised
from grader.checks.kind import Objection, Objections
from grader.checks.readings import Judge, LeavesChanged, Misfit
from grader.checks.trial import Trial
from grader.errors import suggestion
from grader.examples.draw import Example
from grader.model import Check
from grader.reference.contents import Reference
from grader.signatures.conform import conform, returned
from grader.signatures.programs import ProgramSignature
from grader.signatures.signature import Signature
from grader.signatures.specs import RaisingSpec, Spec, lengths_in
from grader.text.values import line
from grader.values.code import code
from grader.values.compare import LONE, SINGLE, Tolerance, agree, require_shapes
from grader.values.exceptions import Due, StepRaised, is_due, said_of_a_namesake
from grader.values.leaves import Strange
from grader.values.numbers import is_single
from grader.values.objects import with_article
from grader.values.printed import PrintedText
from grader.values.programs import ITSELF, Program, ProgramStep, Ref, judges
from grader.values.run_program import CHANGES
from grader.values.steps_taken import taken_steps
from grader.values.wrong import Wrong, describe, said_of_none

LONGEST = 60  # characters of a value in a remark
NO_OBJECT = re.compile("`[^`]*` (returned .*)", re.DOTALL)  # what is told of a step that returned none


class NoObject(Misfit):
    """A step returned what cannot be asked what an object answers."""


class Changes(Misfit):
    """A step left a list of objects that it was given with others in it, or in another order."""


def signature_of(reference: Reference, target: str, part: str) -> Signature:
    """Return the signature of a function or class, or of one of its methods: ".pop"."""
    signature = reference.signatures[target]
    return signature.methods.get(part, signature) if isinstance(signature, ProgramSignature) else signature


def steps_equal(
    trial: Trial, target: str, name: str, part: str = "", may_change: Collection[str] = ()
) -> Callable[[Tolerance], Judge]:
    """Judge every step of a program by the reference's ``name``, or those of the method ``part`` alone."""
    signature = signature_of(trial.reference, target, part)
    assert isinstance(signature, ProgramSignature)
    judged = signature.programs.judged

    def judgement(tolerance: Tolerance) -> Judge:
        def judge(example: Example) -> None:
            program: Program = example.args["program"]
            spared = [n for n in range(len(program.steps)) if judged and not judges(program.steps, n, judged)]
            judge_steps(trial, target, name, signature, example, tolerance, spared, may_change)

        return judge

    return judgement


def judge_steps(
    trial: Trial,
    target: str,
    name: str,
    signature: ProgramSignature,
    example: Example,
    tolerance: Tolerance,
    spared: Collection[int],
    may_change: Collection[str],
) -> None:
    """Require right answers to the steps of a program, but those at the places ``spared``.

    Right ones are not enough where a step leaves an argument changed, but for those that it ``may_change``.
    """
    program: Program = example.args["program"]
    right = trial.corpora.expected(name, example)
    if not example.choices and len(right.answer) < len(program.steps):
        return  # a shorter one, on which the reference raises
    reply = trial.run(target, program)
    answers, why = taken_steps(reply.value, len(program.steps))
    spec = signature.answer_spec(example.args)
    noises = right.noise if isinstance(right.noise, list) else [right.noise] * len(spec.items)
    raised: dict[int, str] = {}
    for place, each in enumerate(spec.items):
        due = right.answer[place]
        if isinstance(due, StepRaised):
            return  # a shorter one, on which the reference raises what it does not declare
        try:
            if place == len(answers):
                raise _stopped(program, place, why)
            if place in spared:
                pass  # a wrong answer of another method is that one's business
            elif isinstance(due, Due) or isinstance(answers[place], StepRaised):
                _require_raised(program, place, answers[place], due, raised, each)
            else:
                _require(answers[place], each, due, noises[place], tolerance)
        except Wrong as found:
            raise _shown(program, *_at_fault(program, place, answers, found), raised) from None
        if isinstance(due, Due):
            raised[place] = due.kind
    own = signature.programs.name
    if (touched := first_changed(signature, program, reply.changed, may_change, spared, own)) is not None:
        wrong = LeavesChanged(f"the answers are right, but {touched.said}")
        raise _shown(program, wrong, touched.step, raised)


def _shown(program: Program, wrong: Wrong, step: int, raised: Mapping[int, str]) -> Wrong:
    """Return what is wrong with the step at which it is shown, and the program up to that."""
    if program.steps[step].call == ITSELF:  # nobody returned it
        wrong.message = " is there where ".join(wrong.message.rsplit(" was returned where ", 1))
    wrong.step, wrong.written = step, partial(_written, program, wrong, step, raised)
    return wrong


@dataclass(frozen=True)
class Touched:
    """A value of a program that a step left changed; what is said of it."""

    step: int
    argument: str
    said: str


def first_changed(
    signature: ProgramSignature,
    program: Program,
    changed: Sequence[int],
    may_change: Collection[str] = (),
    spared: Collection[int] = (),
    own: str = "",
) -> Touched | None:
    """Return the first of these values, by their places in a program, that its step should have left alone.

    ``own`` is the class or function that is asked, where others are let alone: they have checks of their own.
    What an object is made of is its own: a constructor may keep it, and so it may sort it.
    """
    for value in changed:
        place, call, name = signature.taken_by(program, value)
        free = call is not None and (
            call.constructs or name in call.in_place or (own and own not in (call.owner, call.call))
        )
        if free or place in spared or name in may_change:
            continue
        word = program.steps[place].call.lstrip(".@?=")
        who = f"{call.owner}.{word}" if call is not None and call.owner else word
        which = f"its argument `{name}`" if name else "an argument"
        return Touched(place, name, f"`{who}` changes {which}: work on a copy of it")
    return None


def shows_something(check: Check, reference: Reference) -> Objections:
    """Object to a class of whose methods none returns anything, where nothing that they change is asked."""
    signature = reference.signatures.get(check.target)
    if not isinstance(signature, ProgramSignature) or check.options.get("changes"):
        return
    if not any(call.shows for call in signature.programs.calls):
        yield Objection(
            f"nothing of `{check.target}` can be compared, for no method returns anything: ask for one that "
            "does, or for what they change, `changes: [values]`"
        )


def no_such_method(reference: Reference, name: str, part: str) -> Objections:
    """Object to a method of a class that is not asked, or that nothing can be told of by itself."""
    signature = reference.signatures[name]
    assert isinstance(signature, ProgramSignature)
    known = signature.methods.get(part)
    word = part.lstrip(".")
    if known is None:
        close = suggestion(word, [each.lstrip(".") for each in signature.methods])
        yield Objection(f"`{name}` has no method `{word}` with annotations{close}")
        return
    (call,) = [each for each in known.programs.calls if each.call == known.programs.judged]
    if not call.shows:
        came = "makes an object" if call.makes else "returns nothing"
        yield Objection(
            f"`{word}` {came}, which shows only in what other methods answer: give the points to one of "
            f"these that stands below it in the class, to `{name}` as a whole, or to a law"
        )


def _stopped(program: Program, place: int, why: str) -> Wrong:
    """Return why a program went no further than this step: it returned no object, say."""
    if why.endswith(CHANGES):
        return Changes(why)
    no_object = program.steps[place].made and NO_OBJECT.match(why)
    return NoObject(why) if no_object else Crashed(why)


def _at_fault(program: Program, place: int, answers: Sequence[Any], wrong: Wrong) -> tuple[Wrong, int]:
    """Return what is wrong, and at which step: where one asks what is no object, at its maker."""
    about = next(iter(program.steps[place].arguments), None)
    if not isinstance(about, Ref) or about.step >= len(answers):
        return wrong, place
    maker, came = program.steps[about.step], answers[about.step]
    if about.part is not None and isinstance(came, list):
        came = came[about.part] if about.part < len(came) else None
    if not maker.made or not isinstance(came, Strange):
        return wrong, place
    what = came.described if about.part is None else f"a list whose item {about.part + 1} is {came.described}"
    said = f"`{maker.call.lstrip('.@')}` returned {what} where {with_article(maker.made)} was expected"
    return NoObject(said), about.step


def _require_raised(
    program: Program, place: int, answer: object, right: Any, raised: Mapping[int, str], spec: Spec
) -> None:
    """Require an exception where one is due, and nowhere else."""
    written = code(program, "", place, raised).splitlines()[-1]
    if not isinstance(right, Due):
        assert isinstance(answer, StepRaised)
        raise Crashed(f"`{written}` has an answer; it raised {answer.said}")
    if not isinstance(answer, StepRaised):
        came = "raised nothing" if program.steps[place].keep else f"returned {describe(answer)}"
        raise NotRaised(f"`{written}` should raise {right.kind}; it {came}")
    declared = spec.raises if isinstance(spec, RaisingSpec) else ()
    if not is_due(answer.kinds, right, declared):
        also = said_of_a_namesake(answer.kinds, right)
        raise NotRaised(f"`{written}` should raise {right.kind}; it raised {answer.said}{also}")


def _require(answer: object, spec: Spec, right: Any, noise: Any, tolerance: Tolerance) -> None:
    """Require one answer to be right."""
    answer = returned(answer, spec)
    try:
        given = conform(answer, spec, lengths_in(right, spec))
        require_shapes(given, right)
    except Wrong as wrong:
        raise Misfit(wrong.message, answer, right) from None
    if tolerance in (SINGLE, LONE) and not is_single(given):
        raise Wrong("")
    try:
        agree(given, right, noise=noise)
    except Wrong as wrong:
        if not wrong.message and (given is None or right is None):
            wrong.message = said_of_none(given, right)
        raise


def _written(program: Program, wrong: Wrong, place: int, raised: Mapping[int, str]) -> str:
    """Return a program as code, up to the line that went wrong."""
    return code(program, _remark(wrong, program.steps[place]), place, raised)


def _remark(wrong: Wrong, step: ProgramStep) -> str:
    """Return what stands beside the line that went wrong."""
    if isinstance(wrong, NoObject):
        found = NO_OBJECT.match(wrong.message)
        return found[1] if found else ""
    if isinstance(wrong, Crashed):
        return "this fails"
    if isinstance(wrong, Changes):
        return "this changes the list"
    if isinstance(wrong, LeavesChanged):
        return "this changes what it is given"
    if isinstance(wrong, NotRaised):
        return "this should raise an exception"
    verb = "printed" if isinstance(wrong.got, PrintedText) else "returned"
    got, expected = line(wrong.got), line(wrong.expected)
    if len(got) > LONGEST or len(expected) > LONGEST:
        return "this is not right" if step.call == ITSELF else f"what is {verb} is not right"
    if step.call == ITSELF:
        return f"this is {got} where {expected} was expected"
    return f"{verb} {got} where {expected} was expected"
