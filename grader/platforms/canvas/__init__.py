"""Canvas: what it hands out, what it imports, where it runs."""

from grader.platforms.systems import Platform

PLATFORM = Platform(
    "Canvas",
    download=True,
    takes_pages=True,
    keeps_names=True,
    roster="the gradebook as exported from Canvas",
)
