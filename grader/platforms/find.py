"""From paths on the command line to submissions: one, or every entry of a folder.

Names say what is whose.  In a folder all files that share a name but for the suffix are one student's, and so
are the copies that a browser numbers: `ada.py`, `ada.ipynb`, `ada (1).py`.  Times are never looked at: they
differ from one machine to the next.
"""

import os
import re
import stat
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from grader.errors import InputError
from grader.model import Problem, Submission
from grader.platforms.download import read_download
from grader.platforms.download.parts import count, listed
from grader.submissions.folder import collect, is_given
from grader.submissions.found import (
    Found,
    UnreachableError,
    UnreadableError,
    is_folder,
    joined,
    problem,
    read_bytes,
)
from grader.submissions.kinds import (
    FileKind,
    ignored,
    is_the_courses,
    kind_and_stem,
    kind_of_content,
    largest,
    nameless,
)
from grader.submissions.read import submission
from grader.submissions.single import single
from grader.submissions.undecided import guarded, undecided
from grader.text.safe import safe

MAX_COPIES = 5  # of one name are one student's; more are many students who call their file alike
ASSIGNMENT, GRADER = "it belongs to the assignment", "the grader wrote it"  # why it is nobody's work
OUTPUT = ("store.sqlite", ".written")  # what `grader grade` leaves in its folder, and in no other
_LINK = "This is a link, so it is not followed. Put the file or folder itself here."
_SUFFIX = re.compile(r"(?<=.)\.(?:txt|json)$")
_COPY = re.compile(r"(?P<name>.*\S)\s?\((?P<number>[1-9]\d{0,2})\)", re.DOTALL)


def read_one(path: Path, question_ids: Collection[str]) -> Submission:
    """The submission at `path`: a module, a notebook, a folder of them, or a zip.

    Whatever is wrong with it is among its problems; only a path that does not exist is an error.
    """
    _require_there(path)
    return _read([_Entry(path)], question_ids)


def read_batch(
    paths: Sequence[Path],
    question_ids: Collection[str],
    layout: str = "auto",
    assignment: str = "",
    tell: Callable[[str], None] = lambda _: None,
    ours: Mapping[Path, str] | None = None,
) -> list[Submission]:
    """Every submission at `paths`, sorted by id: each file is one, and so is each entry of a folder.

    A folder or zip that a course system wrote is read as that, unless `layout` says otherwise (see
    `grader.platforms.download`); `tell` gets what is to be said about it, `assignment` is the rubric's id.
    `ours` are paths that are nobody's work, with the reason.  Raises InputError for paths that are not there,
    and where it is unclear which system wrote a download; what concerns one submission stops no other.
    """
    known = {path.resolve(): why for path, why in (ours or {}).items()}
    by_id: dict[str, list[Submission]] = {}
    for each in _submissions(paths, question_ids, layout, assignment, tell, known):
        by_id.setdefault(each.id, []).append(each)
    return [_the_one(by_id[id_]) for id_ in sorted(by_id)]


def _the_one(found: Sequence[Submission]) -> Submission:
    """What was found under one name: one submission, or one that cannot be told from another."""
    first = found[0]
    if all(each.path == first.path for each in found):
        return first  # named twice on the command line
    return undecided(
        first.id,
        " and ".join(each.path for each in found),
        f"{len(found)} submissions are called '{first.id}', in different places: rename or remove one",
        students=[student for each in found for student in each.students],
        late=any(each.late for each in found),
    )


def _submissions(
    paths: Sequence[Path],
    question_ids: Collection[str],
    layout: str,
    assignment: str,
    tell: Callable[[str], None],
    ours: Mapping[Path, str],
) -> Iterator[Submission]:
    """What is at the paths, one after the other."""
    files: dict[Path, list[_Entry]] = {}  # by folder: they are one another's copies as in a whole folder
    for path in paths:
        _require_there(path)
        without = _nobodys(path, ours, several=len(paths) > 1)
        if without:
            tell("left out: " + ", ".join(f"{safe(str(each))} ({why})" for each, why in without.items()))
        if path in without:
            continue
        download = read_download(path, question_ids, layout, assignment, {each.name for each in without})
        if download is None and not is_folder(path):
            files.setdefault(path.parent, []).append(_Entry(path))
            continue
        if download is None:
            groups = _grouped(path, _entries(path, without, tell), tell)
            yield from (_read(group, question_ids) for group in groups)
            continue
        for each in download.notes:
            tell(each)
        yield from download.submissions
    for folder, entries in files.items():
        once = list(dict.fromkeys(entries))
        yield from (_read(group, question_ids) for group in _grouped(folder, once, tell))


