"""Gradescope: what it hands out, what it imports, where it runs."""

from grader.platforms.systems import Platform

PLATFORM = Platform("Gradescope", download=True, takes_results=True)
