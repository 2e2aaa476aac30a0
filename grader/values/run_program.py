"""How a program is run: beside a student's code and for the reference, by the same few lines.

Objects live in a table that is there for one program alone; whoever asks holds the number of a step, which
means nothing to it.
"""

import inspect
import operator
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from grader.values.by_name import NOT_KNOWN, AskedNames, by_name_to
from grader.values.exceptions import WORDS, StepRaised, kinds_of
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
    ProgramStep,
    Ref,
    Refs,
)
from grader.values.wire import Items, Other, Value, pack, text

CHANGES = "changes the list that it is given: work on a copy of it"
RELATIONS: Mapping[str, Callable[..., Any]] = {
    "is": operator.is_,
    "isinstance": isinstance,
    "issubclass": issubclass,
}


def nobody(*told: Any) -> object:
    """Hear what nobody asked for."""
    return told


def answers(
    functions: Mapping[str, Any],
    steps: Sequence[ProgramStep],
    built: Callable[[Any], Any],
    said: Callable[[BaseException], str],
    asked: AskedNames = NOT_KNOWN,
    begins: Callable[[int], object] = nobody,
    leaves: Callable[[int, Value], object] | None = None,
) -> Items:
    """Run steps; return the list of their answers, each as it was when it was given.

    Where a step fails, a tuple of the answers so far and a sentence: nothing is asked after it.  An exception
    of a step that may raise is its answer, whichever it is.  ``begins`` hears how many steps have begun, at
    each of them, and 0 at the end; ``leaves`` which values a step left changed, by their place among those of
    the program, and what is in them now.
    """
    table: list[Any] = []
    values = 0  # in all, of the steps before
    told: list[Value] = []
    close_all()  # what the program itself left open
    try:
        for count, step in enumerate(steps, start=1):
            begins(count)
            first, values = values, values + sum(not isinstance(each, USED) for each in step.arguments)
            try:
                own = [_argument(table, each, built) for each in step.arguments]
                result, answer = told_by(step, partial(_taken_of, functions, table, step, own, asked))
                told.append(pack(answer))
                _hear(leaves, step, own, built, first)
            except MemoryError:
                raise
            except Unfit as problem:
                place, why = _at_fault(steps, table, problem)
                return Items(is_tuple=True, items=[_all(told[:place]), text(why, WORDS)])
            except BaseException as problem:
                if not step.may_raise or not isinstance(problem, Exception):
                    sentence = f"`{_called(table, step)}` raised {said(problem)}"
                    return Items(is_tuple=True, items=[_all(told), text(sentence, WORDS)])
                result = StepRaised(list(kinds_of(problem)), text(said(problem), WORDS))
                told.append(result)
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
    leaves: Callable[[int, Value], object] | None,
    step: ProgramStep,
    values: Sequence[Any],
    built: Callable[[Any], Any],
    first: int,
) -> None:
    """Tell which values a step left changed; ``first`` is the place of its first among all of them."""
    if leaves is None:
        return  # nobody asks, as where a program is drawn
    given = [pair for pair in zip(values, step.arguments, strict=True) if not isinstance(pair[1], USED)]
    for place, (value, sent) in enumerate(given, start=first):
        if is_left_changed(value, sent, built):
            leaves(place, pack(value))


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
