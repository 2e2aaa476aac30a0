"""Which method is at fault where a class of the reference fails: its own name, its own line."""

import inspect
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from grader.checks import kind_of
from grader.checks.programs import first_changed
from grader.errors import Mistake
from grader.examples.corpora import Corpora
from grader.examples.draw import Example, Plan, never_drawn
from grader.model import Check
from grader.reference.contents import Reference
from grader.reference.places import path_of, place_of
from grader.signatures.programs import ProgramSignature
from grader.signatures.refusals import Unsupported
from grader.signatures.specs import Spec, lengths_in
from grader.values.code import code
from grader.values.leaves import Strange
from grader.values.objects import with_article
from grader.values.programs import ITSELF, Program, ProgramStep
from grader.values.run_here import through
from grader.values.steps_taken import taken_steps

# What is done about a method that does not return the object it declares.
INSTEAD = "write `| None` behind its result if that may be, or raise there and write `| Raises[LookupError]`"

Compare = Callable[[Spec, Mapping[str, int], Any, Any], str]  # what is wrong with two answers, "" for nothing


def unasked_methods(reference: Reference, corpora: Corpora, plan: Plan, check: Check) -> list[Mistake]:
    """Return the methods of a class that a check is about and that no program asks, whatever the mood."""
    signature = reference.signatures.get(check.target)
    if not isinstance(signature, ProgramSignature) or not kind_of(check).by_calls:
        return []
    methods, part = signature.methods, str(check.options.get("part", ""))
    asked: set[str] = set()
    if part not in methods:
        with suppress(Exception):  # that nothing can be drawn is told of each method
            asked = {
                step.call
                for example in corpora.examples(signature, plan)
                for step in example.args["program"].steps
            }
    found = []
    for name in dict.fromkeys((".__init__", part) if part in methods else methods):
        call = methods[name].programs.judged if name in methods else ""
        if call and call not in asked and (why := never_drawn(methods[name], plan)):
            found.append(_unasked(reference, check.target, name, why))
            if name == ".__init__":  # without an object nothing is asked
                break
    return found


def no_objects(reference: Reference, corpora: Corpora, plan: Plan, check: Check) -> list[Mistake]:
    """Return what is said of the first method that a check asks and that returns no object, but declares one.

    Nobody is asked what such a step returned: a wrong object in its place would cost nothing.
    """
    signature = reference.signatures.get(check.target)
    if not isinstance(signature, ProgramSignature) or not kind_of(check).by_calls:
        return []
    for example in corpora.examples(signature, plan):
        program: Program = example.args["program"]
        answers, _ = taken_steps(reference.answers[check.target](program), len(program.steps))
        for place, (step, answer) in enumerate(zip(program.steps, answers, strict=False)):
            if step.made and step.keep and isinstance(answer, Strange):
                said = f"{answer.described} where {with_article(step.made)} is declared"
                return [_of_step(signature, program, place, f" returns {said}{{at}}: {INSTEAD}")]
    return []


def _unasked(reference: Reference, target: str, name: str, why: Unsupported) -> Mistake:
    """Return what is said of a method that cannot be asked: of what it raises, if it does."""
    method = _method(reference.signatures[target], target, name.lstrip("."))
    raised = why.__cause__.__cause__ if why.__cause__ is not None else None
    said = "its arguments hardly ever satisfy their conditions: loosen them"
    if raised is not None:
        told = f"{type(raised).__name__}: {raised}".rstrip(": ")
        declare = f"declare that, `| Raises[{type(raised).__name__}]`"
        said = f"it raises {told}: {declare}, or give what it works with a domain where it has an answer"
    here = place_of(raised) if raised is not None else None
    here = here or _line(method) or _line(reference.answers[target]) or (Path(), 1)
    return Mistake(*here, 1, f"`{target}{name}` is asked by no program that is drawn, in any mood: {said}")


def step_at_fault(
    signature: ProgramSignature, example: Example, one: Any, others: Sequence[Any], wrong: Compare
) -> Mistake | None:
    """Return what is wrong with the first step of a program that has no answer, or different ones."""
    program: Program = example.args["program"]
    specs = signature.answer_spec(example.args).items
    first, why = taken_steps(one, len(specs))
    found = [
        (place, told)
        for other in others
        for place, (spec, answer, again) in enumerate(zip(specs, first, _steps(other), strict=False))
        if (told := wrong(spec, lengths_in(answer, spec), answer, again))
    ]
    if why:
        stops = why.replace("{", "{{").replace("}", "}}")
        found.append((len(first), f" has no answer{{at}}: {stops}"))
    if not found:
        return None
    return _of_step(signature, program, *min(found, key=lambda each: each[0]))


def permit(argument: str) -> str:
    """Return what to do about an argument that is left changed."""
    return (
        f"work on a copy of it, or say so in the check, `changes: [{argument}]` where that is what is asked, "
        f"and `may_change: [{argument}]` where it is not"
    )


def step_that_changes(
    signature: ProgramSignature, example: Example, changed: Sequence[int], free: Collection[str]
) -> Mistake | None:
    """Return what is wrong with the first step that leaves an argument changed which is not free."""
    program: Program = example.args["program"]
    found = first_changed(signature, program, changed, free, own=signature.programs.name)
    if found is None:
        return None
    told = f" changes its argument `{found.argument}`{{at}}: {permit(found.argument)}"
    return _of_step(signature, program, found.step, told)


def _of_step(signature: ProgramSignature, program: Program, place: int, told: str) -> Mistake:
    """Return what is told of a step, at the line of what it calls."""
    name, function = _called(signature, program.steps[place])
    at = "; ".join(filter(None, code(program, "", place).splitlines()))
    here = _line(function) or _line(signature.programs.functions[signature.programs.name]) or (Path(), 1)
    return Mistake(*here, 1, f"`{name}`{told.format(at=f' at `{at}`')}")


def _steps(answers: Any) -> Sequence[Any]:
    """Return the answers to the steps of a program, without why they are not more."""
    return answers[0] if len(answers) == 2 and isinstance(answers[0], list) else answers


def _called(signature: ProgramSignature, step: ProgramStep) -> tuple[str, Any]:
    """Return what a step calls, by name, and the function; None where it has none, as an attribute."""
    owners = {each.owner for each in signature.programs.calls if each.call == step.call}
    owner = owners.pop() if len(owners) == 1 else ""
    if step.call == ITSELF:
        return owner[1:], None
    if step.call[0] in ".@":
        word = step.call[1:]
        return f"{owner}.{word}" if owner else word, _method(signature, owner, word)
    called = signature.programs.functions.get(step.call)
    if inspect.isclass(called):
        return f"{step.call}.__init__", _method(signature, step.call, "__init__")
    return step.call, called


def _method(signature: Any, owner: str, word: str) -> Any:
    found = inspect.getattr_static(signature.programs.functions.get(owner), word, None)
    return found.fget if isinstance(found, property) else found


def _line(function: Any) -> tuple[Path, int] | None:
    """Return the file and the line of a function or class, if it has code of its own."""
    found = inspect.unwrap(function) if callable(function) else None
    if inspect.isclass(found):
        found = through(found.__name__, found, {})
    if not inspect.isfunction(found):
        return None
    return path_of(found.__code__, found.__module__), found.__code__.co_firstlineno
