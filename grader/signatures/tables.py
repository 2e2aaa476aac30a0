"""What an annotation says of a table: its columns, what they hold, and what of it is compared."""

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np

from grader.signatures.domains import Reals, Within
from grader.signatures.pick import Mood, Pick
from grader.values.frames import DATE, WORDS, Column, Frame
from grader.values.leaves import Array, pack_array

FAMILIES = ("float", "int", "bool", "str", "date")
FORM = re.compile(
    r"(?P<index>index\s+)?(?:(?P<name>[^:]+?)\s*:\s*)?(?P<family>float|int|bool|str|date)(?P<missing>\?)?"
    r"(?:\s+(?P<low>-?[\d.]+)\s+to\s+(?P<high>-?[\d.]+))?"
)
CHOICES = re.compile(r"(?P<index>index\s+)?(?:(?P<name>[^:]+?)\s*:\s*)?(?P<choices>[^|:]+(\|[^|:]+)+)")
AXIS = re.compile(r"[^\W\d]\w*([+*-]\w+)*|\d+")
ANY_ORDER, STRICT = "any order", "strict dtypes"
TEXTS = ("ant", "bee", "cat", "dog")
FIRST_DAY = np.datetime64("2020-01-01", "ns")

__all__ = ["ColumnSchema", "Schema", "Table", "as_array", "drawn", "filled"]

if TYPE_CHECKING:  # for who checks types the texts say nothing
    from typing import Annotated as Table
else:

    class Table:
        """``Table[DataFrame, "name: str", "height: float"]``: a table with these columns.

        ``Table[Series, "float"]`` is a single column.  A first text without a type is the number of rows,
        an axis; "any order" leaves the order of the rows open, "strict dtypes" takes float64 for float
        alone, "index city: str" asks for an index.
        """

        def __class_getitem__(cls, given: Any) -> Any:
            base, *texts = given if isinstance(given, tuple) else (given,)
            return Annotated[base, Schema(getattr(base, "__name__", "") == "Series", tuple(texts))]


