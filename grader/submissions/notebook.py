"""A notebook to its code cells and its text.

Only what is graded is taken: the sources of the cells, their tags, the language.  Outputs, pictures and
everything else that makes notebooks large or broken is dropped unread, so a notebook that Jupyter would
refuse can often be graded all the same, cell by cell.
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from grader.model import Cell, Problem
from grader.submissions import handouts
from grader.submissions.found import UnreadableError, problem
from grader.submissions.limits import MAX_CELLS, MAX_SOURCE, MB
from grader.submissions.notebook_json import AGAIN, parse
from grader.submissions.python_source import unix_lines
from grader.submissions.scripts import is_of_databricks, language_and_rest
from grader.submissions.written import Block, says_something
from grader.text.safe import safe


@dataclass(frozen=True)
class NotebookContent:
    """What of a notebook is graded."""

    cells: tuple[Cell, ...]
    blocks: tuple[Block, ...]  # for the answers in words
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]


class LeftOutError(Exception):
    """Why a cell is left out where that is no fault, as a sentence for the student."""


def read_notebook(data: bytes, path: str) -> NotebookContent:
    """The cells of a notebook of any format; what cannot be understood is told and left out."""
    tree, note = parse(data)
    raw_cells = _cells(tree)
    language = _language(tree)
    problems: list[Problem] = []
    notes = [problem(path, note)] if note else []
    if language is not None:
        problems.append(problem(path, f"This notebook is in {safe(language, 40)}; only Python is graded."))
    if len(raw_cells) > MAX_CELLS:
        problems.append(problem(path, f"This notebook has over {MAX_CELLS} cells; the rest is not read."))
    cells: list[Cell] = []
    blocks: list[Block] = []
    answered: set[str] = set()
    texts = [_text(raw.get("source")) if isinstance(raw, dict) else None for raw in raw_cells[:MAX_CELLS]]
    sources = [unix_lines(text or "") for text in texts]
    kinds = [handouts.cell_type(raw) if isinstance(raw, dict) else None for raw in raw_cells[:MAX_CELLS]]
    otters = handouts.otter_lines(sources)
    tests = list(handouts.in_tests(sources))
    databricks = any(map(is_of_databricks, sources))
    defined = {
        name
        for kind, source in zip(kinds, sources, strict=True)
        if kind == "code" and ("def " in source or "class " in source)
        for name in _DEFINED.findall(source)
    }
    number = code = 0  # code cells, and the characters in them
    for position, raw in enumerate(raw_cells[:MAX_CELLS], start=1):
        kind, source = kinds[position - 1], sources[position - 1]
        where = f"{path}, cell {position} counting text too" if kind != "code" else path
        if kind == "code":
            number += 1
            where = f"{path} cell {number}"
            blocks.append(Block("", handouts.checked(source) if otters else (), code=True))
        try:
            if texts[position - 1] is None:
                raise UnreadableError(
                    f"Cell {position}, counting text too, is broken and was left out. {AGAIN}"
                )
            if kind == "code" and (handouts.is_test(raw) or tests[position - 1]):
                continue
            if kind == "code" and databricks:
                kind, source = _of_databricks(source)
            if kind == "code" and otters:
                source = otters.sub("", source)
            if kind == "code" and language is None and source.strip():
                code += len(source)
                if runnable := _runnable(source, raw, code):
                    cells.append(Cell(safe(where, 600), runnable))
            elif kind == "markdown":
                _require_first(raw, source, answered)
                blocks.append(_block(source, raw, where, otter=otters is not None))
            _require_text(kind, source, raw, position, defined)
        except LeftOutError as left_out:
            notes.append(problem(path if kind != "code" else where, str(left_out)))
        except UnreadableError as error:
            problems.append(problem(path if kind != "code" else where, error.message))
    return NotebookContent(tuple(cells), tuple(handouts.arranged(blocks)), tuple(problems), tuple(notes))


def _of_databricks(source: str) -> tuple[str, str]:
    """The kind of a cell in Databricks, where its first line may name a language, and its text."""
    language, lines = language_and_rest(source.split("\n"))
    if language.startswith("md"):
        return "markdown", "\n".join(lines)
    return "code" if language in ("python", "") else "other", "\n".join(lines)


def _require_text(kind: Any, source: str, raw: Mapping[str, Any], position: int, defined: set[str]) -> None:
    """Tell of a function in a cell that is not run; it is trouble where no code cell defines it.

    What the course locked is text on purpose.
    """
    locked = _dict(raw, "metadata").get("editable") is False
    if kind not in ("raw", "markdown") or locked or not _FUNCTION.match(source):
        return
    what = "raw" if kind == "raw" else "text"
    message = (
        f"Cell {position}, counting text too, is a {what} cell, so the code in it is not run."
        " Make it a code cell if it is your work."
    )
    raise LeftOutError(message) if defined.issuperset(_DEFINED.findall(source)) else UnreadableError(message)


_DEFINED = re.compile(r"^(?:async )?(?:def|class) (\w+)", re.MULTILINE)
# Code from the first line on; text that shows some between fences is text.
_FUNCTION = re.compile(
    r"(?:\s*+(?:#(?!#)|import |from |@\w|\w+ *= )[^\n]*+(?:\n|\Z))*+\s*+"
    r"(?:async )?(?:def \w+ *\(|class \w+[(:])"
)


def _require_first(cell: Mapping[str, Any], source: str, answered: set[str]) -> None:
    """Of copies of a cell that is graded the first with an answer counts; Jupyter copies nbgrader's marks."""
    about = handouts.nbgrader(cell)
    grade_id = about.get("grade_id")
    if about.get("grade") is not True or not isinstance(grade_id, str) or not says_something(source):
        return
    if grade_id in answered:
        raise LeftOutError(
            f"The answer '{safe(grade_id, 60)}' is there more than once, as a copied cell; the first counts."
        )
    answered.add(grade_id)


