"""How a program is run: beside a student's code and for the reference, by the same few lines.

Objects live in a table that is there for one program alone; whoever asks holds the number of a step, which
means nothing to it.
"""

import inspect
import operator
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

from grader.values.by_name import NOT_KNOWN, AskedNames, by_name_to
from grader.values.exceptions import WORDS, StepRaised, kinds_of
from grader.values.formula import build_argument
from grader.values.left import is_left_changed
from grader.values.methods import (
    PROTOCOL,
    Lacks,
    Unfit,
    kind_of,
    method_of,
    property_of,
    require_arguments,
    require_protocol,
)
from grader.values.objects import as_list, is_plain, told_of, with_article, words_of
from grader.values.plots import close_all
from grader.values.printed import heard
from grader.values.programs import (
    ITSELF,
    MADE,
    USED,
    Program,
    ProgramStep,
    Ref,
    Refs,
    packed,
    unpacked,
)
from grader.values.tensors import holds_tensor, in_double_precision
from grader.values.wire import Items, Other, Value, build, pack, text

CHANGES = "changes the list that it is given: work on a copy of it"
RELATIONS: Mapping[str, Callable[..., Any]] = {
    "is": operator.is_,
    "isinstance": isinstance,
    "issubclass": issubclass,
}


def nobody(*told: Any) -> object:
    """Hear what nobody asked for."""
    return told


def run(
    functions: Mapping[str, Any],
    program: Program,
    asked: AskedNames = NOT_KNOWN,
    *,
    exact: bool = True,
    leaves: Callable[[int, Value], object] = nobody,
) -> Any:
    """Run a program in this process, on values that nobody else has; return what ``answers`` does, built.

    ``exact``: as code that is trusted (see ``tensors``); ``leaves``: see ``answers``.
    """
    new = partial(build_argument, exact=exact)
    with in_double_precision(needed=exact and any(map(holds_tensor, program.values))):
        return build(answers(functions, unpacked(packed(program)), new, _said, asked, leaves=leaves))


def _said(problem: BaseException) -> str:
    if not isinstance(problem, Exception):
        raise problem
    return f"{type(problem).__name__}: {problem}".rstrip(": ")


def answers(
    functions: Mapping[str, Any],
    steps: Sequence[ProgramStep],
    built: Callable[[Any], Any],
    said: Callable[[BaseException], str],
    asked: AskedNames = NOT_KNOWN,
    begins: Callable[[int], object] = nobody,
    leaves: Callable[[int, Value], object] = nobody,
) -> Items:
    """Run steps; return the list of their answers, each as it was when it was given.

    Where a step fails, a tuple of the answers so far and a sentence: nothing is asked after it.  An exception
    of a step that may raise is its answer, whichever it is.  ``begins`` hears how many steps have begun, at
    each of them, and 0 at the end; ``leaves`` which values a step left changed, by their place among those of
    the program, and what is in them now.
    """
    table: list[Any] = []
    values = 0  # of the steps before
    told: list[Value] = []
    close_all()  # what the program itself left open
    try:
        for count, step in enumerate(steps, start=1):
            begins(count)
            try:
                own = [_argument(table, each, built) for each in step.arguments]
                result, answer = told_by(step, partial(_taken_of, functions, table, step, own, asked))
                told.append(pack(answer))
                values = _hear(leaves, step, own, built, values)
            except MemoryError:
                raise
            except Unfit as problem:
                place, why = _at_fault(steps, table, problem)
                return Items(is_tuple=True, items=[_all(told[:place]), text(why, WORDS)])
            except BaseException as problem:
                if step.may_raise and isinstance(problem, Exception):
                    result = StepRaised(list(kinds_of(problem)), text(said(problem), WORDS))
                    told.append(result)
                    table.append(result)
                    continue
                sentence = f"`{_called(table, step)}` raised {said(problem)}"
                return Items(is_tuple=True, items=[_all(told), text(sentence, WORDS)])
            table.append(result)
        return _all(told)
    finally:
        table.clear()
        begins(0)


def _all(told: list[Value]) -> Items:
    return Items(is_tuple=False, items=told)


def told_by(step: ProgramStep, take: Callable[[], Any]) -> tuple[Any, Any]:
    """Take a step; return what it made, and what is told of it: what it returned, drew or printed.

    Of what nobody is told but where an object is due, that it is none.
    """
    if not step.keep and not step.made:
        return heard(take)
    try:
        result = take()
        if step.tells:
            return result, told_of(result, listed=step.listed)
        none = step.made and not callable(result) and is_plain(result)
        return result, Other(words_of(result)) if none else None
    finally:
        close_all()  # what it drew is no answer of the next one


def taken(
    functions: Mapping[str, Any],
    table: Sequence[Any],
    step: ProgramStep,
    built: Callable[[Any], Any],
    asked: AskedNames = NOT_KNOWN,
) -> Any:
    """Take one step, with the results so far in a table."""
    return _taken(functions, step, [_argument(table, each, built) for each in step.arguments], asked)


def _taken_of(
    functions: Mapping[str, Any],
    table: Sequence[Any],
    step: ProgramStep,
    values: list[Any],
    asked: AskedNames,
) -> Any:
    """Take one step; raise Unfit where it leaves a list of objects that it was given with others in it."""
    lists = [value for value, given in zip(values, step.arguments, strict=True) if isinstance(given, Refs)]
    before = [[*each] for each in lists]
    result = _taken(functions, step, values, asked)
    for one, other in zip(lists, before, strict=True):
        if len(one) != len(other) or any(map(operator.is_not, one, other)):
            raise Unfit(f"`{_called(table, step)}` {CHANGES}")
    return result


