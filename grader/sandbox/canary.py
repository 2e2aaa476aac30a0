"""A file of the grader's own that no worker may be able to read: each one tries."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform != "win32":
    import fcntl


@contextmanager
def canary_file() -> Iterator[Path]:
    """Yield a file that no worker may be able to read; each one tries."""
    for left in _left_behind():
        with suppress(OSError), _claimed(left.parent):
            shutil.rmtree(left.parent)
    with tempfile.TemporaryDirectory(prefix="grader-") as folder, _claimed(Path(folder)):
        path = Path(folder) / "canary"
        path.write_text("a worker that reads this could read the reference\n", encoding="utf-8")
        path.chmod(0o600)
        yield path


def _left_behind() -> Iterator[Path]:
    """Yield the canaries of other graders: those that were killed no longer claim theirs."""
    if sys.platform != "win32":  # nobody can claim a folder there
        yield from Path(tempfile.gettempdir()).glob("grader-*/canary")


@contextmanager
def _claimed(folder: Path) -> Iterator[None]:
    """Keep a folder as long as this process lives; raise OSError where another one does."""
    if sys.platform == "win32":
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)
