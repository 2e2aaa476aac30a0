"""marimo's notebooks: a `.py` file whose cells are the bodies of functions.

The bodies become the module, line by line where they were; the frame around them goes.  The cells are read in
the order in which they stand.
"""

import re
import textwrap

_APP = re.compile(r"^app *= *marimo\.App\(", re.MULTILINE)
_INDENT = "    "
_CELL = re.compile(r"@app\.cell\b|with app\.setup\b")
_KEPT = re.compile(r"@app\.(?:function|class_definition)\b")
_FRAME = re.compile(r"import marimo\b|__generated_with\b|app *= *marimo\.App\(|if __name__ ==")
_TEXT = re.compile(r"\s*mo\.md\(\s*[rfRF]{0,2}(\"\"\"|'''|\"|')(.*)\1,?\s*\)\s*", re.DOTALL)
_IMPORT = re.compile(r"^import marimo as mo[ \t]*$", re.MULTILINE)


def is_marimo(source: str) -> bool:
    """Whether a file is a notebook of marimo's."""
    return _APP.search(source) is not None


def marimo_cells(source: str) -> tuple[str, list[str]]:
    """The code of a notebook, every line where it was, and the Markdown in it, each cell one text."""
    lines = source.split("\n")
    texts: list[str] = []
    place = 0
    while place < len(lines):
        line = lines[place]
        if _CELL.match(line):
            end = _end(lines, place + 1)
            body = _body(lines, place, end)
            if text := _TEXT.fullmatch("\n".join(lines[body:end])):
                texts.append(textwrap.dedent(text[2]))
                lines[body:end] = [""] * (end - body)
            lines[place:body] = [""] * (body - place)
            place = end
            continue
        if _FRAME.match(line):
            end = _end(lines, place + 1)
            lines[place:end] = [""] * (end - place)
            place = end
            continue
        if _KEPT.match(line):
            lines[place] = ""
        place += 1
    code = "\n".join(lines)
    if not re.search(r"\bmo\.", code):  # it was there for the texts, and need not be installed
        code = _IMPORT.sub("", code)
    return code, texts


def _end(lines: list[str], place: int) -> int:
    """Where the frame's next piece begins."""
    while place < len(lines) and not (
        _CELL.match(lines[place]) or _KEPT.match(lines[place]) or _FRAME.match(lines[place])
    ):
        place += 1
    return place


def _body(lines: list[str], start: int, end: int) -> int:
    """Take the indentation from the body of a cell, and the `return` at its end; return where it begins."""
    body = start + 1
    if lines[start].startswith("@"):
        while body < end and not lines[body - 1].rstrip().endswith(":"):
            body += 1
    returns = [place for place in range(body, end) if re.match(rf"{_INDENT}return\b", lines[place])]
    if returns:
        lines[returns[-1] : end] = [""] * (end - returns[-1])
    lines[body:end] = [line.removeprefix(_INDENT) for line in lines[body:end]]
    return body
