"""One submission, or every entry of a folder."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.errors import InputError
from grader.platforms.entries import ASSIGNMENT, GRADER
from grader.platforms.find import read_batch, read_one


@pytest.fixture
def batch(folder: Callable[..., Path]) -> Callable[..., Path]:
    """Write a folder of submissions."""
    return folder


def test_each_entry_of_a_folder_is_a_submission(batch: Callable[..., Path]) -> None:
    """Modules, notebooks, folders and zips are submissions; notes, results and caches are not."""
    root = batch(
        {
            "zoe.py": "x",
            "bob.ipynb": "{}",
            "carol/a.py": "x",
            "carol/b.py": "y",
            "dave.zip": b"",
            "eve.tar.gz": b"",
            "frank/": b"",
            "README.md": "",
            "results.json": "{}",
            "grades.csv": "",
            ".hidden.py": "",
            ".git/x.py": "",
            "__pycache__/x.py": "",
            "__MACOSX/x.py": "",
            "venv/pyvenv.cfg": "",
        }
    )
    submissions = read_batch([root], [])
    assert [(each.id, len(each.modules), len(each.problems)) for each in submissions] == [
        ("bob", 0, 1),
        ("carol", 2, 0),
        ("dave", 0, 1),
        ("eve", 0, 1),
        ("frank", 0, 1),
        ("zoe", 1, 0),
    ]
    assert [each.path for each in submissions][:2] == [str(root / "bob.ipynb"), str(root / "carol")]


def test_each_file_is_a_submission(batch: Callable[..., Path]) -> None:
    """Files and folders can be mixed; all are sorted by id."""
    root = batch({"week1/zoe.py": "x", "week1/bob.py": "x", "alice.py": "x", "notes.txt": ""})
    submissions = read_batch([root / "week1", root / "alice.py", root / "notes.txt"], [])
    assert [each.id for each in submissions] == ["alice", "bob", "notes.txt", "zoe"]
    assert read_batch([], []) == []


def test_question_ids_reach_the_notebooks(batch: Callable[..., Path]) -> None:
    """Answers in words are looked for by the ids of the rubric."""
    notebook = '{"nbformat": 4, "cells": [{"cell_type": "markdown", "source": "# 9z\\nBecause."}]}'
    root = batch({"alice.ipynb": notebook})
    assert read_batch([root], ["9z"])[0].written == {"9z": "Because."}
    assert read_one(root, {"9z"}).written == {"9z": "Because."}
    assert read_one(root, []).written == {}


def test_files_of_one_name_are_one_submission(batch: Callable[..., Path]) -> None:
    """A module beside a notebook is read as a folder of both would be, and it is said."""
    notebook = '{"nbformat": 4, "cells": [{"cell_type": "code", "source": "y = 1"}]}'
    root = batch({"alice.py": "x", "alice.ipynb": notebook, "alice/alice.py": "z", "bob.py": "x"})
    said: list[str] = []
    alice, bob = read_batch([root], [], tell=said.append)
    assert sorted(module.path for module in alice.modules) == ["alice.ipynb", "alice.py", "alice/alice.py"]
    assert [each.message for each in alice.notes] == [
        "alice, alice.ipynb and alice.py have one name, so they were graded as one hand-in."
    ]
    assert (alice.id, alice.undecided, bob.notes) == ("alice", "", ())
    assert said == [f"{root}: 1 student with more than one file, see the notes of each: alice"]


def test_of_numbered_copies_the_last_counts(batch: Callable[..., Path]) -> None:
    """A browser numbers what was there before, whatever the times of the files are."""
    root = batch({"alice.py": "1", "alice (2).py": "3", "alice(10).py": "4", "alice.ipynb": "{}"})
    os.utime(root / "alice.py")
    (alice,) = read_batch([root], [])
    assert [module.path for module in alice.modules] == ["alice(10).py"]
    assert [(each.where, each.message) for each in alice.notes] == [
        (
            "alice(10).py",
            (
                "alice(10).py counts, for the highest number is the last; "
                "alice (2).py and alice.py were not read."
            ),
        ),
        ("alice(10).py", "alice(10).py and alice.ipynb have one name, so they were graded as one hand-in."),
    ]


def test_files_that_are_named_one_by_one_are_copies_too(batch: Callable[..., Path]) -> None:
    """As the shell writes `*.*`."""
    root = batch({"alice.py": "1", "alice (1).py": "2", "alice.ipynb": "{}", "bob.py": "x"})
    alice, bob = read_batch(sorted(root.iterdir()), [])
    assert alice.path == f"{root}/alice (1).py and {root}/alice.ipynb"
    assert bob.notes == ()


@pytest.mark.parametrize(
    ("names", "ids"),
    [
        (["team (1).py", "team (2).py"], ["team (1)", "team (2)"]),  # nothing that they are copies of
        (["zoe (1).py"], ["zoe (1)"]),
        (["zoe.py", "zoe (0).py", "zoe(1) .py"], ["zoe", "zoe (0)", "zoe(1) "]),
        (["zoe.py", "zoe (1).ipynb"], ["zoe"]),
        (
            ["hw.py", *(f"hw ({number}).py" for number in range(1, 6))],
            ["hw", *(f"hw ({number})" for number in range(1, 6))],
        ),
    ],
)
def test_numbers_that_are_no_copies_stay_names(batch: Callable[..., Path], names: Any, ids: Any) -> None:
    """Teams have numbers, and so have the files of a class that were all called `hw.py`."""
    root = batch({**dict.fromkeys(names, "x = 1"), "bob.py": "x"})
    assert [each.id for each in read_batch([root], [])] == ["bob", *ids]


def test_two_submissions_with_one_id_are_nobodys(batch: Callable[..., Path]) -> None:
    """In two places they may be two people's: neither has a score, both are named, the others are read."""
    root = batch({"a/alice.py": "x", "b/alice.py": "x", "b/bob.py": "x"})
    alice, bob = read_batch([root / "a", root / "b"], [])
    assert alice.path == f"{root}/a/alice.py and {root}/b/alice.py"
    assert alice.undecided == ("2 submissions are called 'alice', in different places: rename or remove one")
    assert (bob.id, bob.undecided) == ("bob", "")
    (once,) = read_batch([root / "a", root / "a"], [])
    assert once.undecided == ""


