"""How values are shown to a reader, as text.

A value may come from a student, and be anything that can cross to us: arrays of any shape, lists in lists,
text, or a few words for something stranger.  Whatever it is, what is shown stays small.
"""

import ast
import math
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.text.safe import safe

DIGITS = 6  # of a number that has no short exact form
ROWS = 8  # rows and columns of an array that are shown
DEPTH = 4  # lists in lists that are shown
WIDTH = 64  # of a line; leaves room for an indentation on a terminal of 80 columns
NEAT = 32  # a matrix that fits this is shown on one line
LINES = 24
SMALL = 64  # entries of an array of many axes that is shown whole, where there is room
TEXT = 200  # characters of a text that are shown

HOLDERS = (list, tuple, dict, set, frozenset)
# A key in a place such as "key 'a', [0, 2]".
KEY = re.compile(
    r"""key ('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|-?[\d.e+-]+|True|False|None)(?:, |$)"""
)  # of a place


# ---- for a reader ---------------------------------------------------------------------------------


def show(value: Any, digits: int = DIGITS, width: int = WIDTH) -> str:
    """Return a value as text, a matrix row by row; rows and columns without room give way to an ellipsis."""
    if hasattr(value, "shown"):  # a text that was printed
        written = value.shown(digits)
        return "\n".join([safe(each, width) for each in written[:LINES]] + ["…"] * (len(written) > LINES))
    lines: Sequence[str] = ()
    for most in (ROWS, 6, 4, 3):
        tree = _tree(value, most, digits)
        flat = _line(tree)
        if len(flat) <= (NEAT if _nested(tree) else width):
            return flat
        lines = _lines(tree)
        if max(map(len, lines)) <= width:
            break
    return "\n".join(lines if len(lines) <= LINES else [*lines[:LINES], "…"])


def line(value: Any, digits: int = DIGITS) -> str:
    """Return a value as text on one line, however long."""
    return _line(_tree(value, ROWS, digits))


def words(value: Any) -> str:
    """Return what a value is, where there is no room for the value: "an array of shape (2, 3)"."""
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}" if value.ndim else leaf(value, DIGITS)
    if isinstance(value, HOLDERS):
        return f"a {next(each for each in HOLDERS if isinstance(value, each)).__name__} of {len(value)}"
    return leaf(value, DIGITS)


def number(value: float, digits: int = DIGITS) -> str:
    """Return a number as people write it: exactly where up to 8 digits can, else rounded."""
    value = value or 0.0  # −0 is no other number, and puzzles whoever has not met it
    exact = f"{value:.8g}"
    return exact if not math.isfinite(value) or float(exact) == value else f"{value:.{digits}g}"


def entry(value: Any, where: str) -> Any:
    """Return the part of an answer at a place like "[0, 2]" or "result 2, [1]"; None where there is none."""
    while (key := KEY.match(where)) is not None:
        name = ast.literal_eval(key[1])
        if not isinstance(value, dict) or name not in value:
            return None
        value, where = value[name], where[key.end() :]
    for result in re.findall(r"result (\d+)", where):
        # A check may have kept only the result that is wrong; then there is nothing to go into.
        if isinstance(value, (list, tuple)):
            if not 0 < int(result) <= len(value):
                return None
            value = value[int(result) - 1]
    if hasattr(value, "cell"):
        return value.cell(where)
    index = re.search(r"\[([\d, ]+)\]$", where)
    for place in index[1].split(",") if index else ():
        if not _has_items(value) or int(place) >= len(value):
            return None
        value = value[int(place)]
    return value


def _has_items(value: Any) -> bool:
    return bool(value.ndim) if isinstance(value, np.ndarray) else isinstance(value, (list, tuple))


def telling_digits(got: Any, expected: Any, where: str = "") -> int:
    """Return how many digits it takes to see that two values differ at a place."""
    one, other = entry(got, where), entry(expected, where)
    for digits in (DIGITS, 9, 12):
        if line(one, digits) != line(other, digits):
            return digits
    return 17


@dataclass(frozen=True)
class _Node:
    """A list, tuple, dict or set whose items are texts or such nodes."""

    items: tuple["_Tree", ...]
    left: str = "["
    right: str = "]"
    keys: tuple[str, ...] = ()  # before each item

    def beside(self, text: Callable[["_Tree"], Any]) -> Iterator[tuple[str, Any]]:
        """Yield what stands before each item, and the item as text."""
        return zip(self.keys or ("",) * len(self.items), map(text, self.items), strict=True)

    @property
    def cells(self) -> list[str] | None:
        """The items, if all of them are texts."""
        cells = [item for item in self.items if isinstance(item, str)]
        return cells if len(cells) == len(self.items) else None


_Tree = str | _Node


def _tree(value: Any, most: int, digits: int, depth: int = 0) -> _Tree:
    """Return a value as texts in lists, each with at most so many items."""
    if isinstance(value, np.ndarray) and _has_items(value):
        if value.ndim > DEPTH - depth or (value.size == 0 and value.ndim > 1):
            return words(value)
        most = min(most, 4) if value.ndim > 2 and value.size > SMALL else most
        return _Node(tuple(_items(value, most, digits, depth)))
    if isinstance(value, (list, tuple)):
        if depth >= DEPTH:
            return words(value)
        items = tuple(_items(value, min(most, 4) if depth > 1 else most, digits, depth))
        if isinstance(value, tuple):
            return _Node(items, "(", ",)" if len(items) == 1 else ")")
        return _Node(items)
    if isinstance(value, (dict, set, frozenset)):
        return (
            words(value)
            if depth >= DEPTH
            else _held(value, min(most, 4) if depth > 1 else most, digits, depth)
        )
    return leaf(value, digits)


