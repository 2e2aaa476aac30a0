"""From paths on the command line to submissions: one, or every entry of a folder (see ``entries``)."""

import re
import stat
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from grader.errors import InputError
from grader.model import Submission
from grader.platforms.attempts import are_one_students, attempts
from grader.platforms.download import read_download
from grader.platforms.entries import HandIn, entries_of, grouped, newest, nobodys
from grader.submissions.folder import collect
from grader.submissions.found import (
    Found,
    UnreadableError,
    is_folder,
    joined,
    problem,
)
from grader.submissions.kinds import (
    nameless,
)
from grader.submissions.read import submission
from grader.submissions.single import single
from grader.submissions.undecided import guarded, undecided
from grader.text.safe import safe

_LINK = "This is a link, so it is not followed. Put the file or folder itself here."
_SUFFIX = re.compile(r"(?<=.)\.(?:txt|json)$")


def read_one(path: Path, question_ids: Collection[str]) -> Submission:
    """The submission at `path`: a module, a notebook, a folder of them, or a zip.

    Whatever is wrong with it is among its problems; only a path that does not exist is an error.
    """
    _require_there(path)
    return _read([HandIn(path)], question_ids)


def read_batch(
    paths: Sequence[Path],
    question_ids: Collection[str],
    layout: str = "auto",
    assignment: str = "",
    tell: Callable[[str], None] = lambda _: None,
    ours: Mapping[Path, str] | None = None,
    *,
    every_attempt: bool = False,
) -> list[Submission]:
    """Every submission at `paths`, sorted by id: each file is one, and so is each entry of a folder.

    A folder or zip that a course system wrote is read as that, unless `layout` says otherwise (see
    `grader.platforms.download`); `tell` gets what is to be said about it, `assignment` is the rubric's id.
    `ours` are paths that are nobody's work, with the reason.  With ``every_attempt`` each of a student's is
    one, where a course system says whose they are; else the last alone is read.

    Raises InputError for paths that are not there,
    and where it is unclear which system wrote a download; what concerns one submission stops no other.
    """
    known = {path.resolve(): why for path, why in (ours or {}).items()}
    by_id: dict[str, list[Submission]] = {}
    for each in _submissions(paths, question_ids, layout, assignment, tell, known, every_attempt):
        by_id.setdefault(each.id, []).append(each)
    found: list[Submission] = []
    for id_ in sorted(by_id):
        several = every_attempt and are_one_students(by_id[id_])
        found += attempts(by_id[id_], by_id) if several else [_the_one(by_id[id_])]
    return found


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
    every_attempt: bool,
) -> Iterator[Submission]:
    """What is at the paths, one after the other."""
    files: dict[Path, list[HandIn]] = {}  # by folder: they are one another's copies as in a whole folder
    for path in paths:
        _require_there(path)
        without = nobodys(path, ours, several=len(paths) > 1)
        if without:
            tell("left out: " + ", ".join(f"{safe(str(each))} ({why})" for each, why in without.items()))
        if path in without:
            continue
        names = {each.name for each in without}
        download = read_download(path, question_ids, layout, assignment, names, every_attempt=every_attempt)
        if download is None and not is_folder(path):
            files.setdefault(path.parent, []).append(HandIn(path))
            continue
        if download is None:
            groups = grouped(path, entries_of(path, without, tell), tell)
            yield from (_read(group, question_ids) for group in groups)
            continue
        for each in download.notes:
            tell(each)
        yield from download.submissions
    for folder, entries in files.items():
        once = list(dict.fromkeys(entries))
        yield from (_read(group, question_ids) for group in grouped(folder, once, tell))


def _require_there(path: Path) -> None:
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise InputError(f"{safe(str(path))} does not exist.") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "no file can have this name"
        raise InputError(f"{safe(str(path))} cannot be opened: {reason}.") from None


# ---- one submission ---------------------------------------------------------------------------------


def _read(group: Sequence[HandIn], question_ids: Collection[str]) -> Submission:
    """The submission that some entries are, whatever they are."""
    stem = min((each.stem for each in group), key=len)
    id_ = safe(stem) or "submission"
    entries, notes = newest(group)
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