@dataclass(frozen=True)
class ColumnSchema:
    """What one column holds, and what is drawn for it."""

    name: str | None
    family: str
    missing: bool = False
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The column as a student reads it."""
        return f"{self.name} ({WORDS[self.family]})" if self.name is not None else WORDS[self.family]


@dataclass(frozen=True)
class Schema:
    """The texts of an annotation; what they mean is read when it is asked for."""

    series: bool
    texts: tuple[str, ...]

    def check(self) -> None:
        """Raise ValueError for a text that means nothing, with what to write instead."""
        if not self.texts:
            raise ValueError('a table says what is in it: Table[DataFrame, "name: str", "height: float"]')
        columns = self.columns
        if self.series and len(columns) != 1:
            raise ValueError('a Series has one column: Table[Series, "float"]')
        names = [each.name for each in columns]
        if not self.series and None in names:
            raise ValueError('each column of a table has a name: "height: float"')
        if twice := [name for place, name in enumerate(names) if name in names[:place]]:
            raise ValueError(f"there are two columns called {twice[0]!r}")

    @property
    def rows(self) -> str:
        """The axis that is the number of rows; "" where there is none."""
        first = self.texts[0] if self.texts else ""
        return first if isinstance(first, str) and first not in FAMILIES and AXIS.fullmatch(first) else ""

    @property
    def any_order(self) -> bool:
        """Whether the order of the rows is open."""
        return ANY_ORDER in self.texts

    @property
    def strict(self) -> bool:
        """Whether a column is of its own dtype alone."""
        return STRICT in self.texts

    @cached_property
    def _read(self) -> list[tuple[bool, ColumnSchema]]:
        return [_read(each) for each in self.texts[bool(self.rows) :] if each not in (ANY_ORDER, STRICT)]

    @property
    def columns(self) -> list[ColumnSchema]:
        """The columns."""
        return [each for is_level, each in self._read if not is_level]

    @property
    def index(self) -> list[ColumnSchema]:
        """The levels of the index; none where it is not compared."""
        return [each for is_level, each in self._read if is_level]

    @property
    def words(self) -> str:
        """The table as a student reads it."""
        columns = ", ".join(each.words for each in self.columns)
        index = ", ".join(each.words for each in self.index)
        what = f"a Series of {columns}" if self.series else f"a table with the columns {columns}"
        return what + f" and the index {index}" * bool(index)


def _read(said: Any) -> tuple[bool, ColumnSchema]:
    form = isinstance(said, str) and (FORM.fullmatch(said) or CHOICES.fullmatch(said))
    if not form:
        raise ValueError(
            f'{said!r} is no column: write "height: float", with float, int, bool, str or date, '
            f'"height: float 0 to 3", "height: float?" or "city: Oslo | Rome"; or "{ANY_ORDER}", "{STRICT}"'
        )
    found = form.groupdict()
    if "choices" in found:
        choices = tuple(each.strip() for each in found["choices"].split("|"))
        return bool(found["index"]), ColumnSchema(found["name"], "str", choices=choices)
    family, missing = found["family"], bool(found["missing"])
    if found["low"] is None:
        return bool(found["index"]), ColumnSchema(found["name"], family, missing)
    low, high = float(found["low"]), float(found["high"])
    if family not in ("float", "int"):
        raise ValueError(f"{said!r}: only float and int have bounds")
    if low > high:
        raise ValueError(f"{said!r} holds nothing: the lower bound comes first")
    return bool(found["index"]), ColumnSchema(found["name"], family, missing, low, high)


# ---- drawing ----------------------------------------------------------------------------------------------


def drawn(schema: Schema, pick: Pick) -> Frame:
    """Return a table of ``pick.shape[0]`` rows."""
    (length,) = pick.shape
    columns = [_drawn(each, pick) for each in schema.columns]
    return Frame(columns, [_drawn(each, pick) for each in schema.index], length, schema.series)


def _drawn(column: ColumnSchema, pick: Pick) -> Column:
    (length,) = pick.shape
    gaps = np.zeros(length, np.bool_)
    if column.missing and pick.mood in (Mood.TIES, Mood.EDGE, Mood.MIXED, Mood.LONG):
        gaps = np.array([pick.choose(0, 3) == 3 for _ in range(length)], np.bool_)
    if column.family == "str":
        pool = column.choices or TEXTS
        cells = [pick.one_of(pool) for _ in range(length)]
        return Column(
            column.name, "str", [None if gap else each for gap, each in zip(gaps, cells, strict=True)]
        )
    if column.family in ("bool", "date"):
        high = 1 if column.family == "bool" else 400
        numbers = np.array([pick.choose(0, high) for _ in range(length)], np.int64)
        if column.family == "bool":
            return Column(column.name, "bool", as_array(numbers.astype(np.bool_)))
        days = FIRST_DAY + numbers.astype("timedelta64[D]")
        days[gaps] = np.datetime64("NaT")
        return Column(column.name, DATE, as_array(days.astype(DATE).view(np.int64)))
    low, high_ = column.low, column.high
    domain = Reals() if low is None or high_ is None else Within(low, high_)
    values = np.asarray(domain(replace(pick, whole=column.family == "int")))
    if gaps.any():
        values = np.where(gaps, np.nan, values.astype(np.float64))
    return Column(column.name, str(values.dtype), as_array(values))


def as_array(values: np.ndarray) -> Array:
    """Return the cells of a column of numbers."""
    packed = pack_array(np.ascontiguousarray(values))
    assert isinstance(packed, Array)
    return packed


def filled(schema: Schema, length: int, number: float) -> Frame:
    """Return a table full of one number."""

    def column(each: ColumnSchema) -> Column:
        if each.family == "str":
            return Column(each.name, "str", [""] * length)
        dtype = {"float": np.float64, "bool": np.bool_}.get(each.family, np.int64)
        values: np.ndarray = np.full(length, np.nan_to_num(number)).astype(dtype)
        return Column(each.name, DATE if each.family == "date" else str(values.dtype), as_array(values))

    return Frame(list(map(column, schema.columns)), list(map(column, schema.index)), length, schema.series)
