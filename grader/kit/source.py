"""A reference's modules cut down to what some of their names need, and functions without their bodies.

Read as text, never run.  Comments do not survive, so none can tell what it should not.
"""

import ast
import copy
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from grader.errors import AssignmentError, Mistake

PRIVATE = ("answers", "mistakes")  # modules of which nothing but bare signatures may leave


@dataclass
class Tree:
    """The modules below a reference folder, and which of their names are needed."""

    root: Path
    bare: Mapping[Path, Collection[str]]  # functions that keep their signature alone, by module
    modules: dict[Path, dict[str, ast.stmt]] = field(default_factory=dict)
    needed: dict[Path, set[str]] = field(default_factory=dict)

    def need(self, path: Path, name: str) -> None:
        """Mark a name of a module, and all that stands behind it, as needed.

        Raises AssignmentError where that is something of a private module, or cannot be followed.
        """
        if name in self.needed.setdefault(path, set()):
            return
        statement = self._module(path).get(name)
        if statement is None:
            return  # a builtin, or an argument
        self.needed[path].add(name)
        if isinstance(statement, ast.ImportFrom) and statement.level:
            self._follow(path, statement, name)
            return
        for used in self._names(path, name, statement):
            self.need(path, used)

    def _names(self, path: Path, name: str, statement: ast.stmt) -> Iterator[str]:
        """Yield the names that a statement uses; of a bare function those of its signature."""
        if name in self.bare.get(path, ()):
            statement = without_body(statement)
        elif path.stem in PRIVATE and isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
            self._refuse(path, statement, f"`{name}` is part of the answers")
        for node in ast.walk(statement):
            if isinstance(node, ast.Name):
                yield node.id

    def _follow(self, path: Path, statement: ast.ImportFrom, name: str) -> None:
        folder = path.parent
        for _ in range(statement.level - 1):
            folder = folder.parent
        target = folder.joinpath(*(statement.module or "").split(".")).with_suffix(".py")
        original = next(a.name for a in statement.names if (a.asname or a.name) == name)
        if not statement.module or not target.is_file() or not target.is_relative_to(self.root):
            self._refuse(path, statement, f"`{name}` comes from a place that a kit cannot hold")
        if target.stem in PRIVATE:
            self._refuse(path, statement, f"`{name}` is part of the answers")
        self.need(target, original)

    def _refuse(self, path: Path, node: ast.stmt, why: str) -> None:
        message = f"{why}, and what is released needs it: make the check hidden, or write it without"
        raise AssignmentError([Mistake(path, node.lineno, node.col_offset + 1, message)])

    def _module(self, path: Path) -> dict[str, ast.stmt]:
        if path not in self.modules:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            self.modules[path] = {name: node for node in tree.body for name in _defined(node)}
        return self.modules[path]

    def source(self, path: Path, title: str) -> str:
        """Return what is needed of a module, in its order, under a docstring of its own."""
        names = self.needed.get(path, set())
        written: list[ast.stmt] = [ast.Expr(ast.Constant(title))]
        for node in dict.fromkeys(self._module(path).values()):
            kept = [name for name in _defined(node) if name in names]
            if not kept:
                continue
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                node = copy.copy(node)
                node.names = [a for a in node.names if _bound(a) in kept]
            elif kept[0] in self.bare.get(path, ()):
                node = without_body(node)
            written.append(node)
        return "\n\n".join(ast.unparse(ast.fix_missing_locations(node)) for node in written) + "\n"


def without_body(statement: ast.stmt) -> ast.stmt:
    """Return a function with its signature, the first paragraph of its docstring, and nothing behind it."""
    assert isinstance(statement, ast.FunctionDef)
    paragraph = " ".join((ast.get_docstring(statement) or "").split("\n\n")[0].split())
    bare = copy.copy(statement)
    bare.body = [ast.Expr(ast.Constant(paragraph)), ast.parse("raise NotImplementedError").body[0]]
    return bare


def _defined(node: ast.stmt) -> Iterable[str]:
    """Return the names that a statement at the top of a module defines."""
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return (name,)
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            return tuple(map(_bound, names))
        case ast.Assign(targets=targets):
            return tuple(n.id for target in targets for n in ast.walk(target) if isinstance(n, ast.Name))
        case ast.AnnAssign(target=ast.Name(id=name)):
            return (name,)
    return ()


def _bound(alias: ast.alias) -> str:
    return alias.asname or alias.name.split(".")[0]
