"""From a student's source to the statements that can be run, one by one (inside the worker).

A syntax error costs the statement it stands in and nothing else; so does an exception.
"""

import __future__

import ast
import builtins
import dis
import re
import warnings
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from types import CodeType

from grader.sandbox.worker.characters import leftover, mended, what_to_write, without_prompts
from grader.sandbox.worker.magics import NotPythonError, without_magics

FUTURES: dict[str, int] = {
    name: getattr(__future__, name).compiler_flag for name in __future__.all_feature_names
}
GOES_ON = re.compile(r"$|[\s#)\]}]|(else|elif|except|finally)\b")  # a line that belongs to the one above
DEFINES = re.compile(r"(async |def |class |@|import |from )")
NAMED = re.compile(r"(?:>>> |\.\.\. )?(?:async +)?(?:def|class) +(\w+)")  # also in a copied session
ATTEMPTS = 200  # how many lines may follow before a bracket or text is closed
UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError)


@dataclass(frozen=True)
class Statement:
    """A top-level statement, compiled, and the line it starts on."""

    line: int
    code: CodeType
    node: ast.stmt
    main: bool = False  # it stands under ``if __name__ == "__main__":``


@dataclass(frozen=True)
class Unreadable:
    """A piece of source that is not Python; or a note on what was made of it."""

    line: int
    message: str
    names: tuple[str, ...] = ()  # what it would define
    note: bool = False


def statements(
    source: str, name: str, notebook: bool = False, flags: int = 0, wanted: Collection[str] = ()
) -> list[Statement | Unreadable]:
    """Return the top-level statements in order, and in their place what cannot be read.

    ``flags`` are the ``__future__`` features that earlier cells asked for.  A notebook is the main program; a
    module's block for the main program is there if it defines what is ``wanted``, or what functions use.
    """
    if notebook:
        try:
            source = without_magics(source)
        except NotPythonError as problem:
            return [Unreadable(1, problem.message, note=True)]
        flags |= ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # "\d" in a docstring is none of our business
        try:
            tree = ast.parse(source, name)
        except UNREADABLE:
            plain = mended(source) or without_prompts(source)
            if plain is None:
                return list(_recovered(source, name, flags))
            note = Unreadable(plain.line, plain.note, note=True)
            return [note, *statements(plain.source, name, notebook, flags, wanted)]
        if not notebook and (main := next(filter(_is_for_main, tree.body), None)):
            return list(_with_main(tree, main, name, flags | _flags(tree), wanted))
        return list(_compiled(tree, name, flags | _flags(tree), shows=notebook))


def futures(code: CodeType) -> int:
    """Return the ``__future__`` features that a statement was compiled with, or asks for."""
    return code.co_flags & sum(FUTURES.values())


# ---- what can be compiled ---------------------------------------------------------------------------


def _flags(tree: ast.Module) -> int:
    flags = 0
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module == "__future__":
            for alias in node.names:
                flags |= FUTURES.get(alias.name, 0)
    return flags


def _compiled(
    tree: ast.Module, name: str, flags: int, *, shows: bool = False
) -> Iterator[Statement | Unreadable]:
    """Compile statement by statement; ``shows``: the value of the last is shown, as that of a cell is."""
    for node in tree.body:
        last = shows and node is tree.body[-1] and isinstance(node, ast.Expr)
        whole = ast.Interactive([node]) if last else ast.Module([node], [])
        try:
            code = compile(whole, name, "single" if last else "exec", flags=flags, dont_inherit=True)
        except UNREADABLE as problem:
            names = tuple(bound([node]))
            yield Unreadable(getattr(problem, "lineno", None) or node.lineno, _words(problem), names)
        else:
            yield Statement(node.lineno, code, node)


# ---- names ------------------------------------------------------------------------------------------

