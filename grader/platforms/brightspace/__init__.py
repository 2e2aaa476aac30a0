"""Brightspace: what it hands out, what it imports, where it runs."""

from grader.platforms.systems import Platform

PLATFORM = Platform(
    "Brightspace",
    download=True,
    takes_pages=True,
    roster="an export of grades with both key fields and the names",
)