def _held(value: Any, most: int, digits: int, depth: int) -> _Tree:
    """Return the first keys of a dict, or the first members of a set."""
    if not value:
        return "{}" if isinstance(value, dict) else "set()"
    names = list(value) if isinstance(value, dict) else members(value)
    some = names[:most] if len(names) <= most else names[: most - 1]
    rest = ("…",) * (len(some) < len(names))
    if not isinstance(value, dict):
        return _Node((*(_tree(each, most, digits, depth + 1) for each in some), *rest), "{", "}")
    items = (_tree(value[each], most, digits, depth + 1) for each in some)
    keys = (*(f"{leaf(each, digits)}: " for each in some), *[""] * len(rest))
    return _Node((*items, *rest), "{", "}", keys)


def members(values: Collection[Any]) -> list[Any]:
    """Return the members of a set in an order that does not depend on how they lie in memory."""
    alike = all(isinstance(each, (int, float)) for each in values) or len({*map(type, values)}) == 1
    if alike and not any(isinstance(each, (tuple, frozenset, complex)) for each in values):
        return sorted(values)
    return sorted(values, key=line)


def _items(value: Any, most: int, digits: int, depth: int) -> Iterator[_Tree]:
    """Yield the first and last items, and an ellipsis for those between them."""
    count = len(value)
    if count <= most:
        yield from (_tree(value[i], most, digits, depth + 1) for i in range(count))
        return
    last = (most - 1) // 3 or 1
    yield from (_tree(value[i], most, digits, depth + 1) for i in range(most - 1 - last))
    yield "…"
    yield from (_tree(value[i], most, digits, depth + 1) for i in range(count - last, count))


def leaf(value: Any, digits: int) -> str:
    """Return a value that holds no others as text."""
    if isinstance(value, (np.generic, np.ndarray)):
        value = value.item()
    match value:
        case None | bool():
            return str(value)
        case int():
            return str(value) if is_short(value) else _long_number(value)
        case float():
            return number(value, digits)
        case complex():
            return f"{number(value.real, digits)}{_signed(number(value.imag, digits))}j"
        case str():
            return f"'{safe(value, TEXT)}'"
    return safe(value.one_line, TEXT) if hasattr(value, "one_line") else _described(value)


def _described(value: Any) -> str:
    """Never ask a strange value for its repr: say what it is."""
    described = getattr(value, "described", None)
    name = type(value).__name__
    article = "an" if name[:1].lower() in set("aeiou") else "a"
    return safe(described if isinstance(described, str) else f"{article} {name}", TEXT)


def _signed(text: str) -> str:
    return text if text.startswith("-") else f"+{text}"


def is_short(value: int) -> bool:
    """Whether a whole number is one that everybody can read."""
    return value.bit_length() <= 64


def _long_number(value: int) -> str:
    # Python refuses to write out a whole number of some thousand digits.
    return f"a whole number of {value.bit_length()} bits"


def _nested(tree: _Tree) -> bool:
    """Whether there is something to write on several lines."""
    if not isinstance(tree, _Node):
        return False
    if len(tree.items) == 1:  # an axis of length one hides nothing
        return _nested(tree.items[0])
    return len(tree.items) > 1 and (bool(tree.keys) or tree.cells is None)


def _line(tree: _Tree) -> str:
    if isinstance(tree, str):
        return tree
    return f"{tree.left}{', '.join(f'{key}{item}' for key, item in tree.beside(_line))}{tree.right}"


def _lines(tree: _Tree) -> list[str]:
    """Return a matrix with its columns under each other, and anything deeper item by item."""
    if isinstance(tree, str) or not _nested(tree):
        return [_line(tree)]
    tree = _aligned(tree)
    blocks = [
        [f"{key if not row else ' ' * len(key)}{text}" for row, text in enumerate(block)]
        for key, block in tree.beside(_lines)
    ]
    lines: list[str] = []
    for place, block in enumerate(blocks):
        block[-1] += "," if place < len(blocks) - 1 else tree.right
        lines += [f"{' ' if lines or row else tree.left}{text}" for row, text in enumerate(block)]
    return lines


def _aligned(tree: _Node) -> _Node:
    """Make the entries of a column equally wide, if these are the rows of a matrix."""
    rows = [item.cells for item in tree.items if isinstance(item, _Node)]
    cells = [row for row in rows if row is not None]
    if tree.left != "[" or len(cells) < len(rows) or len(set(map(len, cells))) > 1:
        return tree
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]

    def align(item: _Tree) -> _Tree:
        if isinstance(item, str) or item.cells is None:
            return item
        padded = (cell.rjust(width) for cell, width in zip(item.cells, widths, strict=True))
        return _Node(tuple(padded), item.left, item.right)

    return _Node(tuple(map(align, tree.items)))
