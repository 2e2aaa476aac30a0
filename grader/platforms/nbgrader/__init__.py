"""nbgrader: what it hands out, what it imports, where it runs."""

from grader.platforms.systems import Platform

PLATFORM = Platform("nbgrader", download=True, needs_mark=True)
