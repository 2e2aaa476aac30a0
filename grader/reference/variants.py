"""Correct variants: files of right answers in other styles, which must never lose a point."""

import inspect
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from grader.errors import AssignmentError, Mistake, nearest
from grader.reference.contents import Reference
from grader.reference.modules import import_file
from grader.reference.places import fault
from grader.values.variables import Variable


def files(folder: Path) -> list[Path]:
    """Return the variants of a reference folder; what starts with an underscore is none."""
    return sorted(path for path in folder.glob("*/variants/*.py") if not path.name.startswith("_"))


def load(path: Path, folder: Path, reference: Reference) -> Mapping[str, Callable[..., Any]]:
    """Import a variant of a reference folder; return its functions by the names of the reference.

    Raises AssignmentError for what is wrong in it, and where there is nothing that could be tried.
    """
    name = f"_variant_{path.parent.parent.name}_{path.stem}"
    try:
        found = vars(import_file(name, path))
    except (Exception, SystemExit) as problem:  # whatever it is, it stands in the instructor's file
        raise AssignmentError([fault(problem, folder, path)]) from None
    functions = {each: value for each, value in found.items() if each in reference.answers}
    for each in functions:
        if reference.signatures[each].variable:
            functions[each] = Variable(functions[each])
    if not functions:
        raise AssignmentError([_nothing(path, found, name, reference)])
    return functions


def _nothing(path: Path, found: Mapping[str, Any], module: str, reference: Reference) -> Mistake:
    """Return what is wrong with a variant without a function of the reference."""
    message = "a variant defines functions of the reference, and this one defines none"
    for name, value in found.items():
        ours = inspect.isfunction(value) and value.__module__ == module
        if ours and (close := nearest(name, reference.answers)):
            message = f"{message}: `{name}`; did you mean `{close}`?"
            return Mistake(path, value.__code__.co_firstlineno, 1, message)
    return Mistake(path, 1, 1, f"{message}; without one there is nothing to try")