@dataclass(frozen=True)
class _Entry:
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


def _require_there(path: Path) -> None:
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise InputError(f"{safe(str(path))} does not exist.") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "no file can have this name"
        raise InputError(f"{safe(str(path))} cannot be opened: {reason}.") from None


# ---- what is nobody's work --------------------------------------------------------------------------


def _nobodys(path: Path, ours: Mapping[Path, str], *, several: bool) -> Mapping[Path, str]:
    """What at a path, or directly in it, is the grader's or the assignment's, and why."""
    if _is_output(path):
        return {path: GRADER}
    if several and ours.get(path.resolve()) == ASSIGNMENT:  # as the shell's `*` names it
        return {path: ASSIGNMENT}
    names = {each.name for each in ours}
    found = {}
    for entry in _inside(path) if is_folder(path) else ():
        if entry.name in names and entry.resolve() in ours:
            found[entry] = ours[entry.resolve()]
        elif _is_output(entry):
            found[entry] = GRADER
    return found


def _is_output(folder: Path) -> bool:
    """Whether `grader grade` wrote all of a folder: its marks are there, and nothing that could be graded."""
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


def _entries(path: Path, without: Collection[Path], tell: Callable[[str], None]) -> Sequence[_Entry]:
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
    entries = [_Entry(each, in_batch=True) for each in inside if each.name not in left_out]
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


def _grouped(
    path: Path, entries: Sequence[_Entry], tell: Callable[[str], None]
) -> Iterable[Sequence[_Entry]]:
    """The entries by student."""
    plain = {entry.stem for entry in entries if not entry.copy[1]}
    groups: dict[str, list[_Entry]] = {}
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


def _newest(group: Sequence[_Entry]) -> tuple[Sequence[_Entry], Sequence[Problem]]:
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


def _names(entries: Sequence[_Entry]) -> str:
    names = [safe(each.path.name, 100) for each in entries]
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


# ---- one submission ---------------------------------------------------------------------------------


def _read(group: Sequence[_Entry], question_ids: Collection[str]) -> Submission:
    """The submission that some entries are, whatever they are."""
    stem = min((each.stem for each in group), key=len)
    id_ = safe(stem) or "submission"
    entries, notes = _newest(group)
    path = " and ".join(str(each.path) for each in entries)
    for each in entries:
        if each.in_batch and (why := _nothing_handed_in(each.path)):
            told = problem(each.path.name, why)
            return undecided(id_, path, f"{each.path.name}: {why}", problems=[told])

    def read() -> Submission:
        content = joined([(each.path.name, _found(each.path)) for each in entries])
        name = id_
        if any(file.recognised for file in content.files) and not any(each.folder for each in group):
            name = _SUFFIX.sub("", id_)  # it is what the file would be called
        found = submission(name, path, entries[0].path.name or id_, content, question_ids)
        return replace(found, notes=(*notes, *found.notes))

    return guarded(id_, path, read)


def _nothing_handed_in(path: Path) -> str:
    """Why an entry of a batch is nothing that a student can have handed in; "" if it may be."""
    try:
        mode = path.lstat().st_mode
    except OSError:
        return ""  # reading it says why
    if stat.S_ISLNK(mode):
        return _LINK  # perhaps to the work of another student, or anywhere
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        return "This is not an ordinary file (a pipe, a device or a socket?), so it is not read."
    if nameless(path.name) and stat.S_ISREG(mode):
        return "Its name is dots alone, which says not whose it is: rename the file."
    return ""


def _found(path: Path) -> Found:
    """The files at a path."""
    name = path.name
    try:
        return collect(path) if is_folder(path) else single(path, name)
    except UnreadableError as error:
        return Found.of([], [problem(name, error.message)])
