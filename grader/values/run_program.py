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

from grader.values.exceptions import WORDS, StepRaised, kinds_of
from grader.values.formula import build_argument, pack_argument
from grader.values.plots import close_all
from grader.values.printed import heard
from grader.values.programs import Program, ProgramStep, Ref
from grader.values.tensors import holds_tensor, in_double_precision
from grader.values.wire import Items, Value, build, pack, text

# What Python calls by a sign or a function of its own: how it is called, and how that is written.
PROTOCOL: Mapping[str, tuple[Callable[..., Any], str]] = {
    "__len__": (len, "len({0})"),
    "__getitem__": (operator.getitem, "{0}[{1}]"),
    "__setitem__": (operator.setitem, "{0}[{1}] = {2}"),
    "__delitem__": (operator.delitem, "del {0}[{1}]"),
    "__contains__": (operator.contains, "{1} in {0}"),
    "__eq__": (operator.eq, "{0} == {1}"),
    "__ne__": (operator.ne, "{0} != {1}"),
    "__lt__": (operator.lt, "{0} < {1}"),
    "__le__": (operator.le, "{0} <= {1}"),
    "__gt__": (operator.gt, "{0} > {1}"),
    "__ge__": (operator.ge, "{0} >= {1}"),
    "__add__": (operator.add, "{0} + {1}"),
    "__sub__": (operator.sub, "{0} - {1}"),
    "__mul__": (operator.mul, "{0} * {1}"),
    "__rmul__": (lambda one, other: other * one, "{1} * {0}"),
    "__truediv__": (operator.truediv, "{0} / {1}"),
    "__floordiv__": (operator.floordiv, "{0} // {1}"),
    "__mod__": (operator.mod, "{0} % {1}"),
    "__pow__": (operator.pow, "{0} ** {1}"),
    "__matmul__": (operator.matmul, "{0} @ {1}"),
    "__neg__": (operator.neg, "-{0}"),
    "__abs__": (abs, "abs({0})"),
    "__bool__": (bool, "bool({0})"),
    "__float__": (float, "float({0})"),
    "__int__": (int, "int({0})"),
    "__str__": (str, "str({0})"),
    "__repr__": (repr, "repr({0})"),
    "__iter__": (iter, "list({0})"),
    "__call__": (lambda function, *values, **named: function(*values, **named), "{0}({rest})"),
}


_name_of = type.__dict__["__name__"].__get__  # of a class, whatever its own metaclass answers
RELATIONS = {"is": operator.is_, "isinstance": isinstance, "issubclass": issubclass}


class Unfit(Exception):
    """Something cannot be called as it is asked for; the message is a sentence for the student."""


def run(functions: Mapping[str, Any], program: Program, *, exact: bool = True) -> Any:
    """Run a program in this process, on values that nobody else has; return what ``answers`` does, built.

    ``exact``: as code that is trusted (see ``tensors``).
    """
    with in_double_precision(needed=exact and any(map(holds_tensor, program.values))):
        return build(answers(functions, program.steps, partial(_copy, exact=exact), _said))


def _copy(value: Any, *, exact: bool) -> Any:
    return build_argument(pack_argument(value), exact=exact)


def _said(problem: BaseException) -> str:
    if not isinstance(problem, Exception):
        raise problem
    return f"{type(problem).__name__}: {problem}".rstrip(": ")


def answers(
    functions: Mapping[str, Any],
    steps: Sequence[ProgramStep],
    built: Callable[[Any], Any],
    said: Callable[[BaseException], str],
) -> Items:
    """Run steps; return the list of their answers, each as it was when it was given.

    Where a step fails, a tuple of the answers so far and a sentence: nothing is asked after it.  An exception
    of a step that may raise is its answer, whichever it is.
    """
    table: list[Any] = []
    told: list[Value] = []
    close_all()  # what the program itself left open
    try:
        for step in steps:
            try:
                result, answer = told_by(step, partial(taken, functions, table, step, built))
                told.append(None if step.keep else pack(answer))
            except MemoryError:
                raise
            except Unfit as problem:
                return Items(is_tuple=True, items=[_all(told), text(str(problem), WORDS)])
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


def _all(told: list[Value]) -> Items:
    return Items(is_tuple=False, items=told)


def told_by(step: ProgramStep, take: Callable[[], Any]) -> tuple[Any, Any]:
    """Take a step; return what it made, and what is told of it: what it returned, drew or printed."""
    if not step.keep:
        return heard(take)
    try:
        return take(), None
    finally:
        close_all()  # what it drew is no answer of the next one


