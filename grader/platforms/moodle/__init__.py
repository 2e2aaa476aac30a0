"""Moodle: what it hands out, what it imports, where it runs."""

from grader.platforms.systems import Platform

PLATFORM = Platform(
    "Moodle", download=True, takes_pages=True, roster="the grading worksheet of the assignment"
)
