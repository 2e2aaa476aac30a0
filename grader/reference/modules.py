"""The files of a reference as modules of one package, and what stands in each."""

import ast
import importlib.util
import inspect
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from grader.errors import Mistake
from grader.reference.contents import Function
from grader.reference.places import AS_GIVEN, PACKAGE, fault
from grader.values.run_here import through


def modules(folder: Path, problems: list[Mistake]) -> list[tuple[Path, ModuleType]]:
    """Import the answers, laws and mistakes of every question as parts of one package."""
    os.environ.setdefault("MPLBACKEND", "Agg")  # nobody looks at what a reference draws
    # A name of its own: two references can be loaded side by side, and none shadows an installed package.
    package = f"{PACKAGE}{abs(hash(folder.resolve()))}"
    for name in [name for name in sys.modules if name.split(".")[0] == package]:
        del sys.modules[name]
    sys.modules[package] = _package(package, folder)
    found = []
    for question in sorted(path for path in [folder, *folder.iterdir()] if path.is_dir()):
        dotted = package if question == folder else f"{package}.{question.name}"
        sys.modules.setdefault(dotted, _package(dotted, question))
        for kind in ("answers", "laws", "mistakes"):
            path = question / f"{kind}.py"
            if path.is_file():
                try:
                    found.append((path, import_file(f"{dotted}.{kind}", path)))
                except (Exception, SystemExit) as problem:  # it stands in the instructor's file
                    problems.append(fault(problem, folder, path))
    return found


def _package(name: str, folder: Path) -> ModuleType:
    """Return a package of a folder: of its absolute path, for Python remembers where a relative one led."""
    module = ModuleType(name)
    module.__path__ = [str(folder.absolute())]
    setattr(module, AS_GIVEN, folder)
    return module


def import_file(name: str, path: Path) -> ModuleType:
    """Import a file of the instructor's as a module of this name."""
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} cannot be imported")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit):
        del sys.modules[name]  # whoever imports it too is told the same
        raise
    return module


def functions(module: ModuleType) -> list[tuple[str, Function]]:
    """Return the functions that a module defines, but private ones."""
    return [
        (name, value)
        for name, value in vars(module).items()
        if inspect.isfunction(value) and value.__module__ == module.__name__ and not name.startswith("_")
    ]


def classes(module: ModuleType) -> list[tuple[str, Function]]:
    """Return the classes of a module, each as a function of a program."""
    return [
        (name, through(name, value, {}))
        for name, value in vars(module).items()
        if inspect.isclass(value)
        and value.__module__ == module.__name__
        and not name.startswith("_")
        and not issubclass(value, (BaseException, tuple, dict))
    ]


def others(path: Path) -> Iterator[tuple[str, int, str]]:
    """Yield what a file of answers defines besides functions: name, line, and why it cannot be asked."""
    for node in ast.parse(path.read_bytes()).body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        for target in targets:
            if isinstance(target, ast.Name):
                ask = f"write its type, as in `{target.id}: float = ...`"
                yield (
                    target.id,
                    node.lineno,
                    f"is a variable without a type, and nothing says how it is read: {ask}",
                )
        if isinstance(node, ast.ClassDef):
            ask = "write functions, of the numbers, arrays and lists that its objects are made of"
            yield node.name, node.lineno, f"is a class, and only functions and variables can be asked: {ask}"
        for alias in node.names if isinstance(node, ast.ImportFrom) else ():
            name = alias.asname or alias.name
            yield name, node.lineno, "is imported here: what is asked stands in an answers.py itself"


def hidden(path: Path) -> Iterator[Mistake]:
    """Yield the functions of a file that take the place of another of the same name, which nobody sees."""
    first: dict[str, int] = {}
    for node in ast.parse(path.read_bytes()).body:
        if isinstance(node, ast.FunctionDef):
            if node.name in first:
                message = (
                    f"there is a function `{node.name}` in line {first[node.name]} already, "
                    "which this one replaces: give it a name of its own"
                )
                yield Mistake(path, node.lineno, node.col_offset + 1, message)
            first[node.name] = node.lineno
