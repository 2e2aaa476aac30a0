"""nbgrader: `submitted/<student>/<assignment>/`, with a `timestamp.txt` beside the notebooks."""

from grader.errors import InputError
from grader.model import Student
from grader.platforms.download.parts import Listing, Part
from grader.platforms.download.tree import Tree
from grader.submissions.found import UnreachableError
from grader.text.safe import safe


def read(tree: Tree, assignment: str) -> Listing:
    """Return the folder of every student; where there are several assignments, that of the rubric's name.

    Raises InputError where none of several is.
    """
    folders: dict[str, list[str]] = {}
    locked: list[str] = []  # whose folders cannot be opened: reading them tells so
    timed = 0  # students with a time beside their work: one of them could have written it, not most
    for student, is_folder in tree.entries.items():
        try:
            inside = tree.below(student) if is_folder else {}
        except UnreachableError:
            locked.append(student)
            continue
        if inside and all(inside.values()):
            folders[student] = list(inside)
            timed += any(_has_time(tree, f"{student}/{each}") for each in inside)
    marked = 2 * timed > len(folders)
    names = sorted({name for each in folders.values() for name in each})
    if marked and len(names) > 1 and assignment not in names:
        known = ", ".join(safe(name, 100) for name in names)
        raise InputError(
            f"{safe(tree.where)} holds several assignments of nbgrader: {known}; none is called "
            f"'{safe(assignment)}', which is the rubric's `assignment`"
        )
    wanted = assignment if len(names) > 1 else "".join(names)
    parts = [
        Part(f"{student}/{wanted}", student, (Student(student, student),))
        for student, each in folders.items()
        if wanted in each
    ]
    parts += [Part(student, student, (Student(student, student),)) for student in locked]
    absent = tuple(sorted(student for student, each in folders.items() if wanted not in each))
    return Listing(tuple(parts), frozenset(folders), absent, marked)


def _has_time(tree: Tree, folder: str) -> bool:
    try:
        return "timestamp.txt" in tree.below(folder)
    except UnreachableError:
        return False