_INNER = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def bound(nodes: Iterable[ast.AST]) -> set[str]:
    """Return the names that statements bind where they stand, not inside of functions and classes."""
    names: set[str] = set()
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        if isinstance(node, _DEFINITIONS):
            names.add(node.name)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            names |= {alias.asname or alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif not isinstance(node, _INNER):
            waiting += ast.iter_child_nodes(node)
    return names


def _is_for_main(node: ast.stmt) -> bool:
    """Whether this is ``if __name__ == "__main__":``."""
    if not (isinstance(node, ast.If) and isinstance(node.test, ast.Compare) and len(node.test.ops) == 1):
        return False
    sides = (node.test.left, node.test.comparators[0])
    return (
        isinstance(node.test.ops[0], ast.Eq)
        and any(isinstance(side, ast.Name) and side.id == "__name__" for side in sides)
        and any(isinstance(side, ast.Constant) and side.value == "__main__" for side in sides)
    )


def _with_main(
    tree: ast.Module, main: ast.stmt, name: str, flags: int, wanted: Collection[str]
) -> Iterator[Statement | Unreadable]:
    """Compile a module with its block for the main program, where that defines what is missing without it."""
    assert isinstance(main, ast.If)
    others = bound(node for node in tree.body if node is not main)
    found = bound(main.body)
    needed = found & (({*wanted} | _globals(tree, name)) - others - {*dir(builtins)})
    for node in tree.body:
        if node is not main or not needed:
            yield from _compiled(ast.Module([node], []), name, flags)
            continue
        listed = ", ".join(f"`{each}`" for each in sorted(needed)[:5])
        said = f'the block under `if __name__ == "__main__":` was run, for it defines {listed}'
        yield Unreadable(node.lineno, said, note=True)
        for each in _compiled(ast.Module(main.body, []), name, flags):
            yield replace(each, main=True) if isinstance(each, Statement) else each


def _globals(tree: ast.Module, name: str) -> set[str]:
    """Return the global names that the functions and classes of a module use."""
    try:
        waiting = [compile(tree, name, "exec", dont_inherit=True)]
    except UNREADABLE:
        return set()
    top, found = waiting[0], set()
    while waiting:
        code = waiting.pop()
        if code is not top:
            reads = ("LOAD_GLOBAL", "LOAD_NAME")
            found |= {each.argval for each in dis.get_instructions(code) if each.opname in reads}
        waiting += [each for each in code.co_consts if isinstance(each, CodeType)]
    return found


# ---- a source with a syntax error -------------------------------------------------------------------


def _recovered(source: str, name: str, flags: int) -> Iterator[Statement | Unreadable]:
    """Cut a source wherever a line begins without a space, and read what can be read."""
    lines = source.split("\n")
    bounds = [*_bounds(lines), len(lines)]
    told = False  # lines that follow one that cannot be read are often its rest, and are not told again
    place = 0
    while place < len(bounds) - 1:
        tree, pieces, problem = _read(lines, bounds, place, name)
        if problem and not (told and not DEFINES.match(lines[bounds[place]])):
            yield problem
        rest_of_it, told = told, bool(problem) or (told and not tree.body)
        place += pieces
        flags |= _flags(tree)
        for each in _compiled(tree, name, flags):
            # A `return` at the margin below a head that could not be read is that function's.
            if not (rest_of_it and isinstance(each, Unreadable) and "outside function" in each.message):
                yield each


def _bounds(lines: list[str]) -> Iterator[int]:
    """Yield where a top-level statement may begin; a decorator belongs to what it stands above."""
    decorated = False
    for place, line in enumerate(lines):
        if place and GOES_ON.match(line):
            continue
        if not decorated:
            yield place
        decorated = line.startswith("@")


def _read(
    lines: list[str], bounds: list[int], place: int, name: str
) -> tuple[ast.Module, int, Unreadable | None]:
    """Read a piece with as many of the next as it takes; return what it says, how many, and what is wrong."""
    start = bounds[place]
    trouble: BaseException | None = None
    closing: tuple[str, ...] = ("",)  # what the next piece must hold to be of any use
    for last in range(place, min(place + ATTEMPTS, len(bounds) - 1)):
        if not any(mark in line for mark in closing for line in lines[bounds[last] : bounds[last + 1]]):
            continue
        code = "\n".join(lines[start : bounds[last + 1]]) + "\n"
        try:
            return ast.increment_lineno(ast.parse(code, name), start), last + 1 - place, None
        except UNREADABLE as problem:
            trouble = trouble or problem
            closing = _closing(problem, lines[bounds[last + 1] - 1])
        if not closing:
            break
    assert trouble is not None
    try:  # once more in its place, for messages name lines too
        ast.parse("\n" * start + "\n".join(lines[start : bounds[place + 1]]) + "\n", name)
    except UNREADABLE as problem:
        trouble = problem
    names = tuple(match[1] for line in lines[start : bounds[place + 1]] if (match := NAMED.match(line)))
    told = Unreadable(getattr(trouble, "lineno", None) or start + 1, _words(trouble), names)
    after = "".join(lines[bounds[place + 1] :][:1])
    if "expected an indented block" in told.message and (mark := leftover(after)):  # which cuts a function
        return ast.Module([], []), 1, Unreadable(bounds[place + 1] + 1, f"SyntaxError: {mark}", names)
    if "unexpected indent" in told.message:  # which is not the fault of the line above it
        with suppress(*UNREADABLE):
            return ast.increment_lineno(ast.parse(lines[start], name), start), 1, told
    return ast.Module([], []), 1, told


def _closing(problem: BaseException, last: str) -> tuple[str, ...]:
    """Say what would end a statement that is not complete: nothing, where more lines will not help."""
    message = str(getattr(problem, "msg", ""))
    if "triple-quoted" in message:
        return ('"""', "'''")
    if "was never closed" in message:
        return (")", "]", "}")
    return ("",) if last.endswith("\\") else ()


def _words(problem: BaseException) -> str:
    if isinstance(problem, SyntaxError):
        return f"{type(problem).__name__}: {what_to_write(problem) or problem.msg}"[:300]
    if isinstance(problem, (RecursionError, MemoryError)):
        return "this is nested too deeply to be read"
    return f"{type(problem).__name__}: {problem}"[:300]