# ---- the file -------------------------------------------------------------------------------------


def _cells(tree: Mapping[str, Any]) -> list[Any]:
    """The cells as the newest format has them, before any look inside."""
    cells = tree.get("cells")
    if isinstance(cells, list):
        return cells
    worksheets = tree.get("worksheets")
    if isinstance(worksheets, list):
        sheets = [sheet.get("cells") for sheet in worksheets if isinstance(sheet, dict)]
        old = (cell for sheet in sheets if isinstance(sheet, list) for cell in sheet)
        return list(_upgraded(itertools.islice(old, MAX_CELLS + 1)))
    raise UnreadableError(f"This is not a notebook: it has no cells. {AGAIN}")


def _upgraded(cells: Iterable[Any]) -> Iterator[Any]:
    """The cells of format 2 or 3, in which notebooks were kept until 2015, as those of format 4."""
    # Imported here: it takes a third of a second, and nothing in format 4 needs it.
    from nbformat import from_dict
    from nbformat.v4.convert import upgrade_cell

    for cell in cells:
        if not isinstance(cell, dict):
            yield cell
            continue
        level = cell.get("level")
        old = from_dict(  # type: ignore[no-untyped-call]
            {
                "cell_type": cell.get("cell_type"),
                "input": cell.get("input", ""),
                "source": _text(cell.get("source")) or "",
                "level": level if isinstance(level, int) and 1 <= level <= 6 else 1,
                "metadata": {**_dict(cell, "metadata"), "language": cell.get("language")},
                "outputs": [],
            }
        )
        yield upgrade_cell(old)  # type: ignore[no-untyped-call]


# ---- one cell -------------------------------------------------------------------------------------


def _text(source: Any) -> str | None:
    """The source of a cell, which is stored as a string or as a list of lines; None for anything else."""
    if isinstance(source, list):
        try:
            return "".join(source)
        except TypeError:
            return None
    return source if isinstance(source, str) else None


def _runnable(source: str, cell: Mapping[str, Any], read_so_far: int) -> str:
    """The source of a code cell if it is Python text at all; "" for what any notebook may hold beside it."""
    metadata = _dict(cell, "metadata")
    language = metadata.get("language") or _dict(metadata, "vscode").get("languageId")
    if isinstance(language, str) and language.casefold() in _ORDINARY:
        return ""
    if isinstance(language, str) and not _is_python(language):
        raise LeftOutError(f"This cell is in {safe(language, 40)}, so it is left out; only Python is graded.")
    if read_so_far > MAX_SOURCE:
        raise UnreadableError(
            f"The code up to here is longer than {MAX_SOURCE // MB} MB, so this cell is left out."
        )
    if not _is_plain(source) and _NOT_TEXT.search(source):
        raise UnreadableError("This cell holds a NUL or half a character, so it is left out. Type it again.")
    return source


_ORDINARY = ("sql", "shellscript", "markdown", "html")
_NOT_TEXT = re.compile("[\0\ud800-\udfff]")


def _is_plain(text: str) -> bool:
    """Whether there is surely nothing of `_NOT_TEXT` in a text; most have ASCII alone."""
    return text.isascii() and "\0" not in text


_PICTURE = re.compile(r"data:[\w.+-]{1,50}/[\w.+-]{1,50};base64,[A-Za-z0-9+/=]{50,}+")


def _block(source: str, cell: Mapping[str, Any], place: str, *, otter: bool) -> Block:
    """A Markdown cell without the pictures pasted into it, and the tags that may name a question."""
    metadata = _dict(cell, "metadata")
    listed = metadata.get("tags")
    tags = [tag for tag in listed if isinstance(tag, str)] if isinstance(listed, list) else []
    nbgrader = handouts.nbgrader(cell)
    # A cell that nbgrader neither grades nor lets the student change is the instructor's: a question, not
    # an answer.
    task = nbgrader.get("task") is True
    given = nbgrader.get("solution") is False and nbgrader.get("grade") is False and not task
    grade_id = nbgrader.get("grade_id")
    if isinstance(grade_id, str) and not given:
        tags.append(grade_id)
    text = source if _is_plain(source) else _NOT_TEXT.sub("\ufffd", source)
    if ";base64," in text:
        text = _PICTURE.sub("data:,", text)
    locked = metadata.get("editable") is False
    answer = (nbgrader.get("grade") is True and not task) or handouts.ANSWER in tags
    named = place if answer or otter else ""
    return Block(text, tuple(tags), given=given, locked=locked, task=task, place=named, answer=answer)


def _dict(tree: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """What is at this key if it is an object, else an empty one."""
    value = tree.get(key)
    return value if isinstance(value, dict) else {}


def _language(tree: Mapping[str, Any]) -> str | None:
    """The language of the notebook if it says that it is another than Python."""
    metadata = _dict(tree, "metadata")
    language = _dict(metadata, "language_info").get("name") or _dict(metadata, "kernelspec").get("language")
    return language if isinstance(language, str) and language and not _is_python(language) else None


def _is_python(language: str) -> bool:
    return language.casefold() in {"python", "python2", "python3", "ipython", "ipython3", "cython", "sage"}
