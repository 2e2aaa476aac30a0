"""A notebook to its cells as the file has them, in the form of format 4, before any of them is read."""

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from grader.submissions import handouts
from grader.submissions.found import AGAIN, UnreadableError
from grader.submissions.limits import MAX_CELLS
from grader.submissions.python_source import unix_lines
from grader.submissions.scripts import is_of_databricks

DEFINED = re.compile(r"^(?:async )?(?:def|class) (\w+)", re.MULTILINE)


@dataclass(frozen=True)
class RawCell:
    """A cell as the file has it."""

    position: int  # from 1, counting text too
    number: int  # of a code cell: from 1, counting code alone
    kind: Any
    source: str | None  # None where there is no text
    raw: Mapping[str, Any]
    test: bool  # whether it stands between otter's marks of tests


@dataclass(frozen=True)
class WholeNotebook:
    """What is known of a notebook before its cells are read one by one."""

    cells: tuple[RawCell, ...]
    otters: re.Pattern[str] | None  # lines that are otter's
    databricks: bool  # whether the first lines of cells may name languages
    defined: frozenset[str]  # the functions and classes of all code cells


def whole(cells: Sequence[Any]) -> WholeNotebook:
    """What is known of a notebook from all its cells."""
    raws = [raw if isinstance(raw, dict) else {} for raw in cells]
    texts = [None if (text := text_of(raw.get("source"))) is None else unix_lines(text) for raw in raws]
    sources = [text or "" for text in texts]
    kinds = [handouts.cell_type(raw) if raw else None for raw in raws]
    numbers = itertools.accumulate(int(kind == "code") for kind in kinds)
    tests = handouts.in_tests(sources)
    found = zip(itertools.count(1), numbers, kinds, texts, raws, tests, strict=False)
    defined = {
        name
        for kind, source in zip(kinds, sources, strict=True)
        if kind == "code" and ("def " in source or "class " in source)
        for name in DEFINED.findall(source)
    }
    return WholeNotebook(
        tuple(RawCell(*each) for each in found),
        handouts.otter_lines(sources),
        any(map(is_of_databricks, sources)),
        frozenset(defined),
    )


def raw_cells(tree: Mapping[str, Any]) -> list[Any]:
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
                "source": text_of(cell.get("source")) or "",
                "level": level if isinstance(level, int) and 1 <= level <= 6 else 1,
                "metadata": {**mapping(cell, "metadata"), "language": cell.get("language")},
                "outputs": [],
            }
        )
        yield upgrade_cell(old)  # type: ignore[no-untyped-call]


def text_of(source: Any) -> str | None:
    """The source of a cell, which is stored as a string or as a list of lines; None for anything else."""
    if isinstance(source, list):
        try:
            return "".join(source)
        except TypeError:
            return None
    return source if isinstance(source, str) else None


def mapping(tree: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """What is at this key if it is an object, else an empty one."""
    value = tree.get(key)
    return value if isinstance(value, dict) else {}


def other_language(tree: Mapping[str, Any]) -> str | None:
    """The language of the notebook if it says that it is another than Python."""
    metadata = mapping(tree, "metadata")
    language = mapping(metadata, "language_info").get("name") or mapping(metadata, "kernelspec").get(
        "language"
    )
    return language if isinstance(language, str) and language and not is_python(language) else None


def is_python(language: str) -> bool:
    """Whether a language is Python, or run as Python."""
    return language.casefold() in {"python", "python2", "python3", "ipython", "ipython3", "cython", "sage"}
