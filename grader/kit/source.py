"""What leaves of a reference's modules, and how it is written.

Of answers and mistakes nothing leaves but signatures and what only these name: the types and domains of
arguments.  Read as text, never run.  Comments do not survive, so none can tell what it should not.
"""

import ast
import builtins
import copy
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from grader.errors import AssignmentError, Mistake
from grader.kit.modules import IMPORTS, Modules, Name, bound, is_plain, is_relative, parsed, reach
from grader.kit.names import bases_of, functions_in, of_types, types_in, used, without_types

PRIVATE = ("answers", "mistakes")  # modules that leave for their signatures alone
PLAIN = (ast.FunctionDef, ast.ClassDef, *IMPORTS, ast.Assign, ast.AnnAssign, ast.AugAssign)
GIVEN = {*vars(builtins), "__file__"}  # in every module
STAY = "make the check hidden, or write it without"


@dataclass(frozen=True)
class ReferenceTree:
    """The modules of a reference, and what of them is asked for."""

    modules: Modules
    answers: Collection[Name]  # every right function
    mistakes: Collection[Name]  # every known mistake
    bare: Collection[Name]  # those of both of which the signature leaves
    whole: Collection[Name]  # functions that leave as they are

    # ---- what leaves -----------------------------------------------------------------------------

    @cached_property
    def needed(self) -> Mapping[Path, Collection[str]]:
        """The names that leave, by module.

        Raises AssignmentError with every place that needs what has to stay or what cannot be followed.
        """
        starts = [*self.bare, *self.whole]
        _raise([self._mistake(start, why) for start in starts if (why := self._unfit(start))])
        found = reach(
            ((name, start) for start in starts for name in self._first(start)),
            lambda name: () if self._trouble(name) else self._next(name),
        )
        _raise([self._mistake(by, why, name) for name, by in found.items() if (why := self._trouble(name))])
        needed: dict[Path, set[str]] = {}
        for path, text in [*starts, *found]:
            needed.setdefault(path, set()).add(text)
        return needed

    def _unfit(self, start: Name) -> str | None:
        """Return why a function cannot be taken out of its module; None if it can."""
        kinds = (ast.FunctionDef, ast.ClassDef) if start in self.bare else PLAIN
        statements = self.modules.defining(start)
        if statements and all(isinstance(each.node, kinds) for each in statements):
            return None
        if start in self.bare and any(isinstance(each.node, ast.AnnAssign) for each in statements):
            if len(statements) == 1:
                return None
            more = "is computed in more than the line that says its type, and a kit takes that line alone"
            return f"`{start[1]}` {more}: compute it in a function, or before, under another name"
        return f"`{start[1]}` is not defined with `def` at the left margin, where a kit could take it from"

    def _trouble(self, name: Name) -> str | None:
        """Return why a name cannot leave, though what leaves needs it; None if it can."""
        path, text = name
        statements = self.modules.defining(name)
        needs = "and what is released needs it"
        known = name in self._typed or name in self._inherited
        if known and name in self.bare and isinstance(statements[0].node, ast.ClassDef):
            return None  # it leaves without its bodies
        if name in self._private:
            return f"`{text}` is part of the answers, {needs}: {STAY}"
        if not statements and text not in GIVEN:
            return (
                f"`{text}` is not defined where a kit could take it from, {needs}: "
                "define it at the left margin, here or in `inputs.py`"
            )
        for node in (each.node for each in statements):
            if not isinstance(node, PLAIN):
                return (
                    f"`{text}` is defined under `{type(node).__name__.lower()}` in line {node.lineno} of "
                    f"{path.name}, {needs}: define it at the left margin, there or in `inputs.py`"
                )
            if is_relative(node) and self.modules.origin(name, node) is None:
                return f"`{text}` comes from a place that a kit cannot hold, {needs}: {STAY}"
        if path.stem not in PRIVATE or all(isinstance(each.node, IMPORTS) for each in statements):
            return None
        move = f"move it to `inputs.py` if students may read it; if not, {STAY}"
        if name in self._computed_with:
            by = self._computed_with[name]
            return f"`{text}` is part of the answers (`{by}` computes with it), {needs}: {move}"
        if name not in self._typed:
            return f"`{text}` stands in {path.name} and is no type or domain of an argument, {needs}: {move}"
        return None

    def _mistake(self, by: Name, why: str, name: Name | None = None) -> Mistake:
        """Return a mistake where a name is defined: by the statement that needs another one, if any does."""
        nodes = [each.node for each in self.modules.defining(by)]
        using = [node for node in nodes if name is not None and name[1] in used(node)]
        line, column = next(((node.lineno, node.col_offset + 1) for node in using + nodes), (1, 1))
        return Mistake(by[0], line, column, why)

    # ---- what needs what -------------------------------------------------------------------------

    @cached_property
    def _private(self) -> Collection[Name]:
        return {*self.answers, *self.mistakes}

    @cached_property
    def _typed(self) -> Collection[Name]:
        """What the types and domains of arguments need."""
        starts = [*self.bare, *self.whole]
        first = ((name, start) for start in starts for name in self._types(start))
        return reach(first, self._behind).keys()

    @cached_property
    def _inherited(self) -> Collection[Name]:
        """The classes that those which leave without bodies come from."""
        nodes = [(name[0], each.node) for name in self.bare for each in self.modules.defining(name)]
        return {(path, base) for path, node in nodes for base in bases_of(node)}

    @cached_property
    def _computed_with(self) -> Mapping[Name, str]:
        """What answers and mistakes compute with, and the name of one that does."""
        starts = [*self.answers, *self.mistakes]
        first = ((name, start) for start in starts for name in self._inside(start))
        found = reach(first, self._inside)
        told = {}
        for name, by in found.items():
            while by not in self._private:
                by = found[by]
            told[name] = by[1]
        return told

    def _first(self, start: Name) -> Iterator[Name]:
        """Yield what a function that leaves needs."""
        yield from self._types(start)
        for statement in self.modules.defining(start):
            yield from _of(start[0], used(self._written(start[0], statement.node)))

    def _next(self, name: Name) -> Iterator[Name]:
        """Yield what a name that leaves needs: of a bare one no more than its signature does."""
        return self._first(name) if name in self.bare else self._behind(name)

    def _types(self, start: Name) -> Iterator[Name]:
        """Yield what a function's annotations name."""
        for statement in self.modules.defining(start):
            for function in functions_in(statement.node):
                yield from _of(start[0], of_types(function))
            if isinstance(statement.node, ast.AnnAssign) and start in self.bare:
                yield from _of(start[0], types_in(statement.node.annotation))

    def _behind(self, name: Name) -> Iterator[Name]:
        """Yield what a name needs, and what is defined in one breath with it."""
        for statement in self.modules.defining(name):
            if not isinstance(statement.node, IMPORTS):
                yield from _of(name[0], statement.names | used(statement.node))
            elif origin := self.modules.origin(name, statement.node):
                yield origin

    def _inside(self, name: Name) -> Iterator[Name]:
        """Yield what a name computes with.  What stands around an answer's body is no part of it."""
        for statement in self.modules.defining(name):
            if isinstance(statement.node, IMPORTS):
                yield from self._behind(name)
                continue
            node = without_types(statement.node)
            if name in self._private and isinstance(node, ast.FunctionDef):
                node.args = _with_defaults(node.args, lambda _: ast.Constant(None))
                node.decorator_list = []
            yield from _of(name[0], used(node))

    # ---- what is written -------------------------------------------------------------------------

    def source(self, path: Path, title: str) -> str:
        """Return what leaves of a module, in its order, under a docstring of its own."""
        written: list[ast.stmt] = [ast.Expr(ast.Constant(title))]
        for statement in self.modules.statements(path):
            node, kept = statement.node, statement.names & set(self.needed[path])
            if isinstance(node, ast.ImportFrom) and node.module == "__future__":
                written.append(node)
            elif kept and isinstance(node, IMPORTS):
                node = copy.copy(node)
                node.names = [each for each in node.names if bound(each) in kept]
                written.append(node)
            elif kept:
                written.append(self._written(path, node))
        return "\n\n".join(ast.unparse(ast.fix_missing_locations(node)) for node in written) + "\n"

    def arguments(self, path: Path, line: int) -> str | None:
        """Return the arguments of the function that begins in a line, with defaults and without types."""
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.FunctionDef) and line == _first_line(node):
                untyped = without_types(node)
                assert isinstance(untyped, ast.FunctionDef)
                return ast.unparse(_with_defaults(untyped.args, lambda each: self._default(path, each)))
        return None

    def _written(self, path: Path, node: ast.stmt) -> ast.stmt:
        """Return a statement as it leaves; a bare function has nothing behind its signature."""
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            if (path, node.target.id) not in self.bare:
                return node
            node = copy.copy(node)
            node.value = ast.Constant(...)  # no value leaves
            return node
        if not isinstance(node, (ast.FunctionDef, ast.ClassDef)) or (path, node.name) not in self.bare:
            return node
        known = (path, node.name) in self.mistakes  # an answer without body needs no decorator
        if isinstance(node, ast.ClassDef):
            bare_class = copy.copy(node)
            bare_class.body = list(self._members(path, node))
            bare_class.decorator_list = [self._decorator(path, each) for each in node.decorator_list if known]
            return bare_class
        bare = self._bare(path, node)
        bare.decorator_list = [self._decorator(path, each) for each in node.decorator_list if known]
        return bare

    def _members(self, path: Path, node: ast.ClassDef) -> Iterator[ast.stmt]:
        """Yield what students see of a class: its docstring, methods without bodies, typed attributes."""
        yield ast.Expr(ast.Constant(" ".join((ast.get_docstring(node) or "").split("\n\n")[0].split())))
        for each in node.body:
            if isinstance(each, ast.FunctionDef) and (each.name.startswith("__") or each.name[0] != "_"):
                bare = self._bare(path, each)
                bare.decorator_list = [d for d in each.decorator_list if ast.unparse(d) == "property"]
                yield bare
            elif isinstance(each, ast.AnnAssign):
                typed = copy.copy(each)
                typed.value = None  # no value leaves
                yield typed

    def _bare(self, path: Path, node: ast.FunctionDef) -> ast.FunctionDef:
        """Return a function with nothing behind its signature."""
        paragraph = " ".join((ast.get_docstring(node) or "").split("\n\n")[0].split())
        bare = copy.copy(node)
        bare.args = _with_defaults(node.args, lambda each: self._default(path, each))
        said = [ast.Expr(ast.Constant(paragraph))] if paragraph else []
        bare.body = [*said, *ast.parse("raise NotImplementedError").body]
        return bare

    def _default(self, path: Path, node: ast.expr) -> ast.expr:
        """Return a default as students see it: a plain value, or ``...`` where it is none or not for them."""
        node = self._spelled_out(path, node)
        return node if is_plain(node) else ast.Constant(...)

    def _decorator(self, path: Path, node: ast.expr) -> ast.expr:
        node = copy.deepcopy(node)
        for keyword in node.keywords if isinstance(node, ast.Call) else ():
            keyword.value = self._spelled_out(path, keyword.value)
        return node

    def _spelled_out(self, path: Path, node: ast.expr) -> ast.expr:
        """Return the value of a constant in place of its name, unless the answers compute with it."""
        found = self.modules.value((path, node.id)) if isinstance(node, ast.Name) else None
        if found is None or (found[0][0].stem in PRIVATE and found[0] in self._computed_with):
            return node
        return found[1]


def _first_line(function: ast.FunctionDef) -> int:
    return min([function.lineno, *(each.lineno for each in function.decorator_list)])


def _of(path: Path, names: Iterable[str]) -> list[Name]:
    return [(path, name) for name in sorted(names)]


def _raise(mistakes: list[Mistake]) -> None:
    if mistakes:
        raise AssignmentError(mistakes)


def _with_defaults(arguments: ast.arguments, change: Callable[[ast.expr], ast.expr]) -> ast.arguments:
    changed = copy.copy(arguments)
    changed.defaults = [change(each) for each in arguments.defaults]
    changed.kw_defaults = [None if each is None else change(each) for each in arguments.kw_defaults]
    return changed
