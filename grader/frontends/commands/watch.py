"""Do something again whenever files have changed and rest; they are looked at twice a second.

What is still being written does not count: it is read when it has stayed as it is for a while.
"""

import argparse
import os
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from grader.frontends.commands.common import explain, note

PAUSE = 0.5  # seconds between two looks; what is the same in two is written whole
State = Mapping[str, tuple[int, int, int]]  # by path: when it was changed (ns), bytes, inode


def watch_argument(command: argparse.ArgumentParser, what: str) -> None:
    """Add the argument of a command that can go on."""
    command.add_argument("--watch", action="store_true", help=f"go on: {what}, until Ctrl+C")


def watched(work: Callable[[], int], paths: Sequence[Path], without: Collection[Path] = ()) -> NoReturn:
    """Do the work now, and again after each change below the paths; only an interruption ends it.

    A mistake in what is read is told, and we wait until it is mended.  ``without`` is not looked at.
    """
    left_out = {path.resolve() for path in without}
    seen: State | None = None
    while True:
        seen = _at_rest(seen, paths, left_out)
        try:
            work()
        except Exception as problem:  # as the command line tells it, but that it goes on
            explain(problem)
        note(f"Waiting for changes of {', '.join(map(str, paths))}; Ctrl+C ends it.")


def _at_rest(seen: State | None, paths: Sequence[Path], without: Collection[Path]) -> State:
    """Return the files when they are others than those seen, and have been as they are for a while."""
    before: State | None = None
    while True:
        now = _state(paths, without)
        if now == before and now != seen:
            return now
        before = now
        time.sleep(PAUSE)


def _state(paths: Sequence[Path], without: Collection[Path]) -> State:
    return {str(path): told for each in paths for path in _files(each, without) if (told := _told(path))}


def _files(path: Path, without: Collection[Path]) -> Iterator[Path]:
    from grader.submissions.kinds import ignored

    if path.resolve() in without:
        return
    if not path.is_dir():
        yield path
        return
    for folder, folders, names in os.walk(path):
        here = Path(folder)
        folders[:] = [
            name for name in folders if not ignored(name) and (here / name).resolve() not in without
        ]
        yield here  # one that came or went, even if empty
        yield from (here / name for name in names if not ignored(name))


def _told(path: Path) -> tuple[int, int, int] | None:
    """Return what tells a file from what it was; None where it is gone."""
    try:
        found = path.lstat()
    except OSError:
        return None
    return (0, 0, found.st_ino) if path.is_dir() else (found.st_mtime_ns, found.st_size, found.st_ino)
