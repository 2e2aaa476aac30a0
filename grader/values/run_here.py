"""Programs run in this process, on code that is trusted: the reference, and what stands in its place."""

import inspect
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import Any

from grader.values.by_name import NOT_KNOWN, AskedNames
from grader.values.formula import build_argument
from grader.values.programs import Program, packed, unpacked
from grader.values.run_program import answers
from grader.values.tensors import holds_tensor, in_double_precision
from grader.values.wire import Value, build


def run(
    functions: Mapping[str, Any],
    program: Program,
    asked: AskedNames = NOT_KNOWN,
    *,
    exact: bool = True,
    leaves: Callable[[int, Value], object] | None = None,
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


def run_among(
    functions: Mapping[str, Callable[..., Any]],
    name: str,
    program: Program,
    asked: AskedNames = NOT_KNOWN,
    *,
    exact: bool = True,
    leaves: Callable[[int, Value], object] | None = None,
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
