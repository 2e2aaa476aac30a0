"""What students read of a docstring, in its lines, and how it is written into Python."""

import re
import textwrap
from collections.abc import Iterator, Sequence

WIDTH = 100  # of a line of a starter
SHORT = 60  # characters: a line of prose that ends before these was ended on purpose
ITEM = re.compile(r"\s*(?:[-*•]|\(?(?:\d{1,2}|[A-Za-z])[.)]|\d{1,2}:)\s+\S")  # of a list: "1. ", "(b) ", "- "
DOCTEST = ">>>"


def prompt(docstring: str) -> list[str]:
    """Return the lines that students read: the first paragraph, lists that follow it at once, all doctests.

    Prose is one line a paragraph, however it was wrapped; "" stands between paragraphs.
    """
    first, *others = re.split(r"\n[ \t]*\n\s*?(?=\S|[ \t])", docstring.strip("\n")) if docstring else [""]
    found, near = _lines(first), True
    for each in others:
        if each.lstrip().startswith(DOCTEST):
            found += ["", *textwrap.dedent(each).rstrip().split("\n")]
        elif near and ITEM.match(each):
            found += ["", *_lines(textwrap.dedent(each))]
        else:
            near = False  # what follows stays with the instructor
    return found


def _lines(paragraph: str) -> list[str]:
    """Return a paragraph: lists, short lines and indented ones as they are, prose in one line."""
    found: list[str] = []
    before = ""
    for line in paragraph.rstrip().split("\n"):
        own = ITEM.match(line) or line[:1].isspace() or line.startswith(DOCTEST)
        if found and len(before) > SHORT and not own:
            found[-1] += f" {line.strip()}"
        else:
            found.append(line.rstrip())
        before = line
    return found


def wrapped(lines: Sequence[str], before: str, start: str = "") -> str:
    """Return lines that fit, each behind ``before``, the first one behind ``start``, too."""
    return "\n".join(_wrapped(lines, before, start))


def _wrapped(lines: Sequence[str], before: str, start: str) -> Iterator[str]:
    for place, line in enumerate(lines):
        opening = before + start * (place == 0)
        if len(opening) + len(line) <= WIDTH or not line.strip():
            yield f"{opening}{line}".rstrip()
            continue
        indent = line[: len(line) - len(line.lstrip())]
        yield from textwrap.wrap(
            line.strip(),
            WIDTH,
            initial_indent=opening + indent,
            subsequent_indent=before + indent,
            break_long_words=False,
            break_on_hyphens=False,
        )


def in_docstring(lines: Sequence[str]) -> list[str]:
    """Return lines that end no docstring and mean in it what they say."""
    return [each.replace("\\", "\\\\").replace('"""', "'''") for each in lines]
