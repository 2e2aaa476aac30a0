"""What of a notebook is the instructor's: notebooks that nbgrader or otter handed out.

Their test cells are not run: they judge nothing here, and a helper they define must never stand for the
student's own function.  Their marks say which cell answers which question.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from grader.submissions.written import Block, says_something

# ---- nbgrader ---------------------------------------------------------------------------------------


def nbgrader(cell: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what nbgrader wrote about a cell; nothing, where it did not."""
    metadata = cell.get("metadata")
    about = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    return about if isinstance(about, dict) else {}


def cell_type(cell: Mapping[str, Any]) -> Any:
    """Return what a cell was handed out as: Jupyter lets students change code to text and back."""
    about = nbgrader(cell)
    if about.get("solution") is True and about.get("cell_type") in ("code", "markdown"):
        return about["cell_type"]
    return cell.get("cell_type")


def is_test(cell: Mapping[str, Any]) -> bool:
    """Say whether nbgrader keeps a test here, which the student does not write."""
    about = nbgrader(cell)
    return about.get("grade") is True and about.get("solution") is False


# ---- otter ------------------------------------------------------------------------------------------

ANSWER = "otter_answer_cell"

_IMPORT = re.compile(r"^(?:import otter|from otter import [\w, ]++)[ \t]*(?:#.*)?$", re.MULTILINE)
_OPEN = re.compile(r"^(\w+)[ \t]*=[ \t]*(?:otter\.)?Notebook\(.*\)[ \t]*(?:#.*)?$", re.MULTILINE)
_METHODS = "check|check_all|export|submit|to_pdf|add_plugin_files|run_plugin"
_CHECK = r"^(?:{names})\.(?:{methods})\(.*\)[ \t;]*(?:#.*)?$"
_CHECKED = re.compile(r"\.check\(\s*[\"']([\w.-]{1,100})[\"']")
_MARK = re.compile(r"^[ \t]*<!--[ \t]*(?:BEGIN|END) QUESTION[ \t]*-->[ \t]*$", re.MULTILINE)
_BEGIN, _END = re.compile(r"<!--\s*BEGIN QUESTION\s*-->"), re.compile(r"<!--\s*END QUESTION\s*-->")
_TESTS = re.compile(r"\s*#\s*(BEGIN|END) (?:HIDDEN )?TESTS\b", re.IGNORECASE)


def otter_lines(sources: Sequence[str]) -> re.Pattern[str] | None:
    """Return what matches a line that is otter's; None, where a notebook has nothing of otter."""
    if not any(
        ("otter" in source and _IMPORT.search(source)) or (".check(" in source and _CHECKED.search(source))
        for source in sources
    ):
        return None
    names = {"grader", *(match[1] for source in sources for match in _OPEN.finditer(source))}
    checks = _CHECK.format(names="|".join(sorted(names)), methods=_METHODS)
    return re.compile("|".join((_IMPORT.pattern, _OPEN.pattern, checks)), re.MULTILINE)


def checked(source: str) -> tuple[str, ...]:
    """Return the questions that a cell has otter check."""
    return tuple(_CHECKED.findall(source))


def in_tests(sources: Iterable[str]) -> Iterator[bool]:
    """Say of each cell whether it stands between `# BEGIN TESTS` and `# END TESTS`, or is one of these."""
    inside = False
    for source in sources:
        mark = _TESTS.match(source)
        if mark:
            inside = mark[1].upper() == "BEGIN"
        yield inside or mark is not None


def arranged(blocks: Sequence[Block]) -> Sequence[Block]:
    """Return the text of an otter notebook with its marks put to use.

    Locked cells are the question, unless the cell for the answer in words is still empty: then a person looks
    at all that is there.  An answer in words before `grader.check("q1")` is that of q1, and no answer goes on
    after the end of its question.
    """
    if not any(ANSWER in block.tags or _BEGIN.search(block.text) for block in blocks):
        return blocks
    unanswered = {
        place
        for start, end in _questions(blocks)
        if not any(ANSWER in block.tags and says_something(block.text) for block in blocks[start:end])
        for place in range(start, end)
    }
    untagged = {  # earlier versions of otter do not mark the cells for answers
        place
        for start, end in _questions(blocks)
        if not any(ANSWER in block.tags or block.code for block in blocks[start:end])
        for place in range(start, end)
    }
    found: list[Block] = []
    waiting: list[int] = []
    for place, block in enumerate(blocks):
        if block.code:
            for each in waiting if block.tags else ():
                found[each] = replace(found[each], tags=(*found[each].tags, *block.tags))
            waiting = []
        if _END.search(block.text):
            found.append(Block("", code=True))
        if ANSWER in block.tags:
            waiting.append(len(found))
        given = block.given or (block.locked and ANSWER not in block.tags and place not in unanswered)
        answer = block.answer or (place in untagged and not block.locked and not _BEGIN.search(block.text))
        found.append(replace(block, text=_MARK.sub("", block.text), given=given, answer=answer))
    return found


def _questions(blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """Yield where each question in words begins and ends."""
    start = None
    for place, block in enumerate(blocks):
        if start is not None and _END.search(block.text):
            yield start, place
            start = None
        if _BEGIN.search(block.text):
            start = place
    if start is not None:
        yield start, len(blocks)
