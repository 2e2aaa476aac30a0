"""Where the fault lies when the reference fails its own rubric: in a function, a domain or a law.

A check only shows that something is wrong.  What is at fault is found by trying the functions of the check on
their own inputs, and told with its own file and line.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from traceback import walk_tb
from typing import Any

import numpy as np

from grader.checks import kind_of
from grader.checks.error_carried_forward import called_by
from grader.errors import GraderError, Mistake
from grader.examples.corpora import Corpora
from grader.examples.draw import Example, Plan
from grader.examples.expected import answer
from grader.functions.bounded import TooLong
from grader.functions.local import Local
from grader.functions.script import Failed
from grader.grading.blame_methods import permit, step_at_fault, step_that_changes
from grader.model import Check
from grader.reference.contents import Reference
from grader.reference.places import PACKAGE, path_of, place_of
from grader.signatures.conform import conform
from grader.signatures.programs import ProgramSignature
from grader.signatures.signature import Signature
from grader.signatures.specs import Spec
from grader.text.values import line
from grader.values.code import code
from grader.values.compare import agree
from grader.values.exceptions import Due
from grader.values.programs import Program
from grader.values.wrong import Wrong

Function = Callable[..., Any]
DRAWN = "draw from a generator with a fixed seed, or have `chance:` ask what should differ each time"
OUTLIVES = (
    "draw from a generator with a fixed seed; and a counter in a class or module counts what other programs "
    "made as well: ask a function that makes several objects for how these differ"
)


def culprits(
    reference: Reference, corpora: Corpora, plan: Plan, check: Check, *, changes: bool
) -> list[Mistake]:
    """Return what is at fault for a check that the reference fails, as far as it is known; each once.

    With ``changes`` a function that leaves an argument changed is at fault, too.
    """
    kind, options = kind_of(check), check.options
    free = (*options.get("may_change", ()), *options.get("changes", ())) if changes else None
    found = []
    for name in kind.names_of(check, reference):
        found += _deepest(
            reference, name, partial(_fault, reference, corpora, plan, free=free, repeats=kind.repeats)
        )
    law = kind.law_of(check, reference)
    if law and not found and (fault := _fault_of_law(reference, corpora, plan, check.target)):
        found.append(fault)
    return found


def unfit_conventions(reference: Reference, corpora: Corpora, plan: Plan, check: Check) -> list[Mistake]:
    """Return what is wrong with the other conventions that a check accepts: by these nobody is right."""
    kind = kind_of(check)
    faults = (
        _fault(reference, corpora, plan, name, free=None, repeats=kind.repeats, of=check.target)
        for name in kind.uses(check).accepted
    )
    return [each for each in faults if each is not None]


def _deepest(
    reference: Reference, name: str, fault: Callable[[str], Mistake | None], seen: tuple[str, ...] = ()
) -> list[Mistake]:
    """Return the faults of the functions that one calls, if they are asked for and have any; else its own."""
    inner = [n for n in called_by(reference, name) if reference.asks_for(n) and n not in (*seen, name)]
    found = [each for n in inner for each in _deepest(reference, n, fault, (*seen, name))]
    own = None if found else fault(name)
    return [*found, own] if own else found


def _fault(
    reference: Reference,
    corpora: Corpora,
    plan: Plan,
    name: str,
    *,
    free: Collection[str] | None,
    repeats: bool,
    of: str = "",
) -> Mistake | None:
    """Return what is wrong with a function of the reference, at the first of its inputs that shows it.

    ``free`` are the arguments that it may leave changed, None where nobody minds; ``of`` is the function
    whose inputs it is asked, where it is another convention for that.
    """
    function, signature = reference.answers[name], reference.signatures[name]
    here = place(function)
    examples = _drawn(corpora, reference.signatures[of] if of else signature, plan)
    if isinstance(examples, Exception):
        return _undrawn(of or name, here, examples)
    for example in examples:
        at = _at(example.args)
        try:
            one = answer(function, example.values)
            other = answer(function, example.values) if repeats else one
            before = corpora.expected(name, example).answer if repeats else one
        except signature.raises:
            continue
        except Exception as problem:
            do = _instead(signature, example, problem)
            if of:
                do = f"it is accepted in the place of `{of}`, so it is asked what that is asked"
            return Mistake(*(place_of(problem) or here), 1, f"`{name}` raises {_said(problem)}{at}: {do}")
        if isinstance(signature, ProgramSignature):
            if mistake := step_at_fault(signature, example, one, (other, before), _step_wrong):
                return mistake
        elif why := _wrong_answer(signature, example, one, other):
            return Mistake(*here, 1, f"`{name}`{why.format(at=at)}")
        if free is not None and (mistake := _changes(reference, name, example, free)):
            return mistake
    return None


def _changes(reference: Reference, name: str, example: Example, free: Collection[str]) -> Mistake | None:
    """Return what is wrong with a function that leaves an argument changed which is not free."""
    function, signature = reference.answers[name], reference.signatures[name]
    (reply,) = Local({name: function}).ask(name, [example.values])
    if isinstance(signature, ProgramSignature):
        return step_that_changes(signature, example, reply.changed, free)
    names = list(signature.parameters)
    argument = next((names[index] for index in reply.changed if names[index] not in free), None)
    if argument is None:
        return None
    said = f"`{name}` changes its argument `{argument}`{_at(example.args)}: {permit(argument)}"
    return Mistake(*place(function), 1, said)


def _instead(signature: Signature, example: Example, problem: Exception) -> str:
    """Return what to do about a function that raises."""
    declared = f"| Raises[{type(problem).__name__}]"
    do = "mend it"
    domain = "give its arguments a domain where it has an answer"
    if example.args:
        empty = [name for name in signature.lists if example.args.get(name) in ([], set(), {})]
        some = f"give it a length in the question, sizes: {{{empty[0]}: [1, 4]}}" if empty else domain
        do = (
            f"{some}, or, where the exception is the right answer, write it behind the result: "
            f"-> ... {declared}"
        )
    if isinstance(problem, EOFError):
        do = "nobody answers `input()` here: say what is typed, -> Annotated[..., Keyboard(lines)]"
    if signature.raises:
        do = f"declare that too, `{declared}`, or {domain}"
    return do


def _wrong_answer(signature: Signature, example: Example, one: Any, other: Any) -> str:
    """Return what is wrong with two answers to one input, with a place for the input; "" for nothing."""
    sizes = {**signature.sizes(example.args), **signature.bound(one)}
    return _wrong_between(signature.answer_spec(example.args), sizes, one, other)


def _wrong_between(returns: Spec, sizes: Mapping[str, int], one: Any, other: Any, mend: str = DRAWN) -> str:
    try:
        right = conform(one, returns, sizes)
    except Wrong as wrong:
        return (
            f": {wrong.message}{{at}}: the annotation of its result says otherwise, so one of them is wrong"
        )
    except KeyError as axis:
        return f": the axis {axis} of its result is not known{{at}}"
    again = other
    with suppress(Wrong):  # an answer that is kept is read already
        again = conform(other, returns, sizes)
    if isinstance(right, Due) and right == again:
        return ""
    try:
        agree(again, right, nan=True)
    except Wrong:
        both = f"{line(one)} and {line(other)}".replace("{", "{{").replace("}", "}}")
        return f" gives two answers to one input, {both}{{at}}: {mend}"
    if any(np.isnan(each).any() for each in _numbers(right)):
        return (
            " returns nan{at}, and nan is equal to nothing: give its arguments a domain where it is defined"
        )
    return ""


_step_wrong = partial(_wrong_between, mend=OUTLIVES)


def _fault_of_law(reference: Reference, corpora: Corpora, plan: Plan, name: str) -> Mistake | None:
    """Return why a law cannot be tried, where it is the law that raises or that has no inputs."""
    law = reference.laws[name]
    examples = _drawn(corpora, law.signature, plan)
    if isinstance(examples, Exception):
        return _undrawn(name, place(law.function), examples)
    for example in examples:
        try:
            corpora.asked(name, example)
        except GraderError as problem:
            cause = problem.__cause__
            if cause is None or (where := place_of(cause)) is None:
                return None
            who = _innermost(cause)
            asked = "" if who == name else f", asked by the law `{name}`"
            called = f"the law `{name}`" if who == name else f"`{who}`"
            if isinstance(cause, Failed):
                said = f"{called} goes no further: {cause}; a law can catch what a method declares to raise: "
                more = "write it behind the method's result, `-> ... | Raises[ValueError]`"
                return Mistake(*where, 1, said + more + _at(example.args))
            return Mistake(*where, 1, f"{called} raises {_said(cause)}{asked}{_at(example.args)}")
    return None


def stopped(problem: BaseException, seconds: float) -> Mistake | None:
    """Return who took too long, or ended the program, and on which input; None if no function of it did."""
    frames = [
        (frame, at)
        for frame, at in walk_tb(problem.__traceback__)
        if (frame.f_globals.get("__name__") or "").startswith(PACKAGE)
    ]
    if not frames:
        return None
    last, at = frames[-1]
    # The code of a comprehension has no name, and a call within a call has inputs that nobody drew.
    named = next((frame for frame, _ in reversed(frames) if frame.f_code.co_name.isidentifier()), last)
    code = named.f_code
    first = next(frame for frame, _ in frames if frame.f_code is code)
    names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    inputs = {name: first.f_locals[name] for name in names if not callable(first.f_locals.get(name, len))}
    if isinstance(problem, TooLong) and problem.args:
        (seconds,) = problem.args
    what = f"does not end within {seconds:g} s" if not isinstance(problem, SystemExit) else "ends the program"
    do = (
        "a submission has `limits: {seconds: ...}` for all its inputs"
        if "within" in what
        else "raise or return"
    )
    notes: Sequence[str] = getattr(problem, "__notes__", ())
    asked = f" at `{notes[0]}`" if notes else _at(inputs)
    where = path_of(last.f_code, last.f_globals["__name__"])
    return Mistake(where, at, 1, f"`{code.co_name}` {what}{asked}: {do}")


def place(function: Function) -> tuple[Path, int]:
    """Return the file and the line of a function of the reference."""
    return path_of(function.__code__, function.__module__), function.__code__.co_firstlineno


def _drawn(corpora: Corpora, signature: Signature, plan: Plan) -> Sequence[Example] | Exception:
    try:
        return corpora.examples(signature, plan)
    except Exception as problem:  # whatever it is, it comes from a domain or a condition
        return problem


def _undrawn(name: str, here: tuple[Path, int], problem: Exception) -> Mistake:
    where = place_of(problem)
    said = _said(problem) if where else str(problem)
    return Mistake(*(where or here), 1, f"`{name}`: its arguments cannot be drawn: {said}")


def _innermost(problem: BaseException) -> str:
    names = [
        frame.f_code.co_name
        for frame, _ in walk_tb(problem.__traceback__)
        if (frame.f_globals.get("__name__") or "").startswith(PACKAGE)
    ]
    return names[-1]


def _numbers(value: Any) -> list[np.ndarray]:
    if isinstance(value, (tuple, list)):
        return [each for item in value for each in _numbers(item)]
    known = isinstance(value, (float, complex, np.ndarray)) and np.asarray(value).dtype.kind in "fc"
    return [np.asarray(value)] if known else []


def _said(problem: BaseException) -> str:
    return f"{type(problem).__name__}: {problem}".rstrip(": ")


def _at(args: Mapping[str, Any]) -> str:
    def said(name: str, value: Any) -> str:
        if isinstance(value, Program):  # what it does says more than what it is
            return "`" + "; ".join(each for each in code(value).splitlines() if each) + "`"
        return f"{name} = {line(value)}"

    return " at " + ", ".join(said(*each) for each in args.items()) if args else ""
