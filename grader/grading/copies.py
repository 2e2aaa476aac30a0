"""A class that keeps or returns a copy of an object: said where the reference would then answer the same."""

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from functools import partial, wraps
from typing import Any

from grader.checks import kind_of
from grader.checks.finding import Finding
from grader.checks.programs import signature_of
from grader.checks.readings import wrong_on
from grader.checks.search import nearest
from grader.checks.trial import Trial
from grader.examples.expected import answer
from grader.grading.decide import unnoted
from grader.model import Check
from grader.signatures.program_domain import Programs
from grader.signatures.programs import ProgramSignature
from grader.values.exceptions import StepRaised
from grader.values.fingerprint import fingerprint
from grader.values.programs import Program
from grader.values.run_here import through
from grader.values.steps_taken import taken_steps

ENOUGH = 5  # programs that are wrong; on fewer nothing is said
NEW = 100  # programs that nobody drew before
SEED = -(10**8)  # less a seed it is one that nobody draws with
GIVEN = "It answers as if `{}` kept a copy of the object that it is given: keep the object itself."
RETURNED = "It answers as if `{}` returned a copy of an object: return the object itself."


def copies(trial: Trial, check: Check, lost: Finding) -> str:
    """Return what to say of a class, or a function, that copies objects of another class; "" of any other."""
    signature = signature_of(trial.reference, check.target, str(check.options.get("part", "")))
    if not isinstance(signature, ProgramSignature) or trial.corpora.worked_out.kit:
        return ""
    programs = signature.programs
    if not programs.parts or lost.follows not in ("", check.target):
        return ""
    kind, trial = kind_of(check), unnoted(trial, check)
    fresh = replace(trial.plan, count=NEW, seed=SEED - trial.plan.seed)
    failing: list[Program] = []
    for plan in (trial.plan, fresh):
        tried = kind.tried(replace(trial, plan=plan), check)
        if tried is None:
            return ""
        reading = nearest(tried)
        failing += [each.values[0] for each in tried.examples if wrong_on(reading, each) is not None]
    came = [(each, _told(partial(_asked, trial, check.target), each)) for each in failing]
    if len(came) < ENOUGH:
        return ""
    for said, functions in _copying(programs):
        right = through(programs.name, functions[programs.name], functions)
        if all(_told(partial(_run, right), program) == told for program, told in came):
            return said
    return ""


def _asked(trial: Trial, name: str, program: Program) -> tuple[Sequence[Any], str]:
    return trial.steps(name, program)


def _run(function: Callable[..., Any], program: Program) -> tuple[Sequence[Any], str]:
    return taken_steps(answer(function, (program,)), len(program.steps))


def _told(ask: Callable[[Program], tuple[Sequence[Any], str]], program: Program) -> object:
    """Return the answers to a program as what tells them from others, and whether it came to its end."""
    answers, why = ask(program)
    plain = [each.kinds[:1] if isinstance(each, StepRaised) else each for each in answers]
    return fingerprint(plain), bool(why)


def _copying(programs: Programs) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the reference with a copy made at one place, and what is said of that."""
    parts = tuple(programs.functions[each.call] for each in programs.parts)
    right = programs.functions[programs.name]
    for call in programs.calls:
        if call.call != programs.name and call.owner != programs.name:
            continue
        word = call.call.lstrip(".") if call.owner else "__init__" if inspect.isclass(right) else call.call
        for said, taken in ((GIVEN, True), (RETURNED, False)):
            sorts = call.objects.values() if taken else call.makes.values()
            keeps = not taken or inspect.isclass(right)  # a function keeps nothing
            if keeps and call.call[0] != "@" and any(each.call in sorts for each in programs.parts):
                made = _replaced(right, word, partial(_wrapped, parts=parts, taken=taken))
                yield said.format(word), {**programs.functions, programs.name: made}


def _replaced(right: Any, word: str, wrapped: Callable[[Any], Any]) -> Any:
    """Return a class with one of its methods, or a function, wrapped."""
    if not inspect.isclass(right):
        return wrapped(right)
    return type(right.__name__, (right,), {word: wrapped(getattr(right, word))})


def _wrapped(function: Any, *, parts: tuple[type, ...], taken: bool) -> Any:
    """Return a function that takes copies of objects, or returns one."""

    @wraps(function)
    def copying(*given: Any, **named: Any) -> Any:
        if taken:
            first, rest = given[:1], [copy(each) if isinstance(each, parts) else each for each in given[1:]]
            return function(*first, *rest, **named)
        came = function(*given, **named)
        return copy(came) if isinstance(came, parts) else came

    return copying
