"""``gradient`` of a function that is given what another one kept: ``affine_backward`` of ``affine_forward``.

A step of the way back is given a gradient of the first result of the way there, and what that kept.  So it
returns the gradient of the sum of that result times what it was given; or of the result itself, where it is
given nothing besides.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from grader.checks.exceptions import Crashed
from grader.checks.finding import Finding
from grader.checks.kind import Objection
from grader.checks.readings import Judge, precisions
from grader.checks.repeat import repeated
from grader.checks.search import Searched, search
from grader.checks.slopes import Slopes, agree_all, around_no_kinks, differentiable, require_usable, slopes_of
from grader.checks.trial import Trial
from grader.errors import suggestion
from grader.examples.draw import Example
from grader.examples.expected import answer
from grader.model import Check, Verdict
from grader.reference.contents import Reference
from grader.signatures.programs import ProgramSignature
from grader.signatures.specs import Kind
from grader.values.code import code
from grader.values.compare import Tolerance
from grader.values.programs import Program, ProgramStep, Ref
from grader.values.wrong import Wrong


def way_back(trial: Trial, target: str, of: str, names: Sequence[str]) -> Finding:
    """Compare every step of the way back with central differences of the way there in ``names``."""
    signature = trial.reference.signatures[target]
    assert isinstance(signature, ProgramSignature)
    if missing := trial.missing(target, *signature.uses):
        return missing
    trial = replace(trial, plan=around_no_kinks(trial.plan))
    calls = trial.corpora.direct(target, trial.plan)
    trial.prefetch(calls)
    finding = search(searched_back(trial, target, of, names))
    return (repeated(trial, [calls]) or finding) if finding.verdict is Verdict.PASSED else finding


def searched_back(trial: Trial, target: str, of: str, names: Sequence[str]) -> Searched:
    """Return what is tried on each example: every step of the way back."""
    signature, calls = trial.reference.signatures[target], trial.corpora.direct(target, trial.plan)
    assert isinstance(signature, ProgramSignature)
    examples = trial.corpora.examples(signature, trial.plan)
    slopes = partial(_slopes, trial, target, of, names)

    def judgement(tolerance: Tolerance) -> Judge:
        def judge(example: Example) -> None:
            program: Program = example.args["program"]
            answers, why = trial.steps(target, program)
            specs = signature.answer_spec(example.args).items
            for place, (step, spec) in enumerate(zip(program.steps, specs, strict=True)):
                try:
                    if place == len(answers):
                        raise Crashed(why)
                    if step.call == target:
                        given = trial.read_step(answers[place], spec, tolerance)
                        agree_all(given, slopes(example)[place], tolerance)
                except Wrong as wrong:
                    said = "this fails" if isinstance(wrong, Crashed) else "this is not the gradient"
                    wrong.written = partial(code, program, said, place)
                    raise

        return judge

    first = [next(iter(slopes(example).values())) for example in examples]
    require_usable(of, first)
    call = partial(signature.written, target)
    what = ("gradient", target, of, *names)
    return Searched(trial, signature, precisions(judgement), call, what, [calls])


def _slopes(
    trial: Trial, target: str, of: str, names: Sequence[str], example: Example
) -> dict[int, list[Slopes]]:
    """Return those of every step of the way back, by its place: a kit holds what every example has."""

    def work() -> dict[int, list[Slopes]]:
        program: Program = example.args["program"]
        places = [place for place, step in enumerate(program.steps) if step.call == target]
        ways = ((place, _way_there(trial.reference, program, place, of)) for place in places)
        return {place: slopes_of(there.losses, there.args, names) for place, there in ways}

    return trial.corpora.worked_out.remember(("slopes", of, *names), example, work)


@dataclass(frozen=True)
class WayThere:
    """The step that made what a step of the way back is given, as a loss of its arguments."""

    args: Mapping[str, Any]
    losses: Callable[[list[Sequence[Any]]], list[float]]


def _way_there(reference: Reference, program: Program, place: int, of: str) -> WayThere:
    back = program.steps[place]
    refs = [each for each in back.arguments if isinstance(each, Ref)]
    there: ProgramStep = next(s for s in (program.steps[ref.step] for ref in refs) if s.call == of)
    weight = next((each for each in back.arguments if not isinstance(each, Ref)), 1.0)
    signature = reference.signatures[of]

    def losses(calls: list[Sequence[Any]]) -> list[float]:
        results = (answer(reference.answers[of], values) for values in calls)
        firsts = (each[0] if isinstance(each, tuple) else each for each in results)
        return [float(np.sum(np.asarray(each) * weight)) for each in firsts]

    return WayThere(signature.complete(signature.by_name(there.arguments)), losses)


def way_back_objections(check: Check, reference: Reference, names: Sequence[str]) -> Iterator[Objection]:
    """Object to a way there that makes nothing for the way back, or has no such arguments."""
    signature, of = reference.signatures[check.target], check.options.get("of", "")
    assert isinstance(signature, ProgramSignature)
    if of not in signature.uses:
        close = suggestion(of, signature.uses) or f"; it may be {', '.join(signature.uses)}"
        yield Objection(f"`{check.target}` is given nothing that `{of}` keeps{close}", "of")
        return
    there = reference.signatures[of]
    if isinstance(there, ProgramSignature):
        yield Objection(f"`{of}` is given objects itself: no differences can be taken of it", "of")
        return
    for item, name in enumerate(names):
        if name not in differentiable(there):
            close = suggestion(name, differentiable(there))
            yield Objection(f"`{name}` is no argument of `{of}` with a derivative{close}", "wrt", item)
    returns = next(c.returns for c in signature.programs.calls if c.call == check.target)
    count = len(returns.items) if returns.kind is Kind.TUPLE else 1
    if names and count != len(names):
        came = "one result" if count == 1 else f"{count} results"
        wanted = f"it returns {came}, where one for each of these is wanted"
        yield Objection(f"`{check.target}` is no gradient in {', '.join(names)}: {wanted}")
