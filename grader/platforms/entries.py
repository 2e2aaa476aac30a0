"""The entries of a folder: which are submissions, which are nobody's work, and which are one student's.

In a folder all files that share a name but for the suffix are one student's, and so are the copies that a
browser numbers: `ada.py`, `ada.ipynb`, `ada (1).py`.  Times are never looked at: they differ from one machine
to the next.
"""

import os
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from grader.errors import InputError
from grader.model import Problem
from grader.platforms.download.parts import count, listed
from grader.submissions.folder import is_given
from grader.submissions.found import UnreachableError, UnreadableError, is_folder, problem, read_bytes
from grader.submissions.kinds import (
    FileKind,
    ignored,
    is_the_courses,
    kind_and_stem,
    kind_of_content,
    largest,
    nameless,
)
from grader.text.safe import safe

MAX_COPIES = 5  # of one name are one student's; more are many students who call their file alike
ASSIGNMENT, GRADER = "it belongs to the assignment", "the grader wrote it"  # why it is nobody's work
RESULTS = "it holds what `grader grade` writes, and nothing that could be graded"
OUTPUT = ("store.sqlite", ".written")  # what `grader grade` leaves in its folder, and in no other
_COPY = re.compile(r"(?P<name>.*\S)\s?\((?P<number>[1-9]\d{0,2})\)", re.DOTALL)


@dataclass(frozen=True)
class HandIn:
    """A place where one submission is, or a part of it."""

    path: Path
    in_batch: bool = False  # an entry of a folder, which may be anything

    @cached_property
    def folder(self) -> bool:
        """Whether it is a folder."""
        return is_folder(self.path)

    @cached_property
    def kind(self) -> FileKind | None:
        """The kind of a file; None for a folder."""
        return None if self.folder else kind_and_stem(self.path.name)[0]

    @cached_property
    def stem(self) -> str:
        """The name without the suffix, in one form of Unicode so that equals match."""
        name = self.path.name if self.path.name not in ("", "..") else self.path.resolve().name
        whole = self.folder or nameless(name)
        return unicodedata.normalize("NFC", name if whole else kind_and_stem(name)[1])

    @property
    def copy(self) -> tuple[str, int]:
        """What the name would be without the number that a browser adds to a copy, and this number."""
        match = _COPY.fullmatch(self.stem)
        return (match["name"], int(match["number"])) if match else (self.stem, 0)


# ---- what is nobody's work --------------------------------------------------------------------------


def nobodys(path: Path, ours: Mapping[Path, str], *, several: bool) -> Mapping[Path, str]:
    """What at a path, or directly in it, is the grader's or the assignment's, and why."""
    if _is_output(path):
        return {path: RESULTS}
    if several and ours.get(path.resolve()) == ASSIGNMENT:  # as the shell's `*` names it
        return {path: ASSIGNMENT}
    names = {each.name for each in ours}
    found = {}
    for entry in _inside(path) if is_folder(path) else ():
        if entry.name in names and entry.resolve() in ours:
            found[entry] = ours[entry.resolve()]
        elif _is_output(entry):
            found[entry] = RESULTS
    return found


def _is_output(folder: Path) -> bool:
    """Whether a folder looks like one of results: the marks of these are there, and nothing to be graded."""
    if not any(os.path.lexists(folder / mark) for mark in OUTPUT):
        return False
    files = (name for _, _, names in os.walk(folder) for name in names)
    return all(kind_and_stem(name)[0] in (FileKind.OTHER, FileKind.UNSURE) for name in files)


def _inside(path: Path) -> list[Path]:
    try:
        found = sorted(path.iterdir())
    except OSError as error:
        raise InputError(f"{safe(str(path))} cannot be opened: {error.strerror}.") from None
    if found and not os.access(path, os.X_OK):  # names alone: a folder cannot be told from a file
        raise InputError(f"{safe(str(path))} cannot be opened: Permission denied.")
    return found


# ---- the entries of a folder ------------------------------------------------------------------------


