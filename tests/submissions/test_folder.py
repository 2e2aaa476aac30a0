"""What is taken from a folder and what is not."""

import errno
import os
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.submissions import folder as folder_module
from grader.submissions.folder import collect
from grader.submissions.found import Budget, Found, UnreachableError


def paths(found: Found) -> list[str]:
    """The names of the files that were taken."""
    return [file.path for file in found.files]


def messages(found: Found) -> list[str]:
    """Everything that is told."""
    return [f"{each.where}: {each.message}" for each in found.problems]


def test_modules_and_notebooks_are_taken_from_everywhere(folder: Callable[..., Path]) -> None:
    """Files of both kinds are found at any depth, sorted, and others are left alone without a word."""
    found = collect(
        folder(
            {
                "hw.py": "x",
                "b/c/deep.ipynb": "y",
                "a b/ü.py": "z",
                "data.csv": "1",
                "plot.png": b"\0",
                "README": "",
            }
        )
    )
    assert [(file.path, file.data) for file in found.files] == [
        ("a b/ü.py", b"z"),
        ("b/c/deep.ipynb", b"y"),
        ("hw.py", b"x"),
    ]
    assert found.problems == ()


def test_what_programs_leave_behind_is_not_taken(folder: Callable[..., Path]) -> None:
    """Caches, hidden files, the Mac's shadow files and virtual environments are passed over silently."""
    found = collect(
        folder(
            {
                "hw.py": "",
                ".hidden.py": "",
                "._hw.py": "",
                ".git/hook.py": "",
                ".ipynb_checkpoints/hw-checkpoint.ipynb": "",
                "__pycache__/hw.py": "",
                "__MACOSX/hw.py": "",
                "my env/pyvenv.cfg": "",
                "my env/lib/python3.11/numpy.py": "",
                "node_modules/x.py": "",
            }
        )
    )
    assert (paths(found), found.problems) == (["hw.py"], ())


def test_a_virtual_environment_around_the_work_does_not_hide_it(folder: Callable[..., Path]) -> None:
    """A student who made the environment in the folder itself still hands in the modules there."""
    found = collect(folder({"pyvenv.cfg": "", "hw.py": "", "lib/site-packages/numpy.py": ""}))
    assert paths(found) == ["hw.py"]


def test_one_folder_around_everything_is_taken_off(folder: Callable[..., Path]) -> None:
    """A folder in the folder is how people zip; it is no part of the names."""
    assert paths(collect(folder({"hw3/final/hw.py": "", "hw3/final/data/x.csv": "", ".DS_Store": ""}))) == [
        "hw.py"
    ]


def test_a_package_keeps_its_folder(folder: Callable[..., Path]) -> None:
    """The name of a package is part of its imports."""
    assert paths(collect(folder({"hw/__init__.py": "", "hw/a.py": ""}))) == ["hw/__init__.py", "hw/a.py"]


def test_archives_in_a_folder_are_told(folder: Callable[..., Path]) -> None:
    """An archive is somebody's work that is not read, so it is not passed over silently."""
    found = collect(folder({"hw.py": "", "b/old.zip": "", "more.tar.gz": ""}))
    assert messages(found) == [
        "b/old.zip: This is an archive in the folder, so it is not opened. Hand in the files alone.",
        "more.tar.gz: This is an archive in the folder, so it is not opened. Hand in the files alone.",
    ]


def test_links_that_stay_inside_are_followed(folder: Callable[..., Path]) -> None:
    """A link is another name for a file or folder of the submission."""
    root = folder({"src/maths.py": "x = 1", "main.py": "", "link/": ""})
    (root / "link" / "m.py").symlink_to("../src/maths.py")
    (root / "again").symlink_to(root / "src")
    found = collect(root)
    assert paths(found) == ["again/maths.py", "link/m.py", "main.py", "src/maths.py"]
    assert found.files[0].data == found.files[1].data == b"x = 1"


def test_links_that_lead_out_are_refused_and_told(folder: Callable[..., Path], tmp_path: Path) -> None:
    """Nothing outside the folder becomes part of a submission."""
    root = folder({"hw.py": ""})
    (tmp_path / "bob").mkdir()
    (tmp_path / "bob" / "secret.py").write_text("x")
    (root / "a.py").symlink_to(tmp_path / "bob" / "secret.py")
    (root / "b").symlink_to("../bob")
    (root / "c.py").symlink_to("/etc/passwd")
    (root / "d.py").symlink_to("nowhere.py")
    (root / "e.py").symlink_to("e.py")
    (root / "f").symlink_to("..")
    found = collect(root)
    assert paths(found) == ["hw.py"]
    out = "This is a link out of the folder, so it is not followed. Hand in the file itself."
    nowhere = "This is a link that leads nowhere. Hand in the file itself."
    assert messages(found) == [
        f"a.py: {out}",
        f"b: {out}",
        f"c.py: {out}",
        f"d.py: {nowhere}",
        f"e.py: {nowhere}",
        f"f: {out}",
    ]


def test_links_in_a_circle_end(folder: Callable[..., Path]) -> None:
    """Folders that link to each other are read a few times at most."""
    root = folder({"a/x.py": "", "b/y.py": ""})
    (root / "a" / "b").symlink_to("../b")
    (root / "b" / "a").symlink_to("../a")
    (root / "a" / "up").symlink_to("..")
    assert paths(collect(root)) == ["a/b/y.py", "a/x.py", "b/a/x.py", "b/y.py"]


