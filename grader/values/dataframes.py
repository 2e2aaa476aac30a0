"""DataFrames and Series: of what code hands us a table of ours, and of ours what code is handed.

Nothing is pickled.  pandas is met here and nowhere else, and polars by its names alone; of a subclass counts
what it holds, not what it says.
"""

import sys
from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from typing import Any

import numpy as np

from grader.values.frames import CELLS, COLUMNS, DATE, NAME, SPAN, Cell, Column, Frame, label
from grader.values.leaves import TEXT_LIMIT, Array, Other, named, pack_array, pack_numbers, text

LIBRARIES = ("pandas", "polars")


class _Unfit(Exception):
    """A table that cannot cross, in words."""


def library_of(kind: type) -> tuple[str, bool] | None:
    """Return from which library a class of tables comes, and whether of single columns; None for others."""
    for each in kind.__mro__:
        library = each.__module__.partition(".")[0]
        if library in LIBRARIES and each.__name__ in ("DataFrame", "Series"):
            return library, each.__name__ == "Series"
    return None


def pack_frame(value: Any) -> Frame | Other | None:
    """Return a table as it crosses, or in words what keeps it from that; None for what is no table."""
    found = library_of(type(value))
    if found is None:
        return None
    library, series = found
    what = "a Series" if series else "a table"
    read = _from_pandas if library == "pandas" else _from_polars
    try:
        return read(value, series=series)
    except _Unfit as unfit:
        return Other(text(f"{what} {unfit}", 300))
    except MemoryError:
        raise
    except Exception:  # it only calls itself a table, or does not answer as one
        return Other(named(type(value)))


def _from_pandas(value: Any, *, series: bool) -> Frame:
    pandas = sys.modules["pandas"]
    plain = (pandas.Series if series else pandas.DataFrame)(value)
    if not series and plain.columns.nlevels > 1:
        raise _Unfit("whose columns have names of several levels: give each one name")
    parts = [plain] if series else [plain.iloc[:, place] for place in range(min(plain.shape[1], COLUMNS + 1))]
    labels = [_own_name(plain.name)] if series else list(plain.columns[: COLUMNS + 1])
    columns = _columns(labels, [partial(_pandas_column, each) for each in parts])
    index = plain.index
    numbered = isinstance(index, pandas.RangeIndex) and index.start == 0 and index.step == 1
    levels = [] if numbered and index.name is None else [_level(index, n) for n in range(index.nlevels)]
    return Frame(columns, levels, len(plain), series)


def _columns(labels: Sequence[Any], read: Sequence[Any]) -> list[Column]:
    if len(labels) > COLUMNS:
        raise _Unfit(f"of more than {COLUMNS:,} columns")
    names = [_name(each) for each in labels]
    if twice := [name for place, name in enumerate(names) if name in names[:place]]:
        raise _Unfit(f"with two columns called {twice[0]!r}")
    columns = []
    for name, each in zip(names, read, strict=True):
        try:
            columns.append(Column(name, *each()))
        except _Unfit as unfit:
            which = f"whose column {label(name)!r} " if name is not None else "that "
            raise _Unfit(f"{which}{unfit}") from None
    return columns


def _own_name(label: Any) -> str | int | None:
    """Return the name of a Series, which nobody compares: one that cannot cross is none."""
    try:
        return _name(label)
    except _Unfit:
        return None


def _name(label: Any) -> str | int | None:
    if label is None or type(label) is int:
        return label
    if isinstance(label, np.integer):
        return int(label)
    if type(label) in (bool, float) or isinstance(label, (np.bool_, np.floating)):
        return str(label)  # as pivot and crosstab name their columns
    if not isinstance(label, str):
        raise _Unfit(f"with a column whose name is {named(type(label))}: use texts")
    if (length := str.__len__(label)) > NAME:
        raise _Unfit(f"with a column whose name has {length:,} characters")
    return text(label, NAME)


def _level(index: Any, place: int) -> Column:
    """Return a level of the index; one that cannot cross is empty, for mostly nobody asks."""
    values = index.get_level_values(place)
    try:
        return Column(_name(values.name), *_pandas_column(values.to_series()))
    except _Unfit:
        return Column(None, "object", [None] * len(values))


