"""Where in a reference something stands or went wrong, as its author can open it."""

import sys
from pathlib import Path
from traceback import walk_tb
from types import CodeType

from grader.errors import Mistake, suggestion
from grader.reference.mistakes import MisusedError

PACKAGE = "_reference_"  # how the packages are called that references are loaded as
AS_GIVEN = "_as_given"  # what of such a package is its folder as the rubric's path was given


def path_of(code: CodeType, module: str) -> Path:
    """Return the file of some code of a reference as a person can open it: as the rubric's path was given."""
    file = Path(code.co_filename)
    package = sys.modules.get(module.split(".")[0])
    folder = getattr(package, AS_GIVEN, Path())
    if module.startswith(PACKAGE) and file.is_relative_to(folder.absolute()):
        return folder / file.relative_to(folder.absolute())
    return file


def place_of(problem: BaseException) -> tuple[Path, int] | None:
    """Return the last file and line of a reference that an exception came through."""
    place = None
    for frame, line in walk_tb(problem.__traceback__):
        module = frame.f_globals.get("__name__") or ""
        if module.startswith(PACKAGE):
            place = path_of(frame.f_code, module), line
    return place


def fault(problem: BaseException, folder: Path, path: Path) -> Mistake:
    """Return what is wrong with a module and where: the last place in the folder that was reached."""
    here = folder.absolute()
    places = [(Path(frame.f_code.co_filename), line, 1) for frame, line in walk_tb(problem.__traceback__)]
    said = str(problem)
    if isinstance(problem, SyntaxError):
        places.append((Path(problem.filename or ""), problem.lineno or 1, problem.offset or 1))
        said = problem.msg
    inside = [place for place in places if place[0].is_relative_to(here)]
    file, line, column = inside[-1] if inside else (path.absolute(), 1, 1)
    message = f"{type(problem).__name__}: {said}".rstrip(": ")
    if isinstance(problem, MisusedError):
        message = said
    elif isinstance(problem, SystemExit):
        message = "this ends the program, and nothing can be read of the file: leave out exit()"
    elif isinstance(problem, ModuleNotFoundError) and (problem.name or "").startswith(PACKAGE):
        name = (problem.name or "").rpartition(".")[2]
        beside = [each.stem for each in file.parent.glob("*.py")]
        message = f"there is no file {name}.py beside this one{suggestion(name, beside)}"
    return Mistake(folder / file.relative_to(here), line, column, message)
