"""Pairs of submissions that are alike, both texts side by side: for instructors, and no verdict."""

from collections.abc import Sequence
from dataclasses import dataclass

from grader.reports.html import page, resource

MOST = 50  # pairs on the page
FILE = 30_000  # characters of a text that are shown


@dataclass(frozen=True)
class Side:
    """One of two submissions: its texts, in pieces of which some are in the other too."""

    id: str
    texts: tuple[tuple[str, tuple[tuple[str, bool], ...]], ...]  # a file's name and its pieces

    @property
    def shown(self) -> list[tuple[str, list[tuple[str, bool]]]]:
        """The same, cut where a text is too long to be looked at."""
        return [(name, _cut(pieces)) for name, pieces in self.texts]


@dataclass(frozen=True)
class Pair:
    """Two submissions and how much of the smaller one is in both, 0 to 1."""

    one: Side
    other: Side
    share: float

    @property
    def percent(self) -> str:
        """How much, as people say it."""
        return f"{100 * self.share:.0f} %"


def alike_page(title: str, pairs: Sequence[Pair], compared: int) -> str:
    """Return the page; ``title`` is the assignment's, ``compared`` how many submissions there are."""
    style = resource("common.css", "alike.css")
    return page(
        "alike.html",
        f"Alike: {title}",
        style,
        pairs=pairs[:MOST],
        more=len(pairs) - MOST,
        compared=compared,
        assignment=title,
    )


def _cut(pieces: Sequence[tuple[str, bool]]) -> list[tuple[str, bool]]:
    room, kept = FILE, list[tuple[str, bool]]()
    for text, common in pieces:
        if len(text) > room:
            return [*kept, (text[:room] + "\n…", common)]
        kept.append((text, common))
        room -= len(text)
    return kept
