"""Whether a function only calculates: it can be changed at will and run, and no file, no time is at risk."""

import ast
import builtins
import inspect
import sys
import textwrap
from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np

LIBRARIES = ("numpy", "math", "cmath", "scipy", "torch", "itertools", "functools", "collections", "operator")
BUILTINS = (
    "abs", "all", "any", "bool", "complex", "dict", "divmod", "enumerate", "filter", "float",
    "frozenset", "int", "isinstance", "len", "list", "map", "max", "min", "pow", "range", "reversed",
    "round", "set", "slice", "sorted", "str", "sum", "tuple", "zip", "ArithmeticError", "IndexError",
    "KeyError", "TypeError", "ValueError", "ZeroDivisionError",
)  # fmt: skip
FILES = (
    "dump", "fromfile", "genfromtxt", "io", "load", "loads", "loadtxt", "memmap", "open", "save",
    "savetxt", "savez", "savez_compressed", "tofile",
)  # fmt: skip
ENDLESS = ("count", "cycle", "repeat")
LOOPS_AND_MORE = (ast.While, ast.Import, ast.ImportFrom, ast.Global, ast.Await)


def only_calculates(function: Callable[..., Any]) -> bool:
    """Whether a function, and all of its reference that it calls, names only libraries of numbers.

    It has no loop that runs until something happens, either.
    """
    return _only_calculates(inspect.unwrap(function), set())


def _only_calculates(function: Callable[..., Any], seen: set[Any]) -> bool:
    seen.add(function)
    try:
        definition = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    except (OSError, TypeError, SyntaxError):
        return False
    if not isinstance(definition, ast.FunctionDef):
        return False
    nodes = [node for statement in definition.body for node in ast.walk(statement)]
    if any(isinstance(node, LOOPS_AND_MORE) for node in nodes):
        return False
    if any(isinstance(node, ast.Attribute) and _is_unsafe(node.attr) for node in nodes):
        return False
    names = {node.id for node in nodes if isinstance(node, ast.Name)}
    there = vars(sys.modules[function.__module__])
    return all(_is_harmless(name, there, function, seen) for name in names)


def _is_unsafe(attribute: str) -> bool:
    return attribute in (*FILES, *ENDLESS) or attribute.startswith("_")


def _is_harmless(name: str, there: dict[str, Any], function: Callable[..., Any], seen: set[Any]) -> bool:
    """Whether what a name stands for only calculates."""
    if name not in there:
        return name in BUILTINS or not hasattr(builtins, name)  # else it is local
    value = there[name]
    if isinstance(value, ModuleType):
        return value.__name__.partition(".")[0] in LIBRARIES
    if inspect.isfunction(value):
        ours = value.__module__.partition(".")[0] == function.__module__.partition(".")[0]
        return ours and (value in seen or _only_calculates(value, seen))
    return isinstance(value, (int, float, complex, str, tuple, frozenset, np.ndarray, np.generic))
