"""Reading a file once, and the digest of what was read."""

import os
from pathlib import Path

import pytest

from grader.model import Problem
from grader.submissions.found import File, Found, UnreachableError, UnreadableError, problem, read_bytes


def test_a_file_is_read_up_to_its_limit(tmp_path: Path) -> None:
    """A file of the limit is read whole, one byte more is refused."""
    path = tmp_path / "hw.py"
    path.write_bytes(b"x" * 1_000_000)
    assert read_bytes(path, 1_000_000) == b"x" * 1_000_000
    path.write_bytes(b"x" * 1_000_001)
    with pytest.raises(UnreadableError, match=r"^This file is larger than 1 MB, so it is not read\."):
        read_bytes(path, 1_000_000)


@pytest.mark.parametrize("name", ["/dev/zero", "/dev/stdin", "/proc/self/fd"])
def test_an_endless_file_is_not_opened(name: str) -> None:
    """Devices, pipes and folders are no files to read."""
    with pytest.raises(UnreadableError, match=r"^This (is not an ordinary file|file cannot be opened)"):
        read_bytes(Path(name), 1000)


def test_a_file_that_becomes_a_pipe_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is opened is looked at again, so a swap between the two looks does not help."""
    path = tmp_path / "hw.py"
    path.write_text("x")
    os.mkfifo(tmp_path / "pipe")
    really_open = os.open
    monkeypatch.setattr(os, "open", lambda _, flags: really_open(tmp_path / "pipe", flags))
    with pytest.raises(UnreadableError, match="not an ordinary file"):
        read_bytes(path, 1000)


def test_a_missing_file_is_explained(tmp_path: Path) -> None:
    """A file that vanished did so on our side; the student is told of is a name that no file can have."""
    with pytest.raises(UnreachableError) as missing:
        read_bytes(tmp_path / "hw.py", 1000)
    assert missing.value.message == "hw.py cannot be read here: No such file or directory"
    with pytest.raises(UnreadableError, match=r"^This file cannot be opened: no file can have this name"):
        read_bytes(tmp_path / "a\0b", 1000)


def test_the_digest_covers_names_bytes_and_refusals() -> None:
    """Two submissions share a digest only if nothing that was read or refused differs."""
    variants = [
        Found.of([], []),
        Found.of([File("a", b"")], []),
        Found.of([File("a", b"b")], []),
        Found.of([File("ab", b"")], []),
        Found.of([File("a", b""), File("b", b"")], []),
        Found.of([File("b", b""), File("a", b"")], []),
        Found.of([File("\udcff", b"")], []),
        Found.of([], [Problem("a", "b")]),
        Found.of([], [Problem("a", "c")]),
        Found.of([File("a", b"")], [], read=[File("a.zip", b"x")]),
    ]
    digests = [found.digest for found in variants]
    assert len(set(digests)) == len(digests)
    assert all(len(digest) == 64 for digest in digests)
    assert Found.of([File("a", b"b")], []).digest == variants[2].digest


def test_a_problem_is_safe_to_print() -> None:
    """Names and messages are escaped and short."""
    assert problem("a\x1b\n", "b\u202e") == Problem("a\\x1b\\n", "b\\u202e")
    assert len(problem("a" * 10_000, "b" * 10_000).message) == 1000
