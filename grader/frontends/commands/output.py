"""An output folder and what the grader wrote into it: what was changed there since is never written over.

``.written`` lists every file with the hash of what was written, as ``sha256sum`` prints it.  A file's line is
there before the file is, so whatever stops us, no file of ours is ever taken for somebody's.
"""

import hashlib
import json
import os
import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from grader.errors import InputError
from grader.frontends.commands.common import write

LEDGER = ".written"
STORE = "store.sqlite"
PAGES = "students/.pages.json"  # the same for the pages of students alone, as version 0.1.0 wrote it
NAMED = 5  # files that are named
LARGEST = 1 << 30  # bytes of a file that may be one of ours
_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")


class Output:
    """The folder, its files by their names below it, and the hashes of what they held when we wrote them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for each in (folder, folder / "students"):  # whoever made it may be a student
            if each.is_symlink():
                raise InputError(f"{each} is a link: say --out with the folder that it leads to")
        ledger = folder / LEDGER
        if os.path.lexists(ledger) and (ledger.is_symlink() or not ledger.is_file()):
            raise InputError(f"{ledger} is no file of the grader's: remove it, or say --out FOLDER")
        self.known: dict[str, set[str]] = {}
        for name, known in _written(folder):
            self.known.setdefault(name, set()).add(known)
        self.now: dict[str, str] = {}

    def require_unchanged(self, names: Iterable[str]) -> None:
        """Raise InputError where one of these files is there, and not as we wrote it."""
        if changed := [name for name in names if not self._is_ours(name)]:
            told = ", ".join(str(self.folder / name) for name in changed[:NAMED])
            if more := len(changed) - NAMED:
                told += f" and {more} more" if more > 0 else ""
            are, them = ("is", "it") if len(changed) == 1 else ("are", "them")
            why = f"{told} {are} not as the grader left {them}: somebody changed {them}"
            if not os.path.lexists(self.folder / LEDGER):
                why = f"{told} {are} there, and nothing tells whether this version of the grader wrote {them}"
            raise InputError(
                f"{why}; new results would go over {them}. Move {them} to another folder and run the same "
                "command again, or say --out FOLDER; what was graded is kept"
            )

    def _is_ours(self, name: str) -> bool:
        """Whether a file is as we wrote it, or not there."""
        path = self.folder / name
        if not os.path.lexists(path):
            return True
        if path.is_symlink():
            return False
        data = _content(path)
        return data is not None and hash_of(data) in self.known.get(name, ())

    def write(self, name: str, content: str | bytes) -> Path:
        """Write a file, over what is there."""
        data = content.encode() if isinstance(content, str) else content
        self.now[name] = hash_of(data)
        try:
            with (self.folder / LEDGER).open("a", encoding="utf-8") as ledger:
                ledger.write(_line(name, self.now[name]))
        except OSError as problem:
            raise InputError(f"{self.folder / LEDGER} cannot be written: {problem.strerror}") from None
        write(self.folder / name, data)
        return self.folder / name

    def remove(self, name: str) -> None:
        """Remove a file that is still as we wrote it."""
        if name in self.known and self._is_ours(name):
            (self.folder / name).unlink(missing_ok=True)

    def finish(self) -> None:
        """Forget what files held before, and those that are gone."""
        known = {name: hashes for name, hashes in self.known.items() if os.path.lexists(self.folder / name)}
        known |= {name: {each} for name, each in self.now.items()}
        lines = [_line(name, each) for name in sorted(known) for each in sorted(known[name])]
        write(self.folder / LEDGER, "".join(lines))
        self.known = known
        with suppress(OSError):
            (self.folder / PAGES).unlink()


def hash_of(data: bytes) -> str:
    """Return what a file is known by."""
    return hashlib.sha256(data).hexdigest()


def _line(name: str, known: str) -> str:
    return f"{known}  {name}\n"


def _content(path: Path) -> bytes | None:
    """Return what is in an ordinary file of no unlikely size; None for a pipe, say, that would never end."""
    from grader.submissions.found import UnreachableError, UnreadableError, read_bytes

    with suppress(UnreadableError, UnreachableError):
        return read_bytes(path, LARGEST)
    return None


def _written(folder: Path) -> Iterable[tuple[str, str]]:
    """Return what earlier runs wrote, a name with a hash; nothing where that cannot be known."""
    with suppress(ValueError):
        if (data := _content(folder / LEDGER)) is not None:
            return [
                (match[2], match[1])
                for line in data.decode().splitlines()
                if (match := _LINE.fullmatch(line))
            ]
    with suppress(ValueError):
        known = json.loads(_content(folder / PAGES) or b"")
        if isinstance(known, dict):
            return [(f"students/{name}", str(each)) for name, each in known.items()]
    return []
