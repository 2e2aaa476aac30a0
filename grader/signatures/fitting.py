"""How a table is read: just what its annotation says, of the types it says."""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from grader.signatures.tables import ColumnSchema, Schema, as_array
from grader.values.frames import DATE, WORDS, Column, Frame, label
from grader.values.leaves import Array
from grader.values.wrong import Wrong

STRICTLY = {
    "float": r"float64|Float64",
    "int": r"int64|Int64",
    "bool": r"bool|boolean|Boolean",
    "str": r"str|string.*|object|String",
    "date": r"datetime64.*|Datetime.*|Date",
}


def fitted(frame: Frame, schema: Schema) -> Frame:
    """Return just what of a table is compared, as its schema has it; raise Wrong for another."""
    if frame.series != schema.series:
        came, wanted = ("a Series", "a table") if frame.series else ("a table", "a Series")
        levels = {each.name for each in frame.index} & {each.name for each in schema.columns}
        do = ": use `reset_index()`" * bool(frame.series and levels - {None})
        raise Wrong(f"{came} was returned where {wanted} was expected{do}", frame)
    if schema.series:
        columns = [_fitted(frame, frame.columns[0], schema.columns[0], strict=schema.strict)]
    else:
        columns = [
            _fitted(frame, each, wanted, strict=schema.strict) for each, wanted in _by_name(frame, schema)
        ]
    made = Frame(columns, _index(frame, schema), frame.length, frame.series)
    return _sorted(made) if schema.any_order else made


def _by_name(frame: Frame, schema: Schema) -> list[tuple[Column, ColumnSchema]]:
    there = {str(each.name): each for each in frame.columns}
    levels = [str(each.name) for each in frame.index]
    for wanted in schema.columns:
        name = str(wanted.name)
        if name in there:
            continue
        if name in levels:
            raise Wrong(f"{name!r} is the index where a column was expected: use `reset_index()`", frame)
        others = ", ".join(repr(label(each)) for each in list(there)[:10]) or "no columns"
        raise Wrong(f"the column {name!r} is missing: the table has {others}", frame)
    known = {str(each.name) for each in schema.columns}
    if more := [name for name in there if name not in known]:
        name = repr(label(more[0]))
        if more[0] in [each.name for each in schema.index]:
            do = f"use `set_index({name})`"
            raise Wrong(f"{name} is a column where the index was expected: {do}", frame)
        raise Wrong(f"the column {name} is there and was not asked for", frame)
    return [(there[str(each.name)], each) for each in schema.columns]


def _index(frame: Frame, schema: Schema) -> list[Column]:
    if not schema.index:
        return []
    wanted = ", ".join(repr(each.name) for each in schema.index)
    names = [each.name for each in frame.index]
    if names != [each.name for each in schema.index]:
        came = ", ".join(repr(label(name)) if name is not None else "without a name" for name in names)
        raise Wrong(f"the index is {came or 'the numbers of the rows'} where {wanted} was expected", frame)
    pairs = zip(frame.index, schema.index, strict=True)
    return [_fitted(frame, one, other, strict=schema.strict) for one, other in pairs]


def _fitted(frame: Frame, column: Column, wanted: ColumnSchema, *, strict: bool) -> Column:
    """Return a column as its schema has it."""
    what = f"the column {wanted.name!r}" if wanted.name is not None else "the Series"
    if strict and not re.fullmatch(STRICTLY[wanted.family], column.dtype):
        raise Wrong(f"{what} is of the type {label(column.dtype)} where {wanted.family} was expected", frame)
    if column.family == "float" and wanted.family in ("str", "date") and np.isnan(column.values).all():  # type: ignore[arg-type]
        column = _all_missing(column, wanted.family)  # what a library makes of gaps and nothing else
    family, values = column.family, column.values
    fits = family == wanted.family
    if isinstance(values, list):
        empty = all(cell is None for cell in values)
        if empty and wanted.family in ("float", "int"):
            return Column(wanted.name, "float64", as_array(np.full(len(values), np.nan)))
        if empty and not values:
            return Column(wanted.name, wanted.family, [])
    elif wanted.family == "float" and family in ("int", "bool"):
        return Column(wanted.name, "float64", as_array(values.astype(np.float64)))
    elif wanted.family == "int" and family in ("float", "bool"):
        near = np.rint(values.astype(np.float64))
        fits = bool((np.isnan(near) | (np.abs(near - values) <= 1e-6)).all())
        if fits and np.isfinite(near).all() and (np.abs(near) < 2.0**63).all():
            return Column(wanted.name, "int64", as_array(near.astype(np.int64)))
    elif wanted.family == "bool" and family in ("int", "float"):
        fits = bool(np.isin(values, (0, 1)).all())
        if fits:
            return Column(wanted.name, "bool", as_array(values.astype(np.bool_)))
    elif fits and family in ("float", "int"):
        dtype = np.float64 if family == "float" else np.int64
        return Column(wanted.name, str(np.dtype(dtype)), as_array(values.astype(dtype)))
    if not fits:
        raise Wrong(f"{what} holds {WORDS[family]} where {WORDS[wanted.family]} were expected", frame)
    return Column(wanted.name, column.dtype, column.cells)


def _all_missing(column: Column, family: str) -> Column:
    """Return as many gaps as texts or dates."""
    assert isinstance(column.cells, Array)
    (length,) = column.cells.shape
    if family == "str":
        return Column(column.name, column.dtype, [None] * length)
    return Column(column.name, DATE, as_array(np.full(length, np.datetime64("NaT"), DATE).view(np.int64)))


def _sorted(frame: Frame) -> Frame:
    """Return a table with its rows in an order of ours."""
    parts = [*frame.index, *frame.columns]
    keys = [_keys(each) for each in sorted(parts, key=lambda each: each.family == "float")]
    order = sorted(range(frame.length), key=lambda row: [key[row] for key in keys])

    def taken(column: Column) -> Column:
        if isinstance(column.cells, list):
            return Column(column.name, column.dtype, [column.cells[row] for row in order])
        raw = column.values
        assert isinstance(raw, np.ndarray)
        plain = raw.view(np.int64) if raw.dtype.kind in "mM" else raw
        return Column(column.name, column.dtype, as_array(plain[order]))

    return Frame(
        [taken(e) for e in frame.columns], [taken(e) for e in frame.index], frame.length, frame.series
    )


def _keys(column: Column) -> Sequence[Any]:
    """Return what rows are sorted by: numbers that rounding leaves apart are one."""
    if isinstance(column.values, list):
        return [(str(type(cell)), str(cell)) for cell in column.values]
    if column.family == "float":
        return [
            (cell != cell, float(f"{cell:.6g}") if cell == cell else 0.0) for cell in column.values.tolist()
        ]
    return [str(cell) if column.family in ("date", "span") else int(cell) for cell in column.values]
