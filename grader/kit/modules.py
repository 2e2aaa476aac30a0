"""The modules of a reference as text: what stands at their left margins, and where names come from."""

import ast
import copy
import importlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from grader.kit.names import defined

IMPORTS = (ast.Import, ast.ImportFrom)

Name = tuple[Path, str]  # a module, and a name at its left margin


@dataclass(frozen=True)
class ModuleStatement:
    """A statement at the left margin of a module, and the names that it defines."""

    node: ast.stmt
    names: frozenset[str]


@dataclass(frozen=True)
class Modules:
    """The modules below a folder, each read once."""

    root: Path
    read: dict[Path, list[ModuleStatement]] = field(default_factory=dict)

    def statements(self, path: Path) -> list[ModuleStatement]:
        """Return what stands at the left margin of a module, in its order."""
        if path not in self.read:
            self.read[path] = []  # modules may import each other
            nodes = [self._by_name(path, node) for node in parsed(path).body]
            self.read[path] = [ModuleStatement(node, defined(node)) for node in nodes]
        return self.read[path]

    def defining(self, name: Name) -> list[ModuleStatement]:
        """Return the statements that define a name: none for a builtin, at times more than one."""
        return [each for each in self.statements(name[0]) if name[1] in each.names]

    def origin(self, name: Name, node: ast.stmt) -> Name | None:
        """Return the name that an import brings in; None where that is from none of these modules."""
        target = self._target(name[0], node)
        if target is None or not isinstance(node, ast.ImportFrom):
            return None
        return target, next(each.name for each in node.names if bound(each) == name[1])

    def value(self, name: Name) -> tuple[Name, ast.expr] | None:
        """Return where a constant is defined and its value; None where it is no plain one."""
        statements = self.defining(name)
        if len(statements) != 1:
            return None
        node = statements[0].node
        if is_relative(node):
            origin = self.origin(name, node)
            return None if origin is None else self.value(origin)
        match node:
            case ast.Assign(targets=[ast.Name()], value=value) | ast.AnnAssign(value=ast.expr() as value):
                return (name, value) if is_plain(value) else None
        return None

    def _target(self, path: Path, node: ast.stmt) -> Path | None:
        """Return the module that a relative import is from, if it is one below the folder."""
        if not isinstance(node, ast.ImportFrom) or not node.level or not node.module:
            return None
        target = path.parents[node.level - 1].joinpath(*node.module.split(".")).with_suffix(".py")
        return target if target.is_file() and target.is_relative_to(self.root) else None

    def _by_name(self, path: Path, node: ast.stmt) -> ast.stmt:
        """Return ``from module import *`` with the names that it stands for."""
        if not isinstance(node, ast.ImportFrom) or node.names[0].name != "*":
            return node
        named = copy.copy(node)
        named.names = [ast.alias(name) for name in sorted(set(self._offered(path, node)))]
        return named if named.names else ast.copy_location(ast.Pass(), node)

    def _offered(self, path: Path, node: ast.ImportFrom) -> Iterator[str]:
        if node.level == 0:
            module = importlib.import_module(str(node.module))  # the reference was loaded: it is there
            yield from getattr(module, "__all__", [n for n in vars(module) if not n.startswith("_")])
        elif target := self._target(path, node):
            for statement in self.statements(target):
                yield from (name for name in statement.names if not name.startswith("_"))


def parsed(path: Path) -> ast.Module:
    """Return a module as Python reads it."""
    return ast.parse(path.read_text(encoding="utf-8"))


def is_plain(node: ast.expr) -> bool:
    """Return whether an expression is a value written out, such as ``-1`` or ``("a", None)``."""
    try:
        ast.literal_eval(node)
    except (ValueError, TypeError):
        return False
    return True


def is_relative(node: ast.stmt) -> bool:
    """Return whether a statement imports from a module of the same reference."""
    return isinstance(node, ast.ImportFrom) and node.level > 0


def bound(alias: ast.alias) -> str:
    """Return the name that an import binds."""
    return alias.asname or alias.name.split(".")[0]


def reach(first: Iterable[tuple[Name, Name]], behind: Callable[[Name], Iterable[Name]]) -> dict[Name, Name]:
    """Return all that is reached from pairs of a name and its user, each with its first user."""
    found: dict[Name, Name] = {}
    ahead = list(first)
    for name, by in ahead:  # grows as it is read
        if name not in found:
            found[name] = by
            ahead += [(each, name) for each in behind(name)]
    return found
