"""Which of several definitions is a student's answer, and why there is none (inside the worker)."""

import difflib
import dis
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import CodeType, FunctionType
from typing import Any

from grader.values.variables import no_value

# A file that is called so is not the one that counts, if another defines the same.
ASIDE = re.compile(
    r"(^|[\W_\d])(old|backup|bak|copy|tests?|testing|train|training|starter|template|original|draft|archive)"
    r"([\W_\d]|$)",
    re.IGNORECASE,
)
CLOSE = 0.8  # how alike two names must be
# What a function does that does nothing: these, with nothing but None.
IDLE = frozenset(
    (
        *("RESUME", "NOP", "CACHE", "POP_TOP", "COPY_FREE_VARS", "MAKE_CELL", "LOAD_CONST", "RETURN_CONST"),
        *("RETURN_VALUE", "BUILD_TUPLE", "UNPACK_SEQUENCE", "STORE_FAST", "STORE_FAST_STORE_FAST"),
        *("LOAD_FAST", "LOAD_FAST_LOAD_FAST", "STORE_FAST_LOAD_FAST"),
        *("LOAD_FAST_BORROW", "LOAD_FAST_BORROW_LOAD_FAST_BORROW", "NOT_TAKEN"),
    )
)


@dataclass(frozen=True)
class Definition:
    """A function under a name that is asked for, in one file."""

    name: str
    value: Any
    path: str  # of the file
    imported: bool
    count: int  # how many of the functions that are asked for this file has
    place: int  # of the file, in the order in which they were finished

    @property
    def rank(self) -> tuple[object, ...]:
        """What makes it count: that it is written, stands here, in the file with most of them, the last."""
        aside = ASIDE.search(self.path) is not None
        return is_written(self.value), not self.imported, not aside, self.count, self.place


def code_of(value: Any) -> CodeType | None:
    """Return the code of a function, also of one that numba has compiled."""
    code = getattr(value, "__code__", None) or getattr(getattr(value, "py_func", None), "__code__", None)
    return code if isinstance(code, CodeType) else None


def is_written(function: Any) -> bool:
    """Whether a function does anything: one as in a starter raises NotImplementedError or returns nothing."""
    code = code_of(function)
    if code is None:
        return True
    if code.co_names:
        return code.co_names != ("NotImplementedError",)
    arguments = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    for each in dis.get_instructions(code):
        if each.opname not in IDLE or (each.opname == "RETURN_CONST" and not _is_blank(each.argval)):
            return True
        if each.opname == "LOAD_CONST" and not _is_blank(each.argval):
            return True
        if each.opname.startswith("LOAD_FAST") and any(name in str(each.argval) for name in arguments):
            return True
    return False


def _is_blank(value: object) -> bool:
    return value is None or value is Ellipsis or (isinstance(value, tuple) and all(map(_is_blank, value)))


def same(one: Any, other: Any) -> bool:
    """Whether two functions are copies of each other."""
    codes = code_of(one), code_of(other)
    if one is other or None in codes:
        return one is other
    return all(
        getattr(codes[0], part) == getattr(codes[1], part) for part in ("co_code", "co_names", "co_consts")
    )


def chosen(candidates: Iterable[Definition]) -> tuple[dict[str, Any], Iterator[tuple[str, str]]]:
    """Return the function that counts for each name, and a sentence for all that are in two files each."""
    by_name: dict[str, list[Definition]] = {}
    for each in candidates:
        by_name.setdefault(each.name, []).append(each)
    found: dict[str, Any] = {}
    twice: dict[tuple[str, ...], list[str]] = {}
    for name, several in by_name.items():
        best = max(several, key=lambda each: each.rank)
        found[name] = best.value
        others = [e for e in several if is_written(e.value) and not (e.imported or same(e.value, best.value))]
        if others and not best.imported:
            twice.setdefault((best.path, *sorted(each.path for each in others)), []).append(name)
    return found, ((paths[0], _in_two_files(paths, names)) for paths, names in twice.items())


def _in_two_files(paths: tuple[str, ...], names: list[str]) -> str:
    others = paths[1:]
    listed = " and ".join(filter(None, (", ".join(f"`{n}`" for n in names[:3]), _more(len(names) - 3))))
    are, these = ("are", "these") if len(names) > 1 else ("is", "this one")
    return f"{listed} {are} defined here and in {' and '.join(others)}: {these} counted"


def _more(count: int) -> str:
    return f"{count} more" if count > 0 else ""


# ---- what is told of one that is not there, or prints ----------------------------------------------


def why_missing(name: str, modules: Mapping[str, Mapping[str, Any]], asked: Iterable[str]) -> str:
    """Say what there is in place of a function, by the names in each file; "" where nothing is like it."""
    there_is = _instead(name, modules, asked)
    return f"there is no function `{name}`: {there_is}" if there_is else ""


def _instead(name: str, modules: Mapping[str, Mapping[str, Any]], asked: Iterable[str]) -> str:
    named = [(path, each, value) for path, names in modules.items() for each, value in names.items()]
    own = {each: path for path, each, value in named if isinstance(value, FunctionType) and each not in asked}
    alike = next((each for each in own if _plain(each) == _plain(name)), None)
    if alike is not None:
        return f"is it your `{alike}` in {own[alike]}? Rename it"
    for path, each, value in named:
        code = code_of(value) if isinstance(value, FunctionType) else None
        if isinstance(value, type) and name in vars(value) and value.__module__ == modules[path]["__name__"]:
            return f"it is a method of your class `{each}`; define it at the left margin"
        if code is not None and any(getattr(inner, "co_name", "") == name for inner in code.co_consts):
            return f"it stands inside of `{each}` in {path}; define it at the left margin"
        if each == name and not callable(value):
            kind = type(value).__name__
            return f"what has that name in {path} is of type {kind}; write a function, def {name}(...):"
    if close := difflib.get_close_matches(name, own, 1, CLOSE):
        return f"is it your `{close[0]}` in {own[close[0]]}? Rename it"
    return ""


def why_no_variable(name: str, modules: Mapping[str, Mapping[str, Any]], asked: Iterable[str]) -> str:
    """Say what there is in place of a variable, by the names in each file; "" where nothing is like it."""
    start = f"there is no variable `{name}`: "
    own: dict[str, str] = {}
    for path, names in modules.items():
        for each, value in names.items():
            what = no_value(value)
            if each == name:
                do = "; assign its value to that name" if what.startswith("a ") else ""
                return f"{start}what has that name in {path} is {what}{do}"
            if not (what or each.startswith("_") or each in asked):
                own[each] = path
    close = [each for each in own if _plain(each) == _plain(name)]
    close = close or difflib.get_close_matches(name, own, 1, CLOSE)
    return f"{start}is it your `{close[0]}` in {own[close[0]]}? Rename it" if close else ""


def _plain(name: str) -> str:
    return name.replace("_", "").casefold()


def only_prints(function: Any) -> bool:
    """Whether a function prints something and returns nothing."""
    code = code_of(function)
    if code is None or "print" not in code.co_names or code.co_flags & 0x20:  # a generator
        return False
    last = None
    for each in dis.get_instructions(code):
        nothing = each.opname == "RETURN_CONST" and each.argval is None
        if each.opname == "RETURN_CONST" and not nothing:
            return False
        if each.opname == "RETURN_VALUE" and not (
            last is not None and last.opname == "LOAD_CONST" and last.argval is None
        ):
            return False
        last = each
    return True
