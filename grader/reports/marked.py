"""Two answers as text with the entries that differ marked, and an input as code that can be run."""

import re
from itertools import zip_longest
from typing import Any

import numpy as np

from grader.model import Evidence
from grader.reports.html import text
from grader.text.values import entry, show, telling_digits
from grader.values.wire import Frame

WORD = re.compile(r"\s*\S+")
NUMBER = re.compile(r"[^\[\](), \n]+")  # an entry, in text made of brackets, commas and entries
MOST = 64  # entries of an input that is written out as code


def pair(evidence: Evidence) -> tuple[str, str]:
    """Return what came and what was expected as HTML, with every entry marked that differs to the eye.

    The first of them, the one at ``where``, is marked more strongly.
    """
    digits = telling_digits(evidence.got, evidence.expected, evidence.where)
    got, expected = show(evidence.got, digits), show(evidence.expected, digits)
    if hasattr(evidence.expected, "shown"):
        return _line_by_line(got, expected)
    one, other = _entries(evidence.got), _entries(evidence.expected)
    texts = NUMBER.findall(got), NUMBER.findall(expected)
    # Where something was left out, or an entry is no number, the texts say nothing about places.
    if one is None or other is None or not len(texts[0]) == len(one) == len(texts[1]) == len(other):
        return text(got), text(expected)
    if len(one) < 2:
        return text(got), text(expected)
    wrong = [
        a != b and not abs(float(x) - float(y)) <= 1e-8 + 1e-6 * abs(float(y))
        for a, b, x, y in zip(*texts, one, other, strict=True)
    ]
    first = _position(evidence, len(one))
    if first is None and True in wrong:
        first = wrong.index(True)
    if first is not None:
        wrong[first] = True
    return _marked(got, wrong, first), _marked(expected, wrong, first)


def _line_by_line(got: str, expected: str) -> tuple[str, str]:
    """Mark the words that differ, in lines of as many words; of others the whole line."""
    ours, theirs = [], []
    for one, other in zip_longest(got.split("\n"), expected.split("\n"), fillvalue=""):
        ours.append(_line(one, other))
        theirs.append(_line(other, one))
    return "\n".join(ours), "\n".join(theirs)


def _line(line: str, other: str) -> str:
    words, others = WORD.findall(line), WORD.findall(other)
    if len(words) != len(others):
        return _word(line, same=not line)
    pairs = zip(words, others, strict=True)
    return "".join(_word(word, same=word.strip() == beside.strip()) for word, beside in pairs)


def _word(word: str, *, same: bool) -> str:
    """Return a word with the spaces before it, marked unless it is the same."""
    bare = word.lstrip()
    return text(word) if same else f"{word[: len(word) - len(bare)]}<mark>{text(bare)}</mark>"


def _marked(shown: str, wrong: list[bool], first: int | None) -> str:
    place = -1

    def mark(found: re.Match[str]) -> str:
        nonlocal place
        place += 1
        if not wrong[place]:
            return found[0]
        return f'<mark class="first">{found[0]}</mark>' if place == first else f"<mark>{found[0]}</mark>"

    return NUMBER.sub(mark, shown)  # brackets, commas and numbers need no escaping


def _entries(value: Any) -> list[Any] | None:
    """Return the numbers of an answer in the order in which they are read, if it is made of real numbers."""
    if isinstance(value, np.ndarray):
        return list(value.ravel().tolist()) if value.dtype.kind in "biuf" and value.size <= 400 else None
    if isinstance(value, (list, tuple)):
        if len(value) > 100:
            return None
        found: list[Any] = []
        for item in value:
            entries = _entries(item)
            if entries is None or len(found) > 400:
                return None
            found += entries
        return found
    if isinstance(value, int) and value.bit_length() > 64:
        return None
    return [value] if isinstance(value, (int, float, np.integer, np.floating)) else None


def _position(evidence: Evidence, count: int) -> int | None:
    """Return which of the entries, counted in reading order, the place names."""
    found = re.fullmatch(r"\[(\d+(?:, \d+)*)\]", evidence.where)
    shape = np.shape(evidence.expected) if isinstance(evidence.expected, np.ndarray) else ()
    if not found or entry(evidence.expected, evidence.where) is None:
        return None
    places = tuple(map(int, found[1].split(", ")))
    if len(places) != len(shape):
        return None
    position = int(np.ravel_multi_index(places, shape))
    return position if position < count else None


def program(evidence: Evidence) -> str:
    """Return a few lines of Python that call the function on this input; empty where they cannot."""
    call = re.fullmatch(r"([^\W\d]\w*)\(([\w, =]*)\)", evidence.call)
    if call is None or [n.partition("=")[0] for n in call[2].split(", ") if n] != list(evidence.inputs):
        return ""
    lines = []
    for name, value in evidence.inputs.items():
        code = _code(value)
        if code is None:
            return ""
        lines.append(f"{name} = {code}")
    if any("pd." in line for line in lines):
        lines.insert(0, "import pandas as pd\n")
    if any("np." in line for line in lines):
        lines.insert(0, "import numpy as np\n")
    return "\n".join([*lines, f"print({evidence.call})"])


def _code(value: Any) -> str | None:
    if isinstance(value, np.ndarray):
        if value.dtype.kind not in "biufc" or value.size > MOST or (value.size == 0 and value.ndim > 1):
            return None
        if value.dtype.kind == "c" and not np.isfinite(value).all():  # Python writes no such number
            return None
        listed = re.sub(r"\b(nan|inf)\b", r"np.\1", repr(value.tolist()))
        kind = (
            ""
            if value.dtype in (np.float64, np.int64, np.complex128, np.bool_) and value.size
            else f", dtype=np.{value.dtype}"
        )
        return f"np.array({listed}{kind})"
    if isinstance(value, Frame):
        return _table(value)
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, (bool, int)) and value.bit_length() <= 64:
        return repr(value)
    if isinstance(value, complex) and np.isfinite(value):
        return repr(value)
    if isinstance(value, float):
        return re.sub(r"\b(nan|inf)\b", r"np.\1", repr(value))
    return None


def _table(frame: Frame) -> str | None:
    """Return a table as code; None where it is large, or has an index or dates."""
    dated = any(each.family in ("date", "span") for each in frame.columns)
    if frame.size > MOST or frame.index or dated:
        return None
    written = []
    for each in frame.columns:
        code = _code(each.values) if isinstance(each.values, np.ndarray) else repr(each.values)
        written.append(f"{code}" if frame.series else f"{each.name!r}: {code}")
    return f"pd.Series({written[0]})" if frame.series else f"pd.DataFrame({{{', '.join(written)}}})"
