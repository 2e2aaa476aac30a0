"""From the paths of a submission's files to the names under which they import one another."""

import keyword
import re
import unicodedata
from collections.abc import Iterable, Sequence

from grader.submissions.kinds import Kind, kind_and_stem


def top_folder(paths: Iterable[str]) -> str:
    """The folder that everything lies in, as `hw/` or `a/hw/`; "" if there is none.

    Zipping a folder and zipping what is in it are the same hand-in.  A package stays: its name is part of
    its imports.
    """
    all_paths = list(paths)
    top = ""
    while all_paths:
        first, slash, _ = all_paths[0][len(top) :].partition("/")
        deeper = top + first + "/"
        if (
            not slash
            or f"{deeper}__init__.py" in all_paths
            or not all(p.startswith(deeper) for p in all_paths)
        ):
            break
        top = deeper
    return top


def import_names(paths: Sequence[str]) -> dict[str, str]:
    """A dotted import name for every path, all different.

    `helpers/maths.py` is `helpers.maths`, `helpers/__init__.py` is `helpers`.  A part that cannot stand in
    an import statement, like `my homework (2)`, becomes one that can; nobody imports it, but it is loaded
    like the others.
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    # Where two want the same name, the one that Python itself would import gets it.
    for path in sorted(paths, key=_precedence):
        wanted = name = ".".join(map(_identifier, _parts(path)))
        number = 2
        while name in taken:
            name = f"{wanted}_{number}"
            number += 1
        taken.add(name)
        names[path] = name
    return names


def _precedence(path: str) -> tuple[bool, bool, bool, str]:
    return (
        [*map(_identifier, _parts(path))] != _parts(path),
        not path.endswith("/__init__.py"),
        kind_and_stem(path)[0] is not Kind.MODULE,
        path,
    )


def _parts(path: str) -> list[str]:
    *folders, file = path.split("/")
    kind, stem = kind_and_stem(file)
    if kind is Kind.MODULE and stem == "__init__" and folders:
        return folders
    return [*folders, stem]


def _identifier(part: str) -> str:
    """The name itself where it can be imported, else something close that can."""
    # Python compares identifiers in this form, so the finder will be asked for it.
    name = unicodedata.normalize("NFKC", part)
    if not name.isidentifier():
        name = re.sub(r"\W", "_", name)
        name = name if name.isidentifier() else "_" + name
        name = name if name.isidentifier() else re.sub(r"[^0-9A-Za-z_]", "_", name)
    # `__main__` is the program that runs, not a module of the student.
    return f"{name}_" if keyword.iskeyword(name) or name == "__main__" else name
