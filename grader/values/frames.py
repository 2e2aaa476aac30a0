"""Tables as plain columns: how they cross, are stored, and are shown.

A column is an array of numbers, or else its cells one by one: texts, numbers, truth values, None where one is
missing.  ``grader.values.dataframes`` makes them of what code hands us, and back.
"""

import re
from collections.abc import Callable
from typing import Any

import msgspec
import numpy as np
from msgspec.structs import replace

from grader.text.values import line
from grader.values.leaves import (
    DTYPE_OF,
    TEXT_LIMIT,
    Array,
    Strange,
    WireError,
    build_array,
    require_array,
    text,
)

COLUMNS = 1000  # more are described
CELLS = 100_000  # one by one, of one table
NAME = 200  # characters of a column's name
ROWS = 8  # that are shown
NAMELESS = "column"  # what a Series without a name has
DATE, SPAN = "datetime64[ns]", "timedelta64[ns]"
WORDS = {
    "float": "decimal numbers",
    "int": "whole numbers",
    "bool": "truth values",
    "str": "texts",
    "date": "dates",
    "span": "spans of time",
    "mixed": "values of several types",
}

Cell = None | bool | int | float | str


class Column(msgspec.Struct, tag="column", frozen=True):
    """A column or a level of the index; ``dtype`` is what its library calls its type."""

    name: str | int | None
    dtype: str
    cells: Array | list[Cell]

    @property
    def family(self) -> str:
        """What it holds: a key of ``WORDS``."""
        if isinstance(self.cells, list):
            return "str" if all(cell is None or type(cell) is str for cell in self.cells) else "mixed"
        kind = DTYPE_OF[self.cells.dtype].kind
        if kind == "i" and self.dtype in (DATE, SPAN):
            return "date" if self.dtype == DATE else "span"
        return {"b": "bool", "f": "float"}.get(kind, "int")

    @property
    def values(self) -> np.ndarray | list[Cell]:
        """The cells as an array, where they are numbers, dates or truth values, else as they are."""
        if isinstance(self.cells, list):
            return self.cells
        array = build_array(self.cells)
        return array.view(self.dtype) if self.family in ("date", "span") else array

    def cell(self, row: int) -> Any:
        """Return a cell as it is shown."""
        value = self.values[row]
        return str(value)[:10] if isinstance(value, (np.datetime64, np.timedelta64)) else value


