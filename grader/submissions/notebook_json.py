"""The bytes of a notebook to its JSON, without the outputs: they are dropped before anything is built.

Pictures in them are handed out apart, as the file has them.

So a notebook is as large as what was written in it, whatever its plots and warnings weigh, and one that is
damaged in an output alone is read.
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from grader.submissions.found import AGAIN, UnreadableError, empty, too_large
from grader.submissions.limits import (
    MAX_JSON_BRACKETS,
    MAX_JSON_DEPTH,
    MAX_JSON_VALUES,
    MAX_NOTEBOOK,
    MAX_TRIED,
)
from grader.submissions.notebook_pictures import pictures_in
from grader.submissions.python_source import guessed, saved_as
from grader.submissions.wide_text import narrowed

Drawn = list[list[bytes]]  # the pictures of each list of outputs that has some


def parse(data: bytes) -> tuple[Mapping[str, Any], str, Drawn]:
    """The JSON of a notebook, after a look at how much memory and stack it would take; and a note, or "".

    In place of outputs with pictures a number stands: where these are in what comes last.
    """
    if len(data) > MAX_NOTEBOOK:
        raise UnreadableError(too_large(MAX_NOTEBOOK))
    if not data.strip():
        raise UnreadableError(empty(data))
    data, wide = narrowed(data)
    data, drawn = without_outputs(data)
    _require_modest(data)
    text, note = _text(data, saved_as(wide) if wide else "")
    try:
        tree = json.loads(text, parse_int=_int, parse_float=_no_float)
    except json.JSONDecodeError as error:
        raise UnreadableError(
            "This is not a notebook: from here on it is not JSON. It may be cut off or hold merge marks."
            f" {AGAIN}",
            error.lineno,
        ) from None
    except (ValueError, RecursionError, MemoryError):
        raise UnreadableError(f"This notebook cannot be read. {AGAIN}") from None
    if not isinstance(tree, dict):
        raise UnreadableError(f"This is not a notebook: it is JSON, but has no cells. {AGAIN}")
    return tree, note, drawn


def _text(data: bytes, note: str) -> tuple[str, str]:
    try:
        return data.decode("utf-8-sig"), note
    except UnicodeDecodeError as error:
        return guessed(data, data.count(b"\n", 0, error.start) + 1)


def _int(digits: str) -> int:
    """An integer of JSON; one that no notebook needs is not worth the time it takes."""
    return int(digits) if len(digits) < 20 else 0


def _no_float(_: str) -> float:
    """A number that only an output can hold."""
    return 0.0


# ---- outputs ----------------------------------------------------------------------------------------

# The last quote is optional so that an open string is one match, not a search from every quote in it.
_STRING = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?'
_VALUE = re.compile(rb"\s*+:\s*+[\[{]")
# With the end as a mark too, no search begins anew at each byte.
_BRACKETS = re.compile(rb"(?:[^\"\[\]{}]++|%b)*+([\[\]{}]|\Z)" % _STRING, re.DOTALL)


def without_outputs(data: bytes) -> tuple[bytes, Drawn]:
    """A notebook without outputs and without what its widgets remember; lines stay where they were."""
    drawn: Drawn = []

    def taken(outputs: bytes) -> bytes:
        found = list(pictures_in(outputs)) if len(drawn) < MAX_TRIED else []
        drawn.extend([found] if found else [])
        return b"%d" % (len(drawn) - 1) if found else b""

    return _without(_without(data, b'"outputs"', taken), b'"widgets"', lambda _: b""), drawn


def _without(data: bytes, key: bytes, instead: Callable[[bytes], bytes]) -> bytes:
    """The same JSON with nothing in the lists and objects at a key, or what is to stand there instead."""
    kept: list[bytes] = []
    start = place = seen = 0
    while (place := data.find(key, place)) >= 0:
        before, place = data[place - 1 : place], place + len(key)
        value = _VALUE.match(data, place)
        if value is None or before not in b"{, \t\r\n":  # a part of a text, in which its quotes are escaped
            continue
        kept.append(data[start : value.end()])
        start, depth = value.end(), 1
        for inner in _BRACKETS.finditer(data, start):
            seen += 1
            depth += {b"": 0, b"[": 1, b"{": 1}.get(inner[1], -1)
            if seen > MAX_JSON_BRACKETS:
                raise _too_intricate()
            if not depth or not inner[1]:  # nothing closes it: the rest is lost, and will be told
                if inner[1] and data[start - 1 : start] == b"[":
                    kept.append(instead(data[start : inner.end() - 1]))
                kept.append(b"\n" * data.count(b"\n", start, inner.end()))
                place = start = inner.end() - (not depth)
                break
    return b"".join([*kept, data[start:]]) if kept else data


def _require_modest(data: bytes) -> None:
    """Refuse what would become far too many objects, or too deep a tree, before anything is built."""
    structure = re.sub(_STRING, b"", data, flags=re.DOTALL)
    values = sum(structure.count(mark) for mark in b",[]{}")
    depth = deepest = 0
    for bracket in re.findall(rb"[\[\]{}]", structure) if values <= MAX_JSON_VALUES else ():
        depth += 1 if bracket in b"[{" else -1
        deepest = max(deepest, depth)
    if values > MAX_JSON_VALUES or deepest > MAX_JSON_DEPTH:
        raise _too_intricate()


def _too_intricate() -> UnreadableError:
    return UnreadableError(f"This notebook is too intricate to be read. Clear all outputs. {AGAIN}")
