"""A formula in LaTeX as MathML: a bounded subset, built from elements and attributes that do nothing.

What cannot be read, or is too large, is shown as it was typed.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from html import escape, unescape
from xml.etree.ElementTree import Element

from grader.text.safe import safe

LONGEST = 2000  # characters of one formula
MOST = 2000  # elements of one formula
DEEPEST = 40  # of which one may stand in another

_ELEMENTS = re.compile(
    "math|menclose|mfrac|mi|mn|mo|mover|mpadded|mroot|mrow|mspace|msqrt|mstyle|msub|msubsup|msup|mtable|mtd|"
    "mtext|mtr|munder|munderover"
)
PARTS = dict.fromkeys(("mfrac", "mover", "mroot", "msub", "msup", "munder"), 2)
PARTS |= {"msubsup": 3, "munderover": 3}
_WORD = re.compile(r"[a-z -]{1,40}")
_LENGTH = re.compile(r"-?[0-3]?(?:\.\d{1,4})?em")  # nothing is pushed out of sight
# Not among them: colours and sizes, which hide; `href`, `style`, `class` and `id`, which do more.
_ATTRIBUTES = {
    **dict.fromkeys(("accent", "accentunder", "columnalign", "displaystyle", "display", "fence"), _WORD),
    **dict.fromkeys(("form", "mathvariant", "movablelimits", "notation", "separator", "stretchy"), _WORD),
    **dict.fromkeys(("lspace", "rspace", "minsize", "maxsize"), _LENGTH),
    "width": re.compile(rf"{_LENGTH.pattern}|0"),
    "linethickness": re.compile(r"0"),
}
# Environments that are written inside formulas as others are outside of them.
_ALIGNED = re.compile(r"\\(begin|end)\{(?:aligned|split|gathered|eqnarray\*?|equation\*?)\}")


@lru_cache(10_000)  # a class writes the same formulas
def formula_html(latex: str, *, display: bool = False) -> str:
    """Return a formula as MathML, or its source as HTML where that cannot be done."""
    try:
        if len(latex) > LONGEST:
            raise ValueError("too long")
        return _written(_parsed(latex, display="block" if display else "inline"))
    except (ArithmeticError, LookupError, ValueError, TypeError, AttributeError, RecursionError):
        sign = "$$" if display else "$"
        return f'<code class="source">{escape(safe(f"{sign}{latex}{sign}", 2 * LONGEST))}</code>'


def _parsed(latex: str, display: str) -> Element:
    from latex2mathml.converter import convert_to_element

    try:
        return convert_to_element(_ALIGNED.sub(r"\\\1{align*}", latex), display=display)
    except Exception as problem:  # its own errors have no common kind
        raise ValueError("not read") from problem


def _written(root: Element) -> str:
    """Return the elements as text; raise ValueError where one is not known or there are too many."""
    pieces: list[str] = []
    for count, piece in enumerate(_pieces(root, DEEPEST)):
        if count > 2 * MOST:
            raise ValueError("too large")
        pieces.append(piece)
    return "".join(pieces)


def _pieces(element: Element, room: int) -> Iterator[str]:
    name = "mrow" if element.tag == "mphantom" else element.tag  # nothing that nobody sees
    if not _ELEMENTS.fullmatch(name) or not room:
        raise ValueError("not shown")
    if len(element) != PARTS.get(name, len(element)):
        raise ValueError("a part is missing")
    kept = "".join(
        f' {key}="{escape(value)}"'
        for key, value in element.attrib.items()
        if key in _ATTRIBUTES and _ATTRIBUTES[key].fullmatch(value)
    )
    yield f"<{name}{kept}>{escape(safe(unescape(element.text or '')))}"
    for child in element:
        yield from _pieces(child, room - 1)
    yield f"</{name}>"