class Frame(msgspec.Struct, tag="frame", frozen=True):
    """A table, or with ``series`` a single column; without an index its rows are numbered from 0."""

    columns: list[Column]
    index: list[Column]
    length: int
    series: bool = False

    @property
    def one_line(self) -> str:
        """What it is, in words."""
        rows = f"{self.length} row{'s' * (self.length != 1)}"
        count = len(self.columns)
        return (
            f"a Series of {rows}"
            if self.series
            else f"a table of {rows} and {count} column{'s' * (count != 1)}"
        )

    described = one_line

    @property
    def size(self) -> int:
        """How many cells it has."""
        return self.length * len(self.columns)

    @property
    def largest(self) -> float:
        """The size of the largest decimal number in it."""
        found = [np.abs(np.asarray(each.values)) for each in self.columns if each.family == "float"]
        return max((float(each[np.isfinite(each)].max(initial=0.0)) for each in found), default=0.0)

    def named(self) -> list[tuple[str, Column]]:
        """Return the levels of the index and the columns, each with what it is called in a sentence."""
        levels = [(_called("index", each), each) for each in self.index]
        return levels + [(_called("column", each), each) for each in self.columns]

    def cell(self, where: str) -> Any:
        """Return the cell at a place, "row 3, column 'height'" or "row 3"; None if there is none."""
        found = re.fullmatch(r"row (\d+)(?:, (.*))?", where, re.DOTALL)
        column = dict(self.named()).get(found[2] or NAMELESS) if found else None
        return column.cell(int(found[1])) if found and column and int(found[1]) < self.length else None

    def shown(self, digits: int) -> list[str]:
        """Return it as lines, with its first and last rows."""
        rows: list[int | None] = list(range(self.length))
        if self.length > ROWS:
            rows = [*range(ROWS - 3), None, self.length - 2, self.length - 1]
        heads = [label(each.name) for each in self.index] or [""]
        grid = [[*heads, *(label(each.name) for each in self.columns)]]
        for row in rows:
            if row is None:
                grid.append(["…"] * len(grid[0]))
                continue
            labels = [_shown(each.cell(row), digits) for each in self.index] or [str(row)]
            grid.append([*labels, *(_shown(each.cell(row), digits) for each in self.columns)])
        widths = [max(map(len, column)) for column in zip(*grid, strict=True)]
        return ["  ".join(c.rjust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in grid]

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        return np.array(self.plain(), dtype, copy=copy)

    def plain(self) -> Any:
        """Return it as an array, or a list where it holds anything but numbers: as if it were no table."""
        values = [each.values for each in self.columns]
        if any(each.family in ("date", "span") for each in self.columns):
            return Strange(f"{self.one_line} with dates")
        if self.series:
            return values[0]
        arrays = [each for each in values if isinstance(each, np.ndarray)]
        if len(arrays) == len(values):
            return np.column_stack(arrays) if arrays else np.zeros((self.length, 0))
        rows = zip(*(each.tolist() if isinstance(each, np.ndarray) else each for each in values), strict=True)
        return [list(row) for row in rows]


def _called(what: str, column: Column) -> str:
    return what if column.name is None else f"{what} {label(column.name)!r}"


def label(name: str | int | None) -> str:
    """Return what a column is called, as far as there is room for it."""
    return "" if name is None else text(str(name), 40)


def _shown(cell: Any, digits: int) -> str:
    if cell is None or (isinstance(cell, float) and cell != cell):
        return "missing"
    return text(cell, 40) if isinstance(cell, str) else line(cell, digits)


def as_it_came(frame: Frame) -> Frame:
    """Return what of a table is compared where nothing says it: all but how its rows are numbered.

    That is an index of whole numbers without a name; what the levels of another are called is nothing, too.
    """
    numbered = all(each.name is None and each.family == "int" for each in frame.index)
    columns = [replace(each, name=None if each.name is None else str(each.name)) for each in frame.columns]
    index = [] if numbered else [replace(each, name=None) for each in frame.index]
    return Frame(
        [replace(columns[0], name=None)] if frame.series else columns, index, frame.length, frame.series
    )


def alike(one: Frame, other: Frame) -> bool:
    """Whether two tables have as many rows and the same columns."""
    forms = [(each.length, each.series, [name for name, _ in each.named()]) for each in (one, other)]
    return forms[0] == forms[1]


def first_difference(got: Frame, want: Frame, difference: Callable[[Any, Any], Any]) -> str:
    """Return where two tables that are alike first differ, row by row; "" where they do not.

    ``difference`` says of two arrays of numbers ``where`` they first differ; None where they do not.
    """
    places = []
    for place, ((name, one), (_, other)) in enumerate(zip(got.named(), want.named(), strict=True)):
        if (row := _first_row(one, other, difference)) is not None:
            places.append((row, place, name))
    if not places:
        return ""
    row, _, name = min(places)
    return f"row {row}" if name == NAMELESS else f"row {row}, {name}"


def _first_row(got: Column, want: Column, difference: Callable[[Any, Any], Any]) -> int | None:
    one, other = got.values, want.values
    if isinstance(one, list) or isinstance(other, list) or {got.family, want.family} & {"date", "span"}:
        pairs = zip(list(one), list(other), strict=True)
        return next((row for row, (a, b) in enumerate(pairs) if a != b and (a == a or b == b)), None)
    wrong = difference(one, other)
    return None if wrong is None else int(wrong.where.strip("[]") or 0)


def require_frame(sent: Frame) -> None:
    """Raise WireError where this is no table that ``pack_frame`` makes."""
    if not sent.length >= 0 or len(sent.columns) > COLUMNS or len(sent.index) > COLUMNS:
        raise WireError("a table that is too large")
    if sent.series and len(sent.columns) != 1:
        raise WireError("a Series of several columns")
    names = [each.name for each in sent.columns]
    if len(set(names)) < len(names):
        raise WireError("a table with two columns of one name")
    one_by_one = 0
    for each in (*sent.columns, *sent.index):
        if (isinstance(each.name, str) and len(each.name) > NAME) or len(each.dtype) > 100:
            raise WireError("a column whose name is too long")
        if isinstance(each.cells, list):
            one_by_one += len(each.cells)
            lengths = len(each.cells)
            if any(isinstance(cell, str) and len(cell) > TEXT_LIMIT for cell in each.cells):
                raise WireError("a text that is too long")
        else:
            require_array(each.cells)
            if len(each.cells.shape) != 1 or DTYPE_OF[each.cells.dtype].kind not in "biuf":
                raise WireError("a column that is no row of numbers")
            (lengths,) = each.cells.shape
            if each.dtype in (DATE, SPAN) and each.cells.dtype != "int64":
                raise WireError("dates that are none")
        if lengths != sent.length:
            raise WireError("a table whose columns differ in length")
    if one_by_one > CELLS * (1 + len(sent.index)):
        raise WireError("a table of too many cells")
