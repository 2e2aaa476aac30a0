"""Two answers as text with the entries that differ marked, and an input as code that can be run."""

import re
from itertools import zip_longest
from typing import Any

import numpy as np
from markupsafe import Markup

from grader.model import Evidence
from grader.reports.html import text
from grader.text.values import entry, show, telling_digits
from grader.values.code import pasted, with_imports

WORD = re.compile(r"\s*\S+")
MARKED = Markup("<mark>{}</mark>")
NUMBER = re.compile(r"[^\[\](), \n]+")  # an entry, in text made of brackets, commas and entries


def pair(evidence: Evidence) -> tuple[Markup, Markup]:
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


def _line_by_line(got: str, expected: str) -> tuple[Markup, Markup]:
    """Mark the words that differ, in lines of as many words; of others the whole line."""
    ours, theirs = [], []
    for one, other in zip_longest(got.split("\n"), expected.split("\n"), fillvalue=""):
        ours.append(_line(one, other))
        theirs.append(_line(other, one))
    return Markup("\n").join(ours), Markup("\n").join(theirs)


def _line(line: str, other: str) -> Markup:
    words, others = WORD.findall(line), WORD.findall(other)
    if len(words) != len(others):
        return _word(line, same=not line)
    pairs = zip(words, others, strict=True)
    return Markup("").join(_word(word, same=word.strip() == beside.strip()) for word, beside in pairs)


def _word(word: str, *, same: bool) -> Markup:
    """Return a word with the spaces before it, marked unless it is the same."""
    bare = word.lstrip()
    return text(word) if same else text(word[: len(word) - len(bare)]) + MARKED.format(text(bare))


def _marked(shown: str, wrong: list[bool], first: int | None) -> Markup:
    place = -1

    def mark(found: re.Match[str]) -> str:
        nonlocal place
        place += 1
        if not wrong[place]:
            return found[0]
        return f'<mark class="first">{found[0]}</mark>' if place == first else f"<mark>{found[0]}</mark>"

    return Markup(NUMBER.sub(mark, shown))  # noqa: S704  # brackets, commas and numbers need no escaping


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
    if evidence.program:
        return evidence.call
    call = re.fullmatch(r"([^\W\d]\w*)\(([\w, =]*)\)", evidence.call)
    if call is None or [n.partition("=")[0] for n in call[2].split(", ") if n] != list(evidence.inputs):
        return ""
    lines = []
    for name, value in evidence.inputs.items():
        code = pasted(value)
        if code is None:
            return ""
        lines.append(f"{name} = {code}")
    return "\n".join(with_imports([*lines, f"print({evidence.call})"]))
