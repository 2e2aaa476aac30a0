"""Which function of a submission is meant by a name that it binds more than once (inside the worker)."""

import ast
import sys
import types
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from grader.sandbox.worker import choice, words
from grader.sandbox.worker.helpers import Helpers
from grader.sandbox.worker.source import Statement
from grader.sandbox.worker.telling import Telling
from grader.values.variables import Variable, no_value

Functions = dict[str, Callable[..., Any]]
Modules = Mapping[str, types.ModuleType]


class Bindings:
    """What was bound, statement by statement, to the names that are asked for."""

    def __init__(self, function_names: list[str], variables: list[str], telling: Telling) -> None:
        self.names, self.telling = function_names, telling
        self.variables = frozenset(variables)
        self.held: dict[int, Variable] = {}  # by what they are bound to: an import brings no other one
        self.asked_for = frozenset(function_names)
        # By module, then by name: a function, and where it was bound.
        self.kept: dict[str, dict[str, tuple[Any, str]]] = {}
        self.loops: dict[tuple[str, str], Any] = {}  # by module and name: what a loop left there
        self.helpers: dict[str, Helpers] = {}  # by module
        self.drew = ""  # the last cell that left a figure open

    def see(self, module: str, where: str, statement: Statement, names: dict[str, Any]) -> None:
        """Take a statement that was run."""
        self._remember(module, where, statement, names)
        self.helpers.setdefault(module, Helpers()).see(statement, where, names)

    def restore(self, modules: Modules) -> None:
        """Put back the functions that others call and whose name is now something else."""
        for name, module in modules.items():
            helpers = self.helpers.get(name, Helpers())
            for where, sentence in helpers.restore(vars(module), self.asked_for):
                self.telling.note(where, sentence)

    def chosen(self, modules: Modules, paths: Mapping[str, str]) -> Functions:
        """Return the function that each name means; ``paths`` are those of the modules, by name."""
        functions, said = choice.chosen(self._definitions(modules, paths))
        for path, sentence in said:
            self.telling.note(path, sentence)
        return functions

    def _definitions(self, modules: Modules, paths: Mapping[str, str]) -> Iterator[choice.Definition]:
        for place, (name, module) in enumerate(modules.items()):
            there = dict(self._defined(name, module))
            count = sum(map(choice.is_written, there.values()))
            for each, value in there.items():
                yield choice.Definition(each, value, paths[name], _imported(value, module), count, place)

    def _defined(self, module_name: str, module: types.ModuleType) -> Iterator[tuple[str, Any]]:
        """Yield the functions that are asked for: where a name was bound to more, the last function."""
        names, kept = vars(module), self.kept.get(module_name, {})
        for name in self.names:
            if name not in names:
                continue
            value = names[name]
            if name in self.variables:
                if not no_value(value):
                    yield name, self.held.setdefault(id(value), Variable(value))
                continue
            before, where = kept.get(name, (None, ""))
            in_a_loop = (module_name, name) in self.loops and self.loops[module_name, name] is value
            if callable(value) and not in_a_loop:
                better = before is not None and choice.is_written(before) and not choice.is_written(value)
                yield name, before if better else value
            elif before is not None:
                words_ = f"`{name}` is a function here, and something else later: the function counted"
                self.telling.note(where, words_)
                yield name, before

    def _remember(self, module: str, where: str, statement: Statement, names: dict[str, Any]) -> None:
        """Keep the functions that a statement bound under names that are asked for."""
        kept = self.kept.setdefault(module, {})
        for name in statement.code.co_names:
            if name not in self.asked_for or name in self.variables:
                continue
            value, (before, there) = names.get(name), kept.get(name, (None, ""))
            if not callable(value) or value is before:
                continue
            if isinstance(statement.node, (ast.For, ast.AsyncFor, ast.With, ast.AsyncWith)) and not _defines(
                statement, value
            ):
                self.loops[module, name] = value
                continue
            if before is not None and choice.is_written(before):
                if not choice.is_written(value):
                    continue
                if _defines(statement, value) and not choice.same(value, before):
                    self.telling.note(where, f"`{name}` is defined here again, in place of that in {there}")
            kept[name] = value, where

    def hint(self, name: str, functions: Functions, modules: Modules, paths: Mapping[str, str]) -> str:
        """Say why a function is not there, or that one only prints."""
        if name in functions:
            prints = choice.only_prints(functions[name])
            return f"`{name}` prints and returns nothing: end it with `return`" if prints else ""
        if name in words.lost:
            return f"your `{name}` is not there: {words.lost[name]}"
        there = {paths[each]: vars(module) for each, module in modules.items()}
        if name in self.variables:
            return choice.why_no_variable(name, there, self.asked_for)
        return choice.why_missing(name, there, self.asked_for)


def _imported(value: object, module: types.ModuleType) -> bool:
    """Whether a function is there because of an import; what ``partial`` and the like return is not."""
    home = getattr(value, "__module__", None)
    if home in (module.__name__, vars(module).get("__name__"), "__main__") or type(home) is not str:
        return False
    return getattr(sys.modules.get(home), "__dict__", {}).get(getattr(value, "__name__", "")) is value


def _defines(statement: Statement, value: Any) -> bool:
    """Whether a function was defined by ``def`` or ``lambda`` in this statement."""
    code = choice.code_of(value)
    return code is not None and code in statement.code.co_consts
