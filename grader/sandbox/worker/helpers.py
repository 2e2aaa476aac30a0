"""Functions whose name later becomes something else, though others call them (inside the worker)."""

import ast
import dis
from collections.abc import Collection, Iterator, Sequence
from types import CodeType
from typing import Any

from grader.sandbox.worker.choice import is_written
from grader.sandbox.worker.source import Statement

LOOPS = (ast.For, ast.AsyncFor, ast.With, ast.AsyncWith)


class Helpers:
    """The functions that a module defines, and how the code of its functions uses names."""

    def __init__(self) -> None:
        self.defined: dict[str, tuple[Any, str]] = {}  # by name: the function, where it was defined
        self.loops: dict[str, Any] = {}  # what a loop left under the name of one
        self.code: list[CodeType] = []  # of all statements

    def see(self, statement: Statement, where: str, names: dict[str, Any]) -> None:
        """Take a statement that was run."""
        self.code.append(statement.code)
        node = statement.node
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and callable(names.get(node.name)):
            before = self.defined.get(node.name, (None, ""))[0]
            if before is None or is_written(names[node.name]) or not is_written(before):
                self.defined[node.name] = names[node.name], where
        elif isinstance(node, LOOPS):
            for name in self.defined.keys() & statement.code.co_names:
                if names.get(name) is not self.defined[name][0]:
                    self.loops[name] = names.get(name)

    def restore(self, names: dict[str, Any], silent: Collection[str]) -> Iterator[tuple[str, str]]:
        """Put back functions that other functions call, and only call, where now is what cannot be called.

        At home such a call fails, so nothing that is right there becomes wrong.  Of the ``silent`` it was
        said already which one counts: calls mean that one, too, where a stub came later.  Yields where, and
        a sentence for all others.
        """
        other = {name for name, (function, _) in self.defined.items() if names.get(name) is not function}
        called, otherwise = _uses(self.code) if other & names.keys() else (set(), set())
        for name, (function, where) in self.defined.items():
            if name not in other & names.keys() & called - otherwise:
                continue
            value = names[name]
            stub = name in silent and not is_written(value) and is_written(function)
            if stub or not callable(value) or self.loops.get(name) is value:
                names[name] = function
                if name not in silent:
                    later = f"`{name}` is a function here, and something else later"
                    yield where, f"{later}: where your functions call it, the function counted"


def _uses(codes: Sequence[CodeType]) -> tuple[set[str], set[str]]:
    """Return the names that the functions in some code call, and those that they use otherwise."""
    called: set[str] = set()
    otherwise: set[str] = set()
    for code in codes:
        for inner in (each for each in code.co_consts if isinstance(each, CodeType)):
            for each in dis.get_instructions(inner):
                if each.opname == "LOAD_GLOBAL":  # its lowest bit says that a call follows
                    (called if (each.arg or 0) & 1 else otherwise).add(each.argval)
            of_inner = _uses([inner])
            called |= of_inner[0]
            otherwise |= of_inner[1]
    return called, otherwise
