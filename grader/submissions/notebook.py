"""A notebook to its code cells and its text.

Only what is graded is taken: the sources of the cells, their tags, the language, and a few small pictures for
whoever reads the answers.  Outputs and everything else that makes notebooks large or broken is dropped
unread, so a notebook that Jupyter would refuse can often be graded all the same, cell by cell.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from grader.model import Cell, Picture, Problem
from grader.submissions import handouts
from grader.submissions.found import AGAIN, UnreadableError, problem
from grader.submissions.limits import MAX_CELLS, MAX_SOURCE, MB
from grader.submissions.notebook_cells import (
    DEFINED,
    RawCell,
    WholeNotebook,
    is_python,
    mapping,
    other_language,
    raw_cells,
    whole,
)
from grader.submissions.notebook_json import Drawn, parse
from grader.submissions.notebook_pictures import PictureShelf
from grader.submissions.scripts import language_and_rest
from grader.submissions.written import Block, says_something
from grader.text.safe import safe


@dataclass(frozen=True)
class NotebookContent:
    """What of a notebook is graded."""

    cells: tuple[Cell, ...]
    blocks: tuple[Block, ...]  # for the answers in words
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]
    pictures: tuple[Picture, ...] = ()


class LeftOutError(Exception):
    """Why a cell is left out where that is no fault, as a sentence for the student."""


def read_notebook(data: bytes, path: str, shelf: PictureShelf | None = None) -> NotebookContent:
    """The cells of a notebook of any format; what cannot be understood is told and left out.

    Its pictures are put on the shelf, where those of other notebooks may be.
    """
    tree, note, drawn = parse(data)
    shelf = PictureShelf() if shelf is None else shelf
    there = len(shelf.pictures)
    cells = raw_cells(tree)
    language = other_language(tree)
    reading = _CellsRead(path, language, whole(cells[:MAX_CELLS]), shelf)
    if note:
        reading.notes.append(problem(path, note))
    if language is not None:
        message = f"This notebook is in {safe(language, 40)}; only Python is graded."
        reading.problems.append(problem(path, message))
    if len(cells) > MAX_CELLS:
        message = f"This notebook has over {MAX_CELLS} cells; the rest is not read."
        reading.problems.append(problem(path, message))
    for each in reading.whole.cells:
        reading.add(each)
        for picture in _drawn(each, drawn):
            shelf.draw(picture, f"{path} cell {each.number}")
    blocks = tuple(handouts.arranged(reading.blocks))
    told = tuple(reading.problems), tuple(reading.notes)
    return NotebookContent(tuple(reading.cells), blocks, *told, shelf.pictures[there:])


@dataclass
class _CellsRead:
    """What was read of a notebook so far."""

    path: str
    language: str | None  # if it is another than Python
    whole: WholeNotebook
    shelf: PictureShelf
    cells: list[Cell] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    answered: set[str] = field(default_factory=set)  # nbgrader's ids
    code: int = 0  # characters

    def add(self, each: RawCell) -> None:
        """Read a cell, or tell why it is left out."""
        where = f"{self.path}, cell {each.position} counting text too"
        if each.kind == "code":
            where = f"{self.path} cell {each.number}"
            checked = handouts.checked(each.source or "") if self.whole.otters else ()
            self.blocks.append(Block("", checked, code=True))
        told = where if each.kind == "code" else self.path  # its text names the cell itself
        try:
            self._take(each, where)
        except LeftOutError as left_out:
            self.notes.append(problem(told, str(left_out)))
        except UnreadableError as error:
            self.problems.append(problem(told, error.message))

    def _take(self, each: RawCell, where: str) -> None:
        kind, source, otters = each.kind, each.source, self.whole.otters
        if source is None:
            raise UnreadableError(
                f"Cell {each.position}, counting text too, is broken and was left out. {AGAIN}"
            )
        if kind == "code" and (each.test or handouts.is_test(each.raw)):
            return
        if kind == "code" and self.whole.databricks:
            kind, source = _of_databricks(source)
        if kind == "code" and otters:
            source = otters.sub("", source)
        if kind == "code" and self.language is None and source.strip():
            self.code += len(source)
            if runnable := _runnable(source, each.raw, self.code):
                self.cells.append(Cell(safe(where, 600), runnable))
        elif kind == "markdown":
            _require_first(each.raw, source, self.answered)
            named = self.shelf.named(source, each.raw)
            self.blocks.append(_block(named, each.raw, where, otter=otters is not None))
        _require_text(kind, source, each.raw, each.position, self.whole.defined)


def _drawn(cell: RawCell, drawn: Drawn) -> list[bytes]:
    """The pictures that stand in the outputs of a cell."""
    match cell.raw.get("outputs"):
        case [int(place)] if 0 <= place < len(drawn):
            return drawn[place]
    return []


def _of_databricks(source: str) -> tuple[str, str]:
    """The kind of a cell in Databricks, where its first line may name a language, and its text."""
    language, lines = language_and_rest(source.split("\n"))
    if language.startswith("md"):
        return "markdown", "\n".join(lines)
    return "code" if language in ("python", "") else "other", "\n".join(lines)


def _require_text(
    kind: Any, source: str, raw: Mapping[str, Any], position: int, defined: frozenset[str]
) -> None:
    """Tell of a function in a cell that is not run; it is trouble where no code cell defines it.

    What the course locked is text on purpose.
    """
    locked = mapping(raw, "metadata").get("editable") is False
    if kind not in ("raw", "markdown") or locked:
        return
    if not _FUNCTION.match(source):
        if "def " in source and not defined.issuperset(_shown(source)):
            raise LeftOutError(
                f"Cell {position}, counting text too, is a text cell, so the code between its fences is not"
                " run. Make it a code cell if it is your work."
            )
        return
    what = "raw" if kind == "raw" else "text"
    message = (
        f"Cell {position}, counting text too, is a {what} cell, so the code in it is not run."
        " Make it a code cell if it is your work."
    )
    raise LeftOutError(message) if defined.issuperset(DEFINED.findall(source)) else UnreadableError(message)


def _shown(source: str) -> Iterator[str]:
    """The functions that a text shows between fences."""
    for match in _FENCED.finditer(source):
        yield from DEFINED.findall(match[2])


_FENCED = re.compile(
    r"^(```|~~~)[ {]*(?:ipython3?|python3?|py)[ }]*\n(.*?)^\1", re.MULTILINE | re.DOTALL | re.IGNORECASE
)
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


# ---- one cell -------------------------------------------------------------------------------------


def _runnable(source: str, cell: Mapping[str, Any], read_so_far: int) -> str:
    """The source of a code cell if it is Python text at all; "" for what any notebook may hold beside it."""
    metadata = mapping(cell, "metadata")
    language = metadata.get("language") or mapping(metadata, "vscode").get("languageId")
    if isinstance(language, str) and language.casefold() in _ORDINARY:
        return ""
    if isinstance(language, str) and not is_python(language):
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


def _block(source: str, cell: Mapping[str, Any], place: str, *, otter: bool) -> Block:
    """A Markdown cell, and the tags that may name a question."""
    metadata = mapping(cell, "metadata")
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
    locked = metadata.get("editable") is False
    answer = (nbgrader.get("grade") is True and not task) or handouts.ANSWER in tags
    named = place if answer or otter else ""
    return Block(text, tuple(tags), given=given, locked=locked, task=task, place=named, answer=answer)
