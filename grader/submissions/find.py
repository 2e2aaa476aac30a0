"""From paths on the command line to submissions: one, or every entry of a folder."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.errors import InputError
from grader.model import Submission
from grader.submissions.downloads import read_download
from grader.submissions.folder import collect, is_given
from grader.submissions.found import Found, UnreadableError, is_folder, is_link, problem, read_bytes
from grader.submissions.kinds import (
    Kind,
    ignored,
    is_the_courses,
    kind_and_stem,
    kind_of_content,
    largest,
)
from grader.submissions.read import submission
from grader.submissions.single import single
from grader.text import safe


def read_one(path: Path, question_ids: Collection[str]) -> Submission:
    """The submission at `path`: a module, a notebook, a folder of them, or a zip.

    Whatever is wrong with it is among its problems; only a path that does not exist is an error.
    """
    _require_there(path)
    return _read(_Entry(path), question_ids)


def read_batch(
    paths: Sequence[Path],
    question_ids: Collection[str],
    layout: str = "auto",
    assignment: str = "",
    tell: Callable[[str], None] = lambda _: None,
) -> list[Submission]:
    """Every submission at `paths`, sorted by id: each file is one, and so is each entry of a folder.

    A folder or zip that a course system wrote is read as that, unless `layout` says otherwise (see
    `grader.submissions.downloads`); `tell` gets what is to be said about it, `assignment` is the rubric's id.
    Raises InputError for paths that are not there, and where it is unclear who is who.
    """
    submissions: dict[str, Submission] = {}
    for each in _submissions(paths, question_ids, layout, assignment, tell):
        other = submissions.setdefault(each.id, each)
        if other is not each:
            both = f"{other.path} and {each.path}"
            raise InputError(f"Two submissions are called '{each.id}': {both}. Rename or remove one.")
    return [submissions[id_] for id_ in sorted(submissions)]


def _submissions(
    paths: Sequence[Path],
    question_ids: Collection[str],
    layout: str,
    assignment: str,
    tell: Callable[[str], None],
) -> Iterator[Submission]:
    """What is at the paths, one after the other."""
    for path in paths:
        _require_there(path)
        download = read_download(path, question_ids, layout, assignment)
        if download is None:
            entries, left_out = _entries(path)
            if left_out:
                tell(f"{safe(str(path))}: left out, for it is no hand-in: {_listed(left_out)}")
            yield from (_read(entry, question_ids) for entry in entries)
            continue
        for each in download.notes:
            tell(each)
        yield from download.submissions


@dataclass(frozen=True)
class _Entry:
    """A place where one submission is."""

    path: Path
    link_in_batch: bool = False  # may lead to the work of another student, or anywhere

    @property
    def id(self) -> str:
        """The student's id: the name without the suffix, in one form of Unicode so that equals match."""
        name = self.path.name if self.path.name not in ("", "..") else self.path.resolve().name
        stem = name if is_folder(self.path) else kind_and_stem(name)[1]
        return safe(unicodedata.normalize("NFC", stem)) or "submission"


def _require_there(path: Path) -> None:
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise InputError(f"{safe(str(path))} does not exist.") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "no file can have this name"
        raise InputError(f"{safe(str(path))} cannot be opened: {reason}.") from None


def _entries(path: Path) -> tuple[Sequence[_Entry], Sequence[str]]:
    """The submissions that a path stands for, and the names beside them that are the course's."""
    if not is_folder(path):
        return [_Entry(path)], []
    try:
        inside = [entry for entry in sorted(path.iterdir()) if not _is_nobodys(entry)]
    except OSError as error:
        raise InputError(f"{safe(str(path))} cannot be opened: {error.strerror}.") from None
    left_out = [entry for entry in inside if _is_the_courses(entry)]
    entries = [_Entry(each, link_in_batch=is_link(each)) for each in inside if each not in left_out]
    if not entries:
        raise InputError(
            f"{safe(str(path))} holds no submissions. Each should be a module (.py), a notebook (.ipynb),"
            " a folder or a zip."
        )
    return entries, [entry.name for entry in left_out]


def _is_nobodys(path: Path) -> bool:
    """Whether a program left this entry of a batch, or the course's kit or Python's packages are in it."""
    return ignored(path.name) or (is_folder(path) and is_given(path))


def _is_the_courses(path: Path) -> bool:
    """Whether an entry of a batch is a gradebook, a README or the like, and not somebody's work."""
    if is_folder(path) or not is_the_courses(path.name):
        return False
    if not path.name.lower().endswith(".json"):
        return True
    try:  # a browser may call a notebook so
        return kind_of_content(read_bytes(path, largest(Kind.NOTEBOOK))) is not Kind.NOTEBOOK
    except UnreadableError:
        return True


def _listed(names: Sequence[str]) -> str:
    """The first few of some names."""
    shown = ", ".join(safe(name, 100) for name in names[:5])
    return shown + (f" and {len(names) - 5} more" if len(names) > 5 else "")


def _read(entry: _Entry, question_ids: Collection[str]) -> Submission:
    name = entry.path.name or entry.id
    try:
        content = _found(entry, name)
    except UnreadableError as error:
        content = Found.of([], [problem(name, error.message)])
    id_ = entry.id
    if any(file.recognised for file in content.files) and not is_folder(entry.path):
        id_ = re.sub(r"(?<=.)\.(?:txt|json)$", "", id_)  # it is what the file would be called
    return submission(id_, str(entry.path), name, content, question_ids)


def _found(entry: _Entry, name: str) -> Found:
    """The files of one submission."""
    path = entry.path
    if entry.link_in_batch:
        raise UnreadableError("This is a link, so it is not followed. Put the file or folder itself here.")
    return collect(path) if is_folder(path) else single(path, name)
