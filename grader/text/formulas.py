"""A formula in LaTeX as MathML: a bounded subset, built from elements and attributes that do nothing.

What cannot be read, is too large, or would lose a letter or a digit on the way, is shown as it was typed.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from html import escape, unescape
from xml.etree.ElementTree import Element

from grader.text.math_letters import HANDS, in_hand
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
# Environments that are written inside formulas as others are outside of them, and others that look the same.
_SAME = {
    "align*": "aligned alignat alignat* alignedat eqnarray eqnarray* equation equation* flalign flalign* "
    "gather gather* gathered multline multline* split",
    "cases": "dcases rcases",
    "align": "align",
}
_CALLED = {name: own for own, names in _SAME.items() for name in names.split()}
_KNOWN = {*_SAME, "array", "matrix", "smallmatrix", *(f"{each}matrix" for each in "pbBvV")}
_ENVIRONMENT = re.compile(r"\\(begin|end)\s*\{([a-zA-Z]{1,20}\*?)\}")
_COLUMNS = re.compile(r"(\\begin\s*\{align(?:ed)?at\*?\})\s*\{\d+\}")
_SCRIPT = re.compile(r"\s*[\^_]")
# What prints nothing, and what names something anew: then no command need mean what it says.
_NOTHING = re.compile(r"\\label\s*\{[^{}]*\}|\\(?:nonumber|notag)(?![a-zA-Z])")
_ANEW = re.compile(
    r"\\(?:def|gdef|edef|let|(?:re)?newcommand|providecommand|DeclareMathOperator|newenvironment)(?![a-zA-Z])"
)
_OPERATOR = re.compile(r"\\operatorname\*?\s*\{([^{}]*)\}")
_SPACE = re.compile(r"(?:\\[,;:! ]|~|\s)+")
_BOARD = re.compile(r"\\(?:mathds|mathbbm)(?![a-zA-Z])")
_IN_TEXT = re.compile(r"\\text\s*\{([^{}$]*)\$([^{}$]*)\$([^{}$]*)\}")  # a formula in the words of a formula
_COMMENT = re.compile(r"(?<!\\)(?:\\\\)*[%$]")  # in formulas: what follows would be no part of it
# Of a formula, what is no letter or digit of it: commands, and what says how it is laid out.
_LAYOUT = re.compile(
    r"\\begin\s*\{array\}\s*(?:\[[a-z]\])?\s*\{[^{}]*\}|\\(?:begin|end)\s*\{[^{}]*\}"
    r"|\\(?:text)?color\s*\{[a-zA-Z]*\}|\\[hv]space\*?\s*\{[^{}]*\}|\\\\\*?(?:\[[^\]]*\])?|\\[a-zA-Z]+"
)
_COMMAND = re.compile(r"\\[a-zA-Z]")


@lru_cache(10_000)  # a class writes the same formulas
def formula_html(latex: str, *, display: bool = False) -> str:
    """Return a formula as MathML, or its source as HTML where that cannot be done."""
    try:
        if len(latex) > LONGEST:
            raise ValueError("too long")
        plain = _IN_TEXT.sub(r"\\text{\1}{\2}\\text{\3}", latex)
        if _ANEW.search(plain) or _COMMENT.search(plain):
            raise ValueError("it may mean anything")
        return _written(_parsed(_prepared(plain), display="block" if display else "inline"), plain)
    except (ArithmeticError, LookupError, ValueError, TypeError, AttributeError, RecursionError):
        sign = "$$" if display else "$"
        source = f"{sign}{latex}{sign}"  # whole: of an answer nothing is left out
        return f'<code class="source">{escape(safe(source, len(source), keep_newlines=True))}</code>'


def _prepared(latex: str) -> str:
    """Return a formula in the words of the reader that makes MathML of it."""
    latex = _COLUMNS.sub(r"\1", _NOTHING.sub("", latex))
    latex = _OPERATOR.sub(_operator, _BOARD.sub(r"\\mathbb", latex))
    pieces: list[str] = []
    opened: list[tuple[str, int]] = []  # environments: what they are called, and which piece they are
    place = 0
    for found in _ENVIRONMENT.finditer(latex):
        way, name = found[1], found[2]
        own = _CALLED.get(name, name)
        if own not in _KNOWN:
            raise ValueError("an environment that is not known")
        pieces += [latex[place : found.start()], f"\\{way}{{{own}}}"]
        place = found.end()
        if way == "begin":
            opened.append((name, len(pieces) - 1))
        elif opened and opened[-1][0] == name:
            _, begun = opened.pop()
            if _SCRIPT.match(latex, place):  # else the script would be of its last part
                pieces[begun] = "{" + pieces[begun]
                pieces[-1] += "}"
    return "".join([*pieces, latex[place:]])


def _operator(found: re.Match[str]) -> str:
    return r"\,".join(rf"\operatorname{{{each}}}" for each in _SPACE.split(found[1].strip()))


def _parsed(latex: str, display: str) -> Element:
    from latex2mathml.converter import convert_to_element

    try:
        return convert_to_element(latex, display=display)
    except Exception as problem:  # its own errors have no common kind
        raise ValueError("not read") from problem


def _require_whole(root: Element, latex: str) -> None:
    """Raise ValueError where a letter or a digit of a formula is not in what it became, or a command is."""
    shown = "".join(unescape(each) for each in root.itertext())
    if _COMMAND.search(shown):
        raise ValueError("a command that is not known")
    if _letters(_LAYOUT.sub(" ", _COLUMNS.sub(" ", _NOTHING.sub("", latex)))) - _letters(shown):
        raise ValueError("something is missing")


def _letters(text: str) -> Counter[str]:
    return Counter(each for each in unicodedata.normalize("NFKC", text) if each.isalnum())


def _written(root: Element, latex: str) -> str:
    """Return the elements as text; raise ValueError where one is not known or there are too many."""
    _require_whole(root, latex)
    pieces: list[str] = []
    for count, piece in enumerate(_pieces(root, DEEPEST)):
        if count > 2 * MOST:
            raise ValueError("too large")
        pieces.append(piece)
    return "".join(pieces)


def _pieces(element: Element, room: int) -> Iterator[str]:
    name, hand = element.tag, element.attrib.get("mathvariant", "")
    if name == "mphantom" or (name in ("mi", "mn", "mo", "mtext") and len(element)):
        name = "mrow"  # nothing that nobody sees; and a word of several parts is none
    if not _ELEMENTS.fullmatch(name) or not room:
        raise ValueError("not shown")
    if len(element) != PARTS.get(name, len(element)):
        raise ValueError("a part is missing")
    kept = "".join(
        f' {key}="{escape(value)}"'
        for key, value in element.attrib.items()
        if key in _ATTRIBUTES and _ATTRIBUTES[key].fullmatch(value) and value not in HANDS
    )
    yield f"<{name}{kept}>{escape(safe(in_hand(unescape(element.text or ''), hand)))}"
    for child in element:
        yield from _pieces(child, room - 1)
    yield f"</{name}>"