@pytest.fixture
def endless(tmp_path: Path) -> Iterator[Path]:
    """A socket, for which a file name is needed that is short enough."""
    path = tmp_path / "alice"
    path.mkdir()
    with socket.socket(socket.AF_UNIX) as server:
        here = Path.cwd()
        os.chdir(path)
        try:
            server.bind("socket.py")
        finally:
            os.chdir(here)
        yield path


def test_pipes_devices_and_sockets_are_not_opened(endless: Path) -> None:
    """What is not an ordinary file is told, and nobody waits for it."""
    os.mkfifo(endless / "pipe.py")
    (endless / "zero.py").symlink_to("/dev/zero")
    found: list[Found] = []
    thread = threading.Thread(target=lambda: found.append(collect(endless)), daemon=True)
    thread.start()
    thread.join(10)
    assert messages(found[0]) == [
        "pipe.py: This is not an ordinary file (a pipe, a device or a socket?), so it is not read.",
        "socket.py: This is not an ordinary file (a pipe, a device or a socket?), so it is not read.",
        "zero.py: This is a link out of the folder, so it is not followed. Hand in the file itself.",
    ]


def test_a_folder_as_deep_as_no_other_is_not_looked_into(folder: Callable[..., Path]) -> None:
    """Twelve levels are enough."""
    found = collect(folder({"hw.py": "", "d/" * 12 + "in.py": "", "d/" * 13 + "out.py": ""}))
    assert paths(found) == ["d/" * 12 + "in.py", "hw.py"]
    assert messages(found) == [f"{'d/' * 12}d: This folder lies below 12 others, so it is not looked into."]


def test_very_many_files_end_somewhere(folder: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Entries and modules are counted, and the end is told once."""
    root = folder({f"{name}.py": "" for name in "abcdef"} | {"sub/g.py": "", "sub/h.py": ""})
    monkeypatch.setattr(folder_module, "MAX_FILES", 3)
    assert paths(collect(root)) == ["a.py", "b.py", "c.py"]
    assert messages(collect(root))[0] == "d.py: This file is not read, because 3 before it were."
    monkeypatch.setattr(folder_module, "MAX_FILES", 1000)
    monkeypatch.setattr(folder_module, "MAX_ENTRIES", 4)
    assert paths(collect(root)) == ["a.py", "b.py", "c.py", "d.py"]
    assert messages(collect(root)) == ["e.py: Over 4 files were found; the rest is not looked at."]


def test_large_files_and_large_folders_are_told(
    folder: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file above its limit is left out; when all together are too large, the rest is."""
    root = folder({"a.py": "x" * 5_000_001, "b.py": "x" * 60, "c.py": "x" * 60, "d.py": "x"})
    monkeypatch.setattr(folder_module, "Budget", lambda _: Budget(100))
    found = collect(root)
    assert paths(found) == ["b.py"]
    assert messages(found) == [
        (
            "a.py: This file is larger than 5 MB, so it is not read."
            " Hand in code without data, and clear the outputs of notebooks."
        ),
        "c.py: This file and those after it are not read: together they are too large. Hand in code alone.",
    ]


def test_names_that_no_terminal_should_see_are_escaped(folder: Callable[..., Path]) -> None:
    """A name with an escape sequence, or one that is not UTF-8, is read and told safely."""
    root = folder({"a\x1b[2J.zip": "", "hw.py": ""})
    (Path(os.fsdecode(os.fsencode(root) + b"/\xff.rar"))).write_text("")
    assert [each.where for each in collect(root).problems] == ["a\\x1b[2J.zip", "\\udcff.rar"]


def test_what_may_not_be_read_is_our_side(
    folder: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is left without it might be half of the work, and would be a zero for the other half."""
    root = folder({"a.py": "", "b.py": "", "c/d.py": "", "e/f.py": ""})

    def denied(path: Path, *_: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    really_open, really_scan = os.open, os.scandir
    monkeypatch.setattr(
        os, "open", lambda path, *flags: (denied if path.name == "a.py" else really_open)(path, *flags)
    )
    monkeypatch.setattr(os, "scandir", lambda path: (denied if path.name == "c" else really_scan)(path))
    with pytest.raises(UnreachableError, match=r"^a\.py cannot be read here: Permission denied$"):
        collect(root)
    (root / "a.py").unlink()
    with pytest.raises(UnreachableError, match=r"^c/ cannot be read here: Permission denied$"):
        collect(root)
    (root / "c" / "d.py").unlink()
    (root / "c").rmdir()
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path).name != "e")
    with pytest.raises(UnreachableError, match=r"^e/ cannot be read here: Permission denied$"):
        collect(root)


def test_a_name_that_is_too_long_is_the_students(
    folder: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who hands in such a tree is told, and the rest is graded."""
    root = folder({"b.py": "", "c/d.py": ""})
    really_scan = os.scandir

    def scan(path: Path) -> object:
        if path.name == "c":
            raise OSError(errno.ENAMETOOLONG, "File name too long")
        return really_scan(path)

    monkeypatch.setattr(os, "scandir", scan)
    found = collect(root)
    assert paths(found) == ["b.py"]
    assert messages(found) == ["c: This cannot be opened: File name too long. Hand it in again."]
