"""Colours can be read, in light and in dark."""

import re

import pytest

from grader.reports.html import resource

NAMED = re.compile(r"--([\w-]+): (#[0-9a-f]{3,6})")
LIGHT, DARK = (
    dict(NAMED.findall(part)) for part in resource("common.css").split("@media (prefers-color-scheme: dark)")
)
TEXTS = [(ink, paper) for ink in ("ink", "soft", "link") for paper in ("paper", "raised")]
TEXTS += [(tone, paper) for tone in ("good", "part", "bad", "wait") for paper in ("paper", f"{tone}-bg")]
TEXTS += [
    ("ink", back) for back in ("mark", "bad-bg", *(f"{way}{n}" for way in ("more", "less") for n in "1234"))
]


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * each for each in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "paper"), TEXTS)
def test_text_stands_out(theme: dict[str, str], ink: str, paper: str) -> None:
    """A contrast of 4.5 (WCAG AA) for all text on all that is behind it."""
    low, high = sorted([luminance(theme[ink]), luminance(theme[paper])])
    assert (high + 0.05) / (low + 0.05) >= 4.5