def test_what_is_nobodys_work_is_left_out(batch: Callable[..., Path]) -> None:
    """Results of ours, now and from another run, and the assignment itself are no students."""
    root = batch(
        {
            "bob.py": "x",
            "results/store.sqlite": "",
            "old/store.sqlite": "",
            "old/students/ada.md": "",
            "carol/.written": "",
            "carol/src/hw.py": "x",
            "reference/answers.py": "x",
        }
    )
    ours = {root / "results": GRADER, root / "reference": ASSIGNMENT}
    said: list[str] = []
    assert [each.id for each in read_batch([root], [], tell=said.append, ours=ours)] == ["bob", "carol"]
    (left_out,) = said
    assert left_out == (
        f"left out: {root}/old (it holds what `grader grade` writes, and nothing that could be graded), "
        f"{root}/reference (it belongs to the assignment), "
        f"{root}/results (the grader wrote it)"
    )
    paths = sorted(root.iterdir())  # as the shell writes `*`
    assert [each.id for each in read_batch(paths, [], ours={**ours})][:2] == ["bob", "src"]


def test_a_folder_of_packages_is_left_out_by_name(batch: Callable[..., Path]) -> None:
    """A student may have handed it in: nobody vanishes in silence."""
    root = batch({"bob.py": "x", "ada/hw.py": "x", "ada/pyvenv.cfg": "", ".venv/pyvenv.cfg": ""})
    said: list[str] = []
    assert [each.id for each in read_batch([root], [], tell=said.append)] == ["bob"]
    assert said == [f"{root}: left out, for it holds Python's packages or the course's kit: ada"]


def test_equal_names_in_two_forms_of_unicode_are_one_id(batch: Callable[..., Path]) -> None:
    """An accent may be stored in two ways; to people it is one name."""
    root = batch({"a/ren\u00e9.py": "x", "b/rene\u0301.py": "x"})
    assert read_one(root / "b" / "rene\u0301.py", []).id == "ren\u00e9"
    (both,) = read_batch([root / "a", root / "b"], [])
    assert both.undecided.startswith("2 submissions are called 'ren\u00e9'")


@pytest.mark.parametrize("name", ["missing.py", "alice.py/inside.py"])
def test_a_missing_path_is_an_error(batch: Callable[..., Path], name: str) -> None:
    """A path that does not exist is a mistake on the command line, not a submission."""
    root = batch({"alice.py": "x"})
    for read in (lambda path: read_one(path, []), lambda path: read_batch([root, path], [])):
        with pytest.raises(InputError) as refused:
            read(root / name)
        assert str(refused.value) == f"{root / name} does not exist."


