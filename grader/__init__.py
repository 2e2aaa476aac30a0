"""Grades mathematical Python: laws decide, mistakes explain."""

from typing import Any

__version__ = "0.1.0"
DISTRIBUTION = "gradewright"  # what pip calls it; the package and the command are called grader


def load_ipython_extension(shell: Any) -> None:
    """Give a notebook the line ``%check`` (by ``%load_ext grader``)."""
    from grader import isolated

    with isolated.imports():  # a kernel looks into the folder of its notebook first
        from grader.check_line import register

    register(shell)
