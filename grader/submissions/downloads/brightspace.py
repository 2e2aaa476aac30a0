"""Brightspace: a folder a hand-in, `1234-5678 - Jane Doe - Mar 1, 2026 1230 PM`, or flat with the file's name
behind it, and an `index.html`.

The first number is the student's inside Brightspace; its gradebook files do not have it, so there a student
is found by name.  Who hands in again has one more folder.
"""

import re
from datetime import datetime

from grader.model import Student
from grader.submissions.downloads.parts import Part, Reading
from grader.submissions.downloads.tree import Tree

_WHEN = (
    r"(?P<month>[A-Z][a-z]{2})[a-z]*\.? (?P<day>\d{1,2}), (?P<year>\d{4}) (?P<time>\d{3,4}) (?P<half>[AP]M)"
)
_FOLDER = re.compile(rf"(?P<id>\d+)-\d+ - (?P<name>.+) - {_WHEN}", re.DOTALL)
_FLAT = re.compile(rf"(?P<id>\d+)-\d+ - (?P<name>.+?) - {_WHEN} - (?P<file>.+)", re.DOTALL)
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_OWN = "index.html"


def read(tree: Tree, _: str) -> Reading:
    """Return whose each folder is."""
    parts = [part for entry, folder in tree.entries.items() if (part := _part(entry, folder=folder))]
    own = frozenset({_OWN} & set(tree.entries))
    return Reading(tuple(parts), own, marked=bool(own and parts))


def _part(entry: str, *, folder: bool) -> Part | None:
    match = (_FOLDER if folder else _FLAT).fullmatch(entry)
    if match is None or match["month"] not in _MONTHS:
        return None
    time = match["time"].zfill(4)
    hour = int(time[:2]) % 12 + 12 * (match["half"] == "PM")
    try:
        month = _MONTHS.index(match["month"]) + 1
        when = datetime(int(match["year"]), month, int(match["day"]), hour, int(time[2:]))
    except ValueError:
        return None
    student = Student(match["name"], match["id"])
    return Part(entry, match["id"], (student,), "" if folder else match["file"], when.isoformat())