def _hear(
    leaves: Callable[[int, Value], object],
    step: ProgramStep,
    values: Sequence[Any],
    built: Callable[[Any], Any],
    before: int,
) -> int:
    """Tell which values a step left changed; return how many there were in all, with those ``before``."""
    for value, given in zip(values, step.arguments, strict=True):
        if not isinstance(given, USED):
            if is_left_changed(value, given, built):
                leaves(before, pack(value))
            before += 1
    return before


def _argument(table: Sequence[Any], argument: Any, built: Callable[[Any], Any]) -> Any:
    if isinstance(argument, Refs):
        return [_result(table, each) for each in argument.refs]
    return _result(table, argument) if isinstance(argument, Ref) else built(argument)


def _taken(functions: Mapping[str, Any], step: ProgramStep, values: list[Any], asked: AskedNames) -> Any:
    result = _result_of(functions, step, values, asked)
    return as_list(result) if step.listed else result


def _result_of(functions: Mapping[str, Any], step: ProgramStep, values: list[Any], asked: AskedNames) -> Any:
    places = len(values) - len(step.named)
    named = dict(zip(step.named, values[places:], strict=True))
    values = values[:places]
    if step.call[0] == MADE or step.call == ITSELF:
        return values[0]
    if step.call[0] == "@":
        return property_of(values[0], step.call[1:])
    if step.call[0] == "=":
        return functions[step.call[1:]]
    if step.call[0] == "?":
        return bool(RELATIONS[step.call[1:]](*values))
    if step.call[0] != ".":
        function = functions[step.call]
        given, named = by_name_to(function, values, named, asked.get(step.call, ()))
        require_arguments(step.call, function, given, named)
        return function(*given, **named)
    name = step.call[1:]
    if name in PROTOCOL:
        require_protocol(values[0], name)
        return PROTOCOL[name][0](*values, **named)
    method = method_of(values[0], name)
    given, named = by_name_to(method, values[1:], named, asked.get(step.call, ()))
    require_arguments(f"{kind_of(values[0])}.{name}", method, given, named)
    return method(*given, **named)


def _result(table: Sequence[Any], ref: Ref) -> Any:
    result = table[ref.step]
    if isinstance(result, StepRaised):
        raise Unfit(f"an object is needed that was not made, for `{text(result.said, 200)}` was raised")
    if ref.part is None:
        return result
    if not isinstance(result, (tuple, list)) or len(result) <= ref.part:
        came = "a single result" if not isinstance(result, (tuple, list)) else f"{len(result)} results"
        raise Unfit(f"{came} came out where at least {ref.part + 1} were expected")
    return result[ref.part]


def _called(table: Sequence[Any], step: ProgramStep) -> str:
    if step.call[0] not in ".@":
        return step.call.lstrip("?=")
    first = step.arguments[0]
    owner = _result(table, first) if isinstance(first, Ref) else None
    name = step.call[1:]
    return name if inspect.isfunction(owner) or name == "__call__" else f"{kind_of(owner)}.{name}"


def _at_fault(steps: Sequence[ProgramStep], table: Sequence[Any], problem: Unfit) -> tuple[int, str]:
    """Return which step is at fault where one cannot be taken, and a sentence.

    Where it asks what is no object at all, it is the one that returned that.
    """
    place = len(table)
    first = next(iter(steps[place].arguments), None)
    if not isinstance(problem, Lacks) or not isinstance(first, Ref) or not steps[first.step].made:
        return place, str(problem)
    value, maker = _result(table, first), steps[first.step]
    if not is_plain(value):
        return place, str(problem)
    came = words_of(value)
    came = came if first.part is None else f"a list whose item {first.part + 1} is {came}"
    wanted = f"{with_article(maker.made)} was expected"
    return first.step, f"`{_called(table, maker)}` returned {came} where {wanted}"


def run_among(
    functions: Mapping[str, Callable[..., Any]],
    name: str,
    program: Program,
    asked: AskedNames = NOT_KNOWN,
    *,
    exact: bool = True,
    leaves: Callable[[int, Value], object] = nobody,
) -> Any:
    """Run a program on some functions, with the reference's own for those that are not there."""
    right = functions[name]
    if hasattr(right, "takes_programs"):  # no program is run: it answers at once
        return right(program)
    plain = {each: inspect.unwrap(function) for each, function in functions.items()}
    there = {**getattr(right, "others", {}), **plain, getattr(right, "asked_as", name): plain[name]}
    return run(there, program, asked, exact=exact, leaves=leaves)


def through(name: str, function: Any, others: Mapping[str, Any]) -> Callable[[Program], Any]:
    """Return a function of a program: it runs this class or function, and ``others`` by their names.

    It says that it stands where they do: in their file, at their line.
    """
    functions = {**others, name: function}

    def runs(program: Program) -> Any:
        return run(functions, program)

    file, line = "", 1
    if inspect.isfunction(function):
        file, line = function.__code__.co_filename, function.__code__.co_firstlineno
    else:
        with suppress(OSError, TypeError):  # one that was made in memory has no source
            file = inspect.getsourcefile(function) or ""
            line = inspect.getsourcelines(function)[1]
    runs.__code__ = runs.__code__.replace(co_filename=file, co_firstlineno=line)
    runs.__name__ = runs.__qualname__ = function.__name__
    runs.__doc__, runs.__module__ = function.__doc__, function.__module__
    runs.__wrapped__ = function  # type: ignore[attr-defined]
    runs.others, runs.asked_as = others, name  # type: ignore[attr-defined]
    runs.instead = partial(through, name, others=others)  # type: ignore[attr-defined]
    if (known := vars(function).get("__known_mistake__")) is not None:
        runs.__known_mistake__ = known  # type: ignore[attr-defined]
    return runs
