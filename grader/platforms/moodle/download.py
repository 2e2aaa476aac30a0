"""Moodle: a folder a student, `Jane Doe_1234_assignsubmission_file`, or flat with the file's name behind it.

The number is that of "Participant 1234" in the grading worksheet.  Up to 4.0 folders end in `_`.  In blind
marking all are called "Participant"; a team's folder has its name and number, and those in no team share one
without a number.
"""

import re

from grader.model import Student
from grader.platforms.download.parts import Listing, Part
from grader.platforms.download.tree import Tree

# Names and team names come without _ in them.
_OWNER = r"(?P<name>[^_]*?)(?:_(?P<id>\d+))?_assignsubmission_"
_FOLDER = re.compile(_OWNER + r"(?P<plugin>[a-z0-9]+)_?")
_FLAT = re.compile(_OWNER + r"(?P<plugin>file|onlinetext)_(?P<file>.+)", re.DOTALL)


def read(tree: Tree, _: str) -> Listing:
    """Return whose each folder or file is."""
    parts = [part for entry, folder in tree.entries.items() if (part := _part(entry, folder=folder))]
    return Listing(tuple(parts), marked=bool(parts))


def feedback_name(entry: str, page: str) -> str | None:
    """Return how *Upload multiple feedback files in a zip* knows whose a page is; None where it cannot."""
    if (match := _FOLDER.fullmatch(entry)) and match["id"]:
        return f"{entry}/{page}"
    match = _FLAT.fullmatch(entry)
    return f"{entry.removesuffix(match['file'])}{page}" if match and match["id"] else None


def _part(entry: str, *, folder: bool) -> Part | None:
    match = (_FOLDER if folder else _FLAT).fullmatch(entry)
    if match is None:
        return None
    key = match["id"] or ""
    file = "" if folder else match["file"]
    student = Student(match["name"], key)
    return Part(entry, key or match["name"], (student,), file, typed=match["plugin"] != "file")
