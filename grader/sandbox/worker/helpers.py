"""Functions whose name later becomes something else, though others call them (inside the worker)."""

import ast
import dis
from collections.abc import Collection, Iterator
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
        self.called: set[str] = set()
        self.otherwise: set[str] = set()  # names that functions use, and not only to call them

    def see(self, statement: Statement, where: str, names: dict[str, Any]) -> None:
        """Take a statement that was run."""
        self._uses(statement.code)
        node = statement.node
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and callable(names.get(node.name)):
            before = self.defined.get(node.name, (None, ""))[0]
            if before is None or is_written(names[node.name]) or not is_written(before):
                self.defined[node.name] = names[node.name], where
        elif isinstance(node, LOOPS):
            for name in self.defined.keys() & statement.code.co_names:
                if names.get(name) is not self.defined[name][0]:
                    self.loops[name] = names.get(name)

    def _uses(self, code: CodeType) -> None:
        for inner in code.co_consts:
            if isinstance(inner, CodeType):
                self._uses(inner)
                for each in dis.get_instructions(inner):
                    if each.opname == "LOAD_GLOBAL":  # its lowest bit says that a call follows
                        (self.called if (each.arg or 0) & 1 else self.otherwise).add(each.argval)

    def restore(self, names: dict[str, Any], silent: Collection[str]) -> Iterator[tuple[str, str]]:
        """Put back functions that other functions call, and only call, where now is what cannot be called.

        At home such a call fails, so nothing that is right there becomes wrong.  Of the ``silent`` it was
        said already which one counts: calls mean that one, too, where a stub came later.  Yields where, and
        a sentence for all others.
        """
        for name, (function, where) in self.defined.items():
            if name not in names or name not in self.called or name in self.otherwise:
                continue
            value = names[name]
            if value is function:
                continue
            stub = name in silent and not is_written(value) and is_written(function)
            if stub or not callable(value) or self.loops.get(name) is value:
                names[name] = function
                if name not in silent:
                    later = f"`{name}` is a function here, and something else later"
                    yield where, f"{later}: where your functions call it, the function counted"
