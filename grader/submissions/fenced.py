"""Notebooks kept as Markdown: Quarto's `.qmd`, R Markdown, MyST.

The Python between the fences is the code, every line where it was; what stands around it are words.
"""

import re
from collections import Counter

from grader.submissions.scripts import CODE, Script
from grader.submissions.written import Block

_OPEN = re.compile(r"[ \t]{0,3}(`{3,}|~{3,})[ \t]*\{(?P<what>code-cell|[\w.+-]+)[^}\n]*\}(?P<kernel>.*)")
_PLAIN = re.compile(
    r"[ \t]{0,3}(`{3,}|~{3,}) ?(?P<what>python|py)3?[ \t]*", re.IGNORECASE
)  # in chats and wikis
_PYTHON = ("python", "code-cell")
_OPTION = re.compile(r":[\w-]+:")


def fenced_notebook(source: str) -> Script:
    """The code and the words of such a file."""
    lines = source.split("\n")
    code = [""] * len(lines)
    words: list[str] = []
    blocks: list[Block] = []
    others: Counter[str] = Counter()
    place = _behind_the_head(lines)
    run = any(match["what"] in _PYTHON for match in map(_OPEN.fullmatch, lines) if match)
    fence = _OPEN if run or not any(map(_PLAIN.fullmatch, lines)) else _PLAIN  # what is shown is not run
    while place < len(lines):
        opened = fence.fullmatch(lines[place])
        if opened is None:
            words.append(lines[place])
            place += 1
            continue
        blocks += [Block("\n".join(words)), CODE]
        words = []
        end = _closing(lines, place + 1, opened[1])
        if fence is _PLAIN or opened["what"] in _PYTHON:
            start = _behind_options(lines, place + 1, end)
            code[start:end] = lines[start:end]
        else:
            others[opened["what"]] += 1
        place = end + 1
    blocks.append(Block("\n".join(words)))
    left_out = ", ".join(f"{number} in {name[:40]}" for name, number in sorted(others.items())[:5])
    note = f"Only its Python is read; left out were pieces of other languages: {left_out}." if others else ""
    return Script("\n".join(code), tuple(blocks), (note,) if note else ())


def _behind_the_head(lines: list[str]) -> int:
    """Where the text begins below the settings at the top."""
    if lines[0].strip() != "---":
        return 0
    return next((n + 1 for n, line in enumerate(lines[1:], start=1) if line.strip() in ("---", "...")), 0)


def _closing(lines: list[str], place: int, fence: str) -> int:
    """The line that closes a fence, or the end."""
    close = re.compile(rf"[ \t]{{0,3}}{re.escape(fence)}{re.escape(fence[0])}*[ \t]*")
    return next((n for n in range(place, len(lines)) if close.fullmatch(lines[n])), len(lines))


def _behind_options(lines: list[str], place: int, end: int) -> int:
    """Where the code of a cell begins below MyST's options, `:tags: [...]` or YAML between dashes."""
    if place < end and lines[place].strip() == "---":
        return next((n + 1 for n in range(place + 1, end) if lines[n].strip() == "---"), end)
    while place < end and _OPTION.match(lines[place]):
        place += 1
    return place