def _pandas_column(series: Any) -> tuple[str, Array | list[Cell]]:
    dtype, kind = text(str(series.dtype), 100), series.dtype.kind
    if kind in "mM":
        exact = DATE if kind == "M" else SPAN
        return exact, _numbers(series.to_numpy(exact).view(np.int64))
    if kind in "biuf":
        if isinstance(series.dtype, np.dtype):
            return dtype, _numbers(series.to_numpy())
        if series.isna().any():
            return dtype, _numbers(series.to_numpy(np.float64, na_value=np.nan))
        return dtype, _numbers(series.to_numpy("bool" if kind == "b" else f"{kind}8"))
    if len(series) > CELLS:
        raise _Unfit(f"has more than {CELLS:,} cells that are no numbers")
    return _one_by_one(dtype, series.tolist())


def _from_polars(value: Any, *, series: bool) -> Frame:
    parts = [value] if series else value.get_columns()[: COLUMNS + 1]
    columns = _columns(
        [each.name or None for each in parts], [partial(_polars_column, each) for each in parts]
    )
    return Frame(columns, [], len(value), series)


def _polars_column(series: Any) -> tuple[str, Array | list[Cell]]:
    return _one_by_one(text(str(series.dtype), 100), series.head(CELLS + 1).to_list())


def _numbers(array: np.ndarray) -> Array:
    packed = pack_numbers(np.ascontiguousarray(array), np.ndarray)
    if not isinstance(packed, Array):
        raise _Unfit(f"holds {packed.described}" if isinstance(packed, Other) else "holds no numbers")
    return packed


def _one_by_one(dtype: str, given: Iterable[Any]) -> tuple[str, Array | list[Cell]]:
    """Return cells of any type: as numbers or dates where all are, else one by one."""
    given = list(given)
    if len(given) > CELLS:
        raise _Unfit(f"has more than {CELLS:,} cells that are no numbers")
    if given and all(isinstance(each, date) for each in given):
        return DATE, pack_array(np.array(given, DATE).view(np.int64))  # type: ignore[return-value]
    cells = [_cell(each) for each in given]
    kinds = {type(each) for each in cells if each is not None}
    if kinds == {bool} and None not in cells:
        return dtype, pack_array(np.array(cells, np.bool_))  # type: ignore[return-value]
    if kinds == {int} and None not in cells:
        return dtype, pack_array(np.array(cells, np.int64))  # type: ignore[return-value]
    if kinds and kinds <= {int, float}:
        numbers = [np.nan if each is None else each for each in cells]
        return dtype, pack_array(np.array(numbers, np.float64))  # type: ignore[return-value]
    return dtype, cells


def _cell(value: Any) -> Cell:
    kind = type(value)
    if issubclass(kind, np.generic):
        value = value.item()
        kind = type(value)
    if value is None or kind.__name__ in ("NAType", "NaTType"):
        return None
    if kind is bool:
        return bool(value)
    if kind is int:
        if not -(2**63) <= value < 2**63:
            raise _Unfit("holds a whole number of more than 64 bits")
        return int(value)
    if kind is float:
        return None if value != value else float(value)
    if kind is str:
        if len(value) > TEXT_LIMIT:
            raise _Unfit(f"holds a text of {len(value):,} characters")
        return text(value, TEXT_LIMIT)
    raise _Unfit(f"holds {named(kind)}: only numbers, texts, truth values and dates can be compared")


def as_pandas(frame: Frame) -> Any:
    """Return a table as a DataFrame or a Series."""
    import pandas

    levels = [pandas.Index(_series(pandas, each), name=each.name) for each in frame.index]
    index = levels[0] if len(levels) == 1 else pandas.MultiIndex.from_arrays(levels) if levels else None
    if frame.series:
        (column,) = frame.columns
        made = _series(pandas, column)
        made.name = column.name
    else:
        made = pandas.DataFrame(
            {place: _series(pandas, each) for place, each in enumerate(frame.columns)},
            index=range(frame.length),
        )
        made.columns = pandas.Index([each.name for each in frame.columns])
    if index is not None:
        made.index = index
    return made


def _series(pandas: Any, column: Column) -> Any:
    values = column.values
    if isinstance(values, np.ndarray):
        return pandas.Series(values)
    return pandas.Series(values, dtype=None if column.family == "str" and any(values) else object)
