"""The pages of a batch as files: ``index.html`` and two files a student; those of a student who left go."""

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

from grader.commands.common import write

if TYPE_CHECKING:
    from grader.model import Report

MANIFEST = ".pages.json"  # what we wrote, with a hash of it: what was changed since is not ours to remove


def write_pages(folder: Path, report: "Report") -> Path:
    """Write the pages of a batch into a folder; return the class's own.

    Raises OSError where they cannot be written.
    """
    from grader.reports.class_page import class_page
    from grader.reports.file_names import file_names
    from grader.reports.markdown_report import student_markdown
    from grader.reports.student_page import student_page

    students = folder / "students"
    students.mkdir(exist_ok=True)
    before = _manifest(students)
    names = file_names([result.submission.id for result in report.results])
    hashes: dict[str, str] = {}

    def page(name: str, content: str) -> None:
        hashes[name] = _hash(content.encode())
        write(students / name, content)

    try:
        for result in report.results:  # one at a time: a class of a thousand does not fill the memory
            name = names[result.submission.id]
            page(f"{name}.html", student_page(report.assignment, result))
            page(f"{name}.md", student_markdown(report.assignment, result))
    finally:  # whatever interrupts us, no file of ours is forgotten
        write(students / MANIFEST, json.dumps(before | hashes, indent=1) + "\n")
    for name, known in before.items():
        if name not in hashes:
            _remove(students / name, known)
    write(students / MANIFEST, json.dumps(hashes, indent=1) + "\n")
    pages = {id_: f"students/{name}.html" for id_, name in names.items()}
    write(folder / "index.html", class_page(report, pages))
    return folder / "index.html"


def _manifest(students: Path) -> dict[str, str]:
    """Return what an earlier run wrote, by name; nothing where that is not known."""
    from grader.reports.file_names import NAME

    try:
        known = json.loads((students / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(known, dict):
        return {}
    return {name: str(value) for name, value in known.items() if NAME.fullmatch(name)}


def _remove(path: Path, known: str) -> None:
    """Remove a page that is still as we wrote it."""
    if not path.is_symlink() and path.is_file() and _hash(path.read_bytes()) == known:
        path.unlink()


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