def taken(
    functions: Mapping[str, Any], table: Sequence[Any], step: ProgramStep, built: Callable[[Any], Any]
) -> Any:
    """Take one step, with the results so far in a table."""
    values = [_result(table, each) if isinstance(each, Ref) else built(each) for each in step.arguments]
    places = len(values) - len(step.named)
    named = dict(zip(step.named, values[places:], strict=True))
    values = values[:places]
    if step.call[0] == "@":
        return _property(values[0], step.call[1:])
    if step.call[0] == "=":
        return functions[step.call[1:]]
    if step.call[0] == "?":
        return bool(RELATIONS[step.call[1:]](*values))
    if step.call[0] != ".":
        function = functions[step.call]
        _require_arguments(step.call, function, values, named)
        return function(*values, **named)
    name = step.call[1:]
    if name in PROTOCOL:
        _require_protocol(values[0], name)
        return PROTOCOL[name][0](*values, **named)
    method = _method(values[0], name)
    _require_arguments(f"{_kind(values[0])}.{name}", method, values[1:], named)
    return method(*values[1:], **named)


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


def _kind(value: Any) -> str:
    return text(type(value).__name__, 100)


def _of(value: Any) -> str:
    """Name what a student's object is."""
    if value is None:
        return "`None`, where an object is expected,"
    return f"your class `{text(_name_of(value), 100) if isinstance(value, type) else _kind(value)}`"


def _method(value: Any, name: str) -> Any:
    missing = object()
    found = getattr(value, name, missing)
    if found is missing:
        raise Unfit(f"{_of(value)} has no method `{name}`")
    if not callable(found):
        raise Unfit(
            f"`{name}` of {_of(value)} is no method but {_article(_kind(found))}: "
            f"define it with `def {name}(self, ...)`"
        )
    return found


def _property(value: Any, name: str) -> Any:
    missing = object()
    found = getattr(value, name, missing)
    if found is missing:
        raise Unfit(f"{_of(value)} has no attribute `{name}`")
    if inspect.ismethod(found):
        raise Unfit(
            f"`{name}` of {_of(value)} is a method, and an attribute is asked for: put `@property` above it"
        )
    return found


def _require_protocol(value: Any, name: str) -> None:
    if value is None or (
        name not in ("__bool__", "__iter__", "__contains__", "__ne__", "__ge__", "__gt__")
        and getattr(type(value), name, None) in (None, getattr(object, name, None))
        and name not in ("__eq__", "__str__", "__repr__")
    ):
        raise Unfit(f"{_of(value)} has no method `{name}`")


def _require_arguments(called: str, function: Any, values: Sequence[Any], named: Mapping[str, Any]) -> None:
    """Raise Unfit where a function does not take these arguments; nothing of it is run to find out."""
    if not named and _takes(function, len(values)):
        return
    try:
        signature = inspect.signature(function)
    except Exception as problem:  # a builtin tells nothing of itself
        if "invalid method signature" not in str(problem):
            return
        raise Unfit(f"`{called}` has no argument for its object: write `self` first") from None
    try:
        signature.bind(*values, **named)
    except TypeError as problem:
        count = len(values) + len(named)
        given = f"{count or 'no'} argument{'s' * (count != 1)}"
        takes = text(", ".join(list(signature.parameters)[:20]), 300)
        raise Unfit(f"`{called}` is called with {given} here, and yours takes ({takes}): {problem}") from None


def _takes(function: Any, count: int) -> bool:
    """Whether a plain function or method, with no decorator, takes so many arguments by their places."""
    if inspect.ismethod(function):
        function, count = function.__func__, count + 1
    if not inspect.isfunction(function) or function.__dict__ or function.__kwdefaults__:
        return False
    code, defaults = function.__code__, len(function.__defaults__ or ())
    return not code.co_kwonlyargcount and code.co_argcount - defaults <= count <= code.co_argcount


def _article(name: str) -> str:
    return f"an {name}" if name[:1].lower() in tuple("aeiou") else f"a {name}"


def _called(table: Sequence[Any], step: ProgramStep) -> str:
    if step.call[0] not in ".@":
        return step.call.lstrip("?=")
    first = step.arguments[0]
    owner = table[first.step] if isinstance(first, Ref) and first.part is None else None
    name = step.call[1:]
    return name if inspect.isfunction(owner) or name == "__call__" else f"{_kind(owner)}.{name}"


def run_among(
    functions: Mapping[str, Callable[..., Any]], name: str, program: Program, *, exact: bool = True
) -> Any:
    """Run a program on some functions, with the reference's own for those that are not there."""
    right = functions[name]
    if hasattr(right, "takes_programs"):  # no program is run: it answers at once
        return right(program)
    plain = {each: inspect.unwrap(function) for each, function in functions.items()}
    asked = {**getattr(right, "others", {}), **plain, getattr(right, "asked_as", name): plain[name]}
    return run(asked, program, exact=exact)


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
