"""A notebook cell as Python: what its magics stand for (inside the worker)."""

import ast
import re
import warnings

MAGIC = re.compile(r"\A[ \t]|^\s*([%!?]|>>> |[\w.]+\?+\s*$|.*=\s*[%!])|\?\s*$", re.MULTILINE)
CELL_MAGIC = re.compile(r"\s*%%(\w*)[ \t]*(.*)")
# What notebooks take without its ``%``: none of it is Python, but for a name that stands alone in its cell.
AUTOMAGIC = re.compile(
    r"^(?=(?:pip3?|conda|mamba|uv) +\w|(?:ls|cd|mkdir|cat|rm|cp|mv) +[\w./~-]+[ \t]*$|ls[ \t]*$)",
    re.MULTILINE,
)
ALONE = re.compile(r"\s*(?:ls|pwd|cd|clear|cls|who|whos)\s*")
# The cell magics whose cell is this notebook's Python.
RUN = frozenset(("time", "timeit", "capture", "prun", "memit", "mprun", "lprun", "debug", "heat"))
WRITE = frozenset(("writefile", "file"))
# Those whose cell is something else, or runs elsewhere.
OTHERS = frozenset(
    (
        *("", "!", "bash", "sh", "cmd", "powershell", "script", "system", "sx", "perl", "ruby", "R", "sql"),
        *("bigquery", "html", "HTML", "svg", "SVG", "javascript", "js", "latex", "markdown", "md", "mermaid"),
        *("python2", "pypy", "julia", "octave", "cpp", "css"),
    )
)


class NotPythonError(Exception):
    """A cell stands under a magic that we do not know, and is not Python."""

    def __init__(self, magic: str) -> None:
        super().__init__(magic)
        self.message = f"the cell under `%%{magic[:50]}` is not Python, so it was not run"


def without_magics(source: str) -> str:
    """Return a notebook cell as Python: ``%magic`` and ``!shell`` become calls of ``get_ipython()``.

    Of a cell under a magic that runs it the first line goes; of one in another language nothing is left; one
    that is to be written to a file is.  A magic that we do not know runs its cell if that is Python.  Raises
    NotPythonError if it is not.
    """
    first = ""
    while match := CELL_MAGIC.match(source):
        name, words, above, body = match[1], match[2], match[0].count("\n"), source[match.end() :]
        if name in WRITE:
            written = body.removeprefix("\n")
            return "\n" * above + f"get_ipython().run_cell_magic('writefile', {words!r}, {written!r})"
        if name in OTHERS:
            return ""
        if name not in RUN and not is_python(body):
            raise NotPythonError(name)
        target = next((word for word in words.split() if word.isidentifier()), "")
        if name == "capture" and target:
            first = f"{target} = get_ipython().captured()"
        source = "\n" * above + body
    source = first + source
    if AUTOMAGIC.search(source) and not _parses(source):
        source = AUTOMAGIC.sub("%", source)
    if ALONE.fullmatch(source):
        return ""
    if not MAGIC.search(source):
        return source
    from IPython.core.inputtransformer2 import TransformerManager

    above = source[: len(source) - len(source.lstrip())].count("\n")  # blank lines, which IPython drops
    try:
        return "\n" * above + str(TransformerManager().transform_cell(source))  # type: ignore[no-untyped-call]
    except Exception:  # then each line is judged by itself
        return source


def is_python(cell: str) -> bool:
    """Whether a cell can be read."""
    try:
        return _parses(without_magics(cell))
    except NotPythonError:
        return False


def _parses(source: str) -> bool:
    try:
        with warnings.catch_warnings(action="ignore"):
            ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True
