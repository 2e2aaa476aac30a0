"""The forms that ``grader export`` writes results in: each module here is one, called as the form is.

A form is a function ``render(results: Results) -> str``.  The first line of its module says in the command's
help what it is; a template that it fills by `grader.reports.html.page` may lie beside it.
"""

import ast
import pkgutil
from collections.abc import Callable
from importlib import import_module, util
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.reports.results import Results


def formats() -> dict[str, str]:
    """Return every form's name and what it is, in words; none is imported for it: help has to be quick."""
    return {module.name: _said(module.name) for module in pkgutil.iter_modules(__path__)}


def renderer(name: str) -> "Callable[[Results], str]":
    """Return what turns results into a form; raise ModuleNotFoundError where there is none of that name."""
    render: Callable[[Results], str] = import_module(f"{__name__}.{name}").render
    return render


def _said(name: str) -> str:
    spec = util.find_spec(f"{__name__}.{name}")
    assert spec is not None
    assert spec.origin is not None
    said = ast.get_docstring(ast.parse(Path(spec.origin).read_text(encoding="utf-8")))
    return (said or name).partition("\n")[0].rstrip(".")
