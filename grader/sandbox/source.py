"""From a student's source to the statements that can be run, one by one (inside the worker).

A syntax error costs the statement it stands in and nothing else; so does an exception.
"""

import __future__

import ast
import re
import warnings
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from types import CodeType

FUTURES: dict[str, int] = {
    name: getattr(__future__, name).compiler_flag for name in __future__.all_feature_names
}
MAGIC = re.compile(r"\A[ \t]|^\s*([%!?]|>>> |[\w.]+\?+\s*$|.*=\s*[%!])|\?\s*$", re.MULTILINE)
CELL_MAGIC = re.compile(r"\s*%%(\w*).*")
RUN = frozenset(("time", "timeit", "capture", "prun"))  # the cell magics whose cell is this notebook's Python
GOES_ON = re.compile(r"$|[\s#)\]}]|(else|elif|except|finally)\b")  # a line that belongs to the one above
DEFINES = re.compile(r"(async |def |class |@|import |from )")
ATTEMPTS = 200  # how many lines may follow before a bracket or text is closed
UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError)


@dataclass(frozen=True)
class Statement:
    """A top-level statement, compiled, and the line it starts on."""

    line: int
    code: CodeType


@dataclass(frozen=True)
class Unreadable:
    """A piece of source that is not Python."""

    line: int
    message: str


def statements(
    source: str, name: str, notebook: bool = False, flags: int = 0
) -> list[Statement | Unreadable]:
    """Return the top-level statements in order, and in their place what cannot be read.

    ``flags`` are the ``__future__`` features that earlier cells asked for.
    """
    if notebook:
        source = without_magics(source)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # "\d" in a docstring is none of our business
        try:
            tree = ast.parse(source, name)
        except UNREADABLE:
            return list(_recovered(source, name, flags))
        return list(_compiled(tree, name, flags | _flags(tree)))


def futures(code: CodeType) -> int:
    """Return the ``__future__`` features that a statement was compiled with, or asks for."""
    return code.co_flags & sum(FUTURES.values())


# ---- notebooks --------------------------------------------------------------------------------------


def without_magics(source: str) -> str:
    """Return a notebook cell as Python: ``%magic`` and ``!shell`` become calls of ``get_ipython()``.

    Of a cell that is timed or captured the first line goes; of one in another language nothing is left.
    """
    while match := CELL_MAGIC.match(source):
        if match[1] not in RUN:
            return ""
        source = "\n" * match[0].count("\n") + source[match.end() :]
    if not MAGIC.search(source):
        return source
    from IPython.core.inputtransformer2 import TransformerManager

    above = source[: len(source) - len(source.lstrip())].count("\n")  # blank lines, which IPython drops
    try:
        return "\n" * above + str(TransformerManager().transform_cell(source))  # type: ignore[no-untyped-call]
    except Exception:  # then each line is judged by itself
        return source


# ---- what can be compiled ---------------------------------------------------------------------------


def _flags(tree: ast.Module) -> int:
    flags = 0
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module == "__future__":
            for alias in node.names:
                flags |= FUTURES.get(alias.name, 0)
    return flags


def _compiled(tree: ast.Module, name: str, flags: int) -> Iterator[Statement | Unreadable]:
    for node in tree.body:
        try:
            code = compile(ast.Module([node], []), name, "exec", flags=flags, dont_inherit=True)
        except UNREADABLE as problem:
            yield Unreadable(getattr(problem, "lineno", None) or node.lineno, _words(problem))
        else:
            yield Statement(node.lineno, code)


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
        told = bool(problem) or (told and not tree.body)
        place += pieces
        flags |= _flags(tree)
        yield from _compiled(tree, name, flags)


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
    told = Unreadable(getattr(trouble, "lineno", None) or start + 1, _words(trouble))
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
        return f"{type(problem).__name__}: {problem.msg}"[:300]
    if isinstance(problem, (RecursionError, MemoryError)):
        return "this is nested too deeply to be read"
    return f"{type(problem).__name__}: {problem}"[:300]