def test_a_path_that_cannot_be_is_an_error(tmp_path: Path) -> None:
    """A name that no system takes is told with its reason, and shown safely."""
    with pytest.raises(InputError, match=r"^a\\x00b cannot be opened: no file can have this name\.$"):
        read_one(Path("a\0b"), [])
    with pytest.raises(InputError, match=r"x… cannot be opened: File name too long\.$"):
        read_one(tmp_path / ("x" * 5000), [])
    with pytest.raises(InputError, match=r"\\x1b\[2J does not exist\.$"):
        read_one(tmp_path / "\x1b[2J", [])


def test_a_folder_without_submissions_is_an_error(batch: Callable[..., Path]) -> None:
    """An empty batch says what was looked for."""
    root = batch({"README.md": "", ".git/x.py": ""})
    with pytest.raises(InputError) as refused:
        read_batch([root], [])
    assert str(refused.value) == (
        f"{root} holds no submissions. Each should be a module (.py), a notebook (.ipynb), a folder or a zip."
    )


def test_a_folder_that_cannot_be_listed_is_an_error(
    batch: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without permission there is no batch."""

    def denied(path: object) -> None:
        raise PermissionError(13, "Permission denied", path)

    root = batch({"alice.py": "x"})
    monkeypatch.setattr(os, "listdir", denied)
    monkeypatch.setattr(os, "scandir", denied)
    with pytest.raises(InputError, match=r"alice cannot be opened: Permission denied\.$"):
        read_batch([root], [])


def test_links_in_a_batch_are_not_followed(batch: Callable[..., Path]) -> None:
    """A link may be another student's work under a new name; it is told and nothing is read."""
    root = batch({"bob.py": "x", "carol/a.py": "x"})
    (root / "alice.py").symlink_to("bob.py")
    (root / "dave").symlink_to("carol")
    (root / "eve.py").symlink_to("nowhere")
    (root / "README").symlink_to("nowhere")
    submissions = {each.id: each for each in read_batch([root], [])}
    assert list(submissions) == ["alice", "bob", "carol", "dave", "eve"]
    for name, path in (("alice", "alice.py"), ("dave", "dave"), ("eve", "eve.py")):
        assert submissions[name].modules == ()
        (told,) = submissions[name].problems
        assert (told.where, told.message) == (
            path,
            "This is a link, so it is not followed. Put the file or folder itself here.",
        )


def test_a_link_on_the_command_line_is_followed(batch: Callable[..., Path]) -> None:
    """Who asks for a path knows where it leads."""
    root = batch({"bob.py": "x", "carol/a.py": "x"})
    (root / "alice.py").symlink_to("bob.py")
    (root / "dave").symlink_to("carol")
    assert [len(read_one(root / name, []).modules) for name in ("alice.py", "dave")] == [1, 1]


def test_a_pipe_does_not_stop_the_batch(batch: Callable[..., Path]) -> None:
    """What is not an ordinary file is told, and the others are read."""
    root = batch({"bob.py": "x"})
    os.mkfifo(root / "alice.py")
    alice, bob = read_batch([root], [])
    assert (
        alice.problems[0].message
        == "This is not an ordinary file (a pipe, a device or a socket?), so it is not read."
    )
    assert len(bob.modules) == 1


@pytest.mark.parametrize("name", ["..py", "....ipynb", "..zip"])
def test_a_name_of_dots_alone_is_told(batch: Callable[..., Path], name: str) -> None:
    """Somebody gave it, for no program does; nobody knows whose it is, and all others are graded."""
    told, ada = read_batch([batch({name: "def f(): return 1", "ada.py": "x", "._ada.py": ""})], [])
    assert (told.id, ada.id, ada.undecided) == (name, "ada", "")
    assert told.undecided == f"{name}: Its name is dots alone, which says not whose it is: rename the file."


def test_the_folder_one_is_in_has_a_name(batch: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """`.` is called what the folder is called."""
    monkeypatch.chdir(batch({"hw.py": "x", "sub/a.py": "x"}))
    assert [read_one(Path(path), []).id for path in (".", "sub/..", "sub")] == ["alice", "alice", "sub"]


def test_reading_a_module_imports_nothing_heavy() -> None:
    """Only old notebooks need nbformat, which takes longer to import than a module takes to be read."""
    program = "import sys, grader.submissions; print({'nbformat', 'numpy', 'torch'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
