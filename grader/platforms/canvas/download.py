"""Canvas: a flat zip, `doejane_LATE_1234_5678_hw1.py`.

The first number is the student's id in the gradebook, the second the file's.  The name is the one that sorts,
without blanks and in small letters, so a `LATE` in capitals is never part of it; in group work it is the
group's, with the id of one member.
"""

import re
from collections import Counter
from dataclasses import replace

from grader.model import Student
from grader.platforms.download.parts import Listing, Part
from grader.platforms.download.tree import Tree
from grader.submissions.kinds import kind_and_stem

# Canvas leaves letters, digits and _ of a name, and takes the first two numbers for the ids itself.
_NAME = r"(?P<name>[^\s./\\-]*?)"
_NAMED = re.compile(rf"{_NAME}(?P<late>_LATE)?_(?P<id>\d+)_\d+_(?P<file>.+)", re.DOTALL)
_ANONYMOUS = re.compile(r"(?P<late>LATE_)?anon_(?P<id>[0-9A-Za-z]+)_\d+_(?P<file>.+)", re.DOTALL)
_TYPED = re.compile(rf"{_NAME}(?P<late>_LATE)?_(?P<id>\d+)_(?:text|link)\.html")
_TYPED_ANONYMOUS = re.compile(r"(?P<late>LATE_)?anon_(?P<id>[0-9A-Za-z]+)_(?:text|link)\.html")
_AGAIN = re.compile(r"-\d+$")


def read(tree: Tree, _: str) -> Listing:
    """Return whose each file is."""
    parts = [part for entry, folder in tree.entries.items() if not folder and (part := _part(entry))]
    return Listing(tuple(_renamed(parts)))


def feedback_name(entry: str, page: str) -> str | None:
    """Return how *Upload Submissions* knows whose a page is: by the ids of the student and the file."""
    match = _NAMED.fullmatch(entry) or _ANONYMOUS.fullmatch(entry)
    return f"{entry.removesuffix(match['file'])}{page}" if match else None


def _part(entry: str) -> Part | None:
    for pattern in (_NAMED, _TYPED, _ANONYMOUS, _TYPED_ANONYMOUS):
        match = pattern.fullmatch(entry)
        if match is None:
            continue
        known = match.groupdict()
        name = known.get("name", "anon")
        if name == name.lower():
            anonymous = "name" not in known
            student = Student("anonymous" if anonymous else name or match["id"], match["id"])
            file = known.get("file")
            return Part(
                entry,
                match["id"],
                (student,),
                file or entry,
                late=bool(match["late"]),
                typed=file is None,
            )
    return None


def _renamed(parts: list[Part]) -> list[Part]:
    """`hw1-2.py` is what Canvas makes of `hw1.py` when it is handed in for the third time: undo it, for other
    files may import it, unless another file of the student has that name.
    """
    names = Counter((part.owner, _once(part.file)) for part in parts)
    return [
        replace(part, file=_once(part.file)) if names[part.owner, _once(part.file)] == 1 else part
        for part in parts
    ]


def _once(file: str) -> str:
    _, stem = kind_and_stem(file)
    plain = _AGAIN.sub("", stem)
    return plain + file[len(stem) :] if plain and file.startswith(stem) else file
