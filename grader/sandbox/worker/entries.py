"""What ``os.scandir`` yields for folders in memory (inside the worker)."""

import os
import posixpath
from collections.abc import Iterator

from grader.sandbox.worker.places import Places


class Entry:
    """What ``os.scandir`` yields."""

    def __init__(self, places: Places, shown: str, key: str) -> None:
        self.name, self.path = posixpath.basename(key), posixpath.join(shown, posixpath.basename(key))
        self._places, self._key = places, key

    def is_dir(self, *, follow_symlinks: bool = True) -> bool:  # noqa: ARG002
        """Whether it is a folder."""
        return self._key in self._places.folders

    def is_file(self, *, follow_symlinks: bool = True) -> bool:  # noqa: ARG002
        """Whether it is a file."""
        return self._key in self._places.files

    def is_symlink(self) -> bool:
        """There are none."""
        return False

    def is_junction(self) -> bool:
        """There are none."""
        return False

    def inode(self) -> int:
        """Return a number of its own."""
        return hash(self._key)

    def stat(self, *, follow_symlinks: bool = True) -> os.stat_result:  # noqa: ARG002
        """Return what is known of it."""
        return self._places.status(self._key)

    def __fspath__(self) -> str:
        return self.path


class Entries(list[Entry]):
    """The entries of a folder, as a context and an iterator."""

    def __next__(self) -> Entry:
        if not self:
            raise StopIteration
        return self.pop(0)

    def __iter__(self) -> Iterator[Entry]:
        while self:
            yield self.pop(0)

    def __enter__(self) -> "Entries":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def close(self) -> None:
        """Nothing is open."""
