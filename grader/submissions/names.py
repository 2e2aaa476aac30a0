"""From the paths of a submission's files to the names under which they import one another."""

import keyword
import re
import unicodedata
from collections.abc import Iterable, Sequence

from grader.submissions.kinds import FileKind, kind_and_stem


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


def precedence(path: str) -> tuple[int, int, list[tuple[int, int, str]], int, str]:
    """The place of a file among others that define the same: what sorts later is rather what was meant.

    Work stands behind what its name calls a copy, an old or a given one, and behind tests and training; above
    stands behind below.  Numbers sort as numbers, and a browser's second download, `hw (1).py`, behind the
    first; so does Google's `Copy of hw.ipynb`, for that is how work on a given notebook begins.
    """
    stem = kind_and_stem(path)[1].lower()
    newer = 0
    if match := _DOWNLOAD.fullmatch(stem):
        stem, newer = match[1], int(match[2])
    if match := _OF_GOOGLE.fullmatch(stem):
        stem, newer = match[1] + match[2], newer + 1
    rank = next((place for place, words in enumerate(_LESSER) if words.search(stem)), len(_LESSER))
    return rank, -path.count("/"), _natural(stem), newer, path


_LESSER = tuple(  # words in names, those of the least important first
    re.compile(rf"(?<![^\W\d_])(?:{words})(?![^\W\d_])")
    for words in (
        "starter|template|skeleton|handout|original",
        "old|backup|bak|archived?|previous|deprecated|unused",
        "copy|kopie|copie|copia|kopia",
        "tests?|testing|conftest|train|training|demo|examples?|scratch",
    )
)
_DOWNLOAD = re.compile(r"(.+?)[ _]?\((\d{1,3})\)", re.DOTALL)
_OF_GOOGLE = re.compile(r"((?:.*/)?)copy of (.+)", re.DOTALL)


def _natural(stem: str) -> list[tuple[int, int, str]]:
    """A key by which `hw_v2` sorts before `hw_v10`."""
    parts = re.findall(r"\d{1,18}|\D+|\d", stem)
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts]


def import_names(paths: Sequence[str]) -> dict[str, str]:
    """A dotted import name for every path, all different.

    `helpers/maths.py` is `helpers.maths`, `helpers/__init__.py` is `helpers`.  A part that cannot stand in
    an import statement, like `my homework (2)`, becomes one that can; nobody imports it, but it is loaded
    like the others.
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    # Where two want the same name, the one that Python itself would import gets it.
    for path in sorted(paths, key=_importable) if len(paths) > 1 else paths:
        wanted = name = ".".join(map(_identifier, _parts(path)))
        number = 2
        while name in taken:
            name = f"{wanted}_{number}"
            number += 1
        taken.add(name)
        names[path] = name
    return names


def _importable(path: str) -> tuple[bool, bool, bool, str]:
    return (
        [*map(_identifier, _parts(path))] != _parts(path),
        not path.endswith("/__init__.py"),
        kind_and_stem(path)[0] is not FileKind.MODULE,
        path,
    )


def _parts(path: str) -> list[str]:
    *folders, file = path.split("/")
    kind, stem = kind_and_stem(file)
    if kind is FileKind.MODULE and stem == "__init__" and folders:
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