def entries_of(path: Path, without: Collection[Path], tell: Callable[[str], None]) -> Sequence[HandIn]:
    """The submissions in a folder, as files and folders; tells what beside them is the course's."""
    inside = [each for each in _inside(path) if each not in without and not _is_left_behind(each.name)]
    # A student may have handed in such a folder: then somebody should know.
    if given := [each.name for each in inside if is_folder(each) and is_given(each)]:
        why = "for it holds Python's packages or the course's kit"
        tell(f"{safe(str(path))}: left out, {why}: {listed(given)}")
    inside = [each for each in inside if each.name not in given]
    left_out = [each.name for each in inside if _is_the_courses(each)]
    if left_out:
        tell(f"{safe(str(path))}: left out, for it is no hand-in: {listed(left_out)}")
    entries = [HandIn(each, in_batch=True) for each in inside if each.name not in left_out]
    if not entries:
        raise InputError(
            f"{safe(str(path))} holds no submissions. Each should be a module (.py), a notebook (.ipynb),"
            " a folder or a zip."
        )
    return entries


def _is_left_behind(name: str) -> bool:
    """Whether a program left this entry of a batch."""
    return ignored(name) and not nameless(name)


def _is_the_courses(path: Path) -> bool:
    """Whether an entry of a batch is a gradebook, a README or the like, and not somebody's work."""
    if is_folder(path) or not is_the_courses(path.name):
        return False
    if not path.name.lower().endswith(".json"):
        return True
    try:  # a browser may call a notebook so
        return kind_of_content(read_bytes(path, largest(FileKind.NOTEBOOK))) is not FileKind.NOTEBOOK
    except UnreadableError:
        return True
    except UnreachableError:
        return False  # nobody knows, and its row says so


def grouped(path: Path, entries: Sequence[HandIn], tell: Callable[[str], None]) -> Iterable[Sequence[HandIn]]:
    """The entries by student."""
    plain = {entry.stem for entry in entries if not entry.copy[1]}
    groups: dict[str, list[HandIn]] = {}
    for entry in entries:
        name, number = entry.copy
        groups.setdefault(name if number and name in plain else entry.stem, []).append(entry)
    alike = [name for name, group in groups.items() if len({each.copy[1] for each in group}) > MAX_COPIES]
    for name in alike:
        copies = groups.pop(name)
        for entry in copies:
            groups.setdefault(entry.stem, []).append(entry)
        told = f"{len(copies)} hand-ins are called '{safe(name, 100)}' but for a number"
        tell(f"{safe(str(path))}: {told}: more than {MAX_COPIES} are taken for as many students'")
    several = [name for name, group in groups.items() if len(group) > 1]
    if several:
        told = f"{count(len(several), 'student')} with more than one file"
        tell(f"{safe(str(path))}: {told}, see the notes of each: {listed(several)}")
    return groups.values()


def newest(group: Sequence[HandIn]) -> tuple[Sequence[HandIn], Sequence[Problem]]:
    """The entries of a student that count, and what is to be said of it: of one kind the highest number."""
    if len(group) == 1:
        return group, ()
    last: dict[FileKind | None, int] = {}
    for each in group:
        last[each.kind] = max(last.get(each.kind, 0), each.copy[1])
    counting = [each for each in group if each.copy[1] == last[each.kind]]
    notes = []
    if old := [each for each in group if each not in counting]:
        newer = [each for each in counting if each.kind in {other.kind for other in old}]
        rest = f"{_names(old)} {'was' if len(old) == 1 else 'were'} not read"
        notes.append(f"{_names(newer)} counts, for the highest number is the last; {rest}.")
    if len(counting) > 1:
        notes.append(f"{_names(counting)} have one name, so they were graded as one hand-in.")
    return counting, [problem(counting[0].path.name, note) for note in notes]


def _names(entries: Sequence[HandIn]) -> str:
    names = [safe(each.path.name, 100) for each in entries]
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
