"""Values as plain data for JSON (`plain`): small, whatever they are."""

import math
from typing import Any

import numpy as np

from grader.text.safe import safe
from grader.text.values import HOLDERS, TEXT, is_short, leaf, members, words

ENTRIES = 200  # entries of one value that go to JSON
FIRST = 8  # entries of a larger one that do


def plain(value: Any, room: int = ENTRIES) -> Any:
    """Return a value as strict JSON can hold it.

    NaN and the infinities become "nan", "inf" and "-inf".  Of an array or list with more than `room` entries
    only the shape and the first entries, row by row, are kept: ``{"shape": [100, 3], "first": [0.5, …]}``.
    """
    if isinstance(value, np.ndarray) and value.ndim:
        if value.size > room or (value.size == 0 and value.ndim > 1):
            first = [plain(value.flat[i]) for i in range(min(FIRST, value.size))]
            return {"shape": list(value.shape), "first": first}
        return [plain(item, room) for item in value]
    if isinstance(value, (list, tuple)):
        if room < 1:
            return words(value)
        if _count(value, room) > room:
            return {"shape": [len(value)], "first": [plain(item, room // FIRST) for item in value[:FIRST]]}
        return [plain(item, room) for item in value]
    if isinstance(value, dict):
        return {"keys": plain([*value], room), "values": plain([*value.values()], room)}
    if isinstance(value, (set, frozenset)):
        return {"members": plain(members(value), room)}
    if isinstance(value, (np.generic, np.ndarray)):
        value = value.item()
    if hasattr(value, "plain"):  # a table
        return {"columns": [each.name for each in value.columns], "rows": plain(value.plain(), room)}
    match value:
        case None | bool():
            return value
        case int() if is_short(value):
            return int(value)
        case float():
            return float(value) if math.isfinite(value) else str(value)
        case str():
            return safe(value, TEXT)
    return leaf(value, 17)


def _count(value: Any, most: int) -> int:
    """Count entries and lists, but hardly further than `most`: a list may hold millions, or itself."""
    count = 0
    left = [value]
    while left and count <= most:
        item = left.pop()
        count += item.size if isinstance(item, np.ndarray) else 1
        if isinstance(item, HOLDERS):
            if len(item) > most:
                return most + 1
            left.extend(item.values() if isinstance(item, dict) else item)
    return count
