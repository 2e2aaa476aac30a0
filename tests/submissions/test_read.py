"""From what was handed in to a `Submission`."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from grader.model import Cell, Module, Problem, Submission
from grader.platforms.find import read_one
from grader.submissions import read as read_module

NOTEBOOK = nbformat.writes(
    nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_code_cell("x = 1"),
            nbformat.v4.new_markdown_cell("## Question 1a\nBecause."),
            nbformat.v4.new_code_cell("y = 2"),
        ]
    )
)


def messages(submission: Submission) -> list[str]:
    """Everything that is told."""
    return [f"{each.where}: {each.message}" for each in submission.problems]


def test_a_module_is_a_submission(hand_in: Callable[..., Submission], tmp_path: Path) -> None:
    """One file is one module of one cell."""
    submission = hand_in("alice.py", "x = 1\r\n")
    assert submission == Submission(
        id="alice",
        path=str(tmp_path / "alice.py"),
        modules=(Module("alice", "alice.py", (Cell("alice.py", "x = 1\n"),)),),
        written={},
        problems=(),
        digest=submission.digest,
    )
    assert len(submission.digest) == 64


def test_a_notebook_is_a_submission(hand_in: Callable[..., Submission]) -> None:
    """One notebook is one module of many cells, and answers in words."""
    submission = hand_in("alice.ipynb", NOTEBOOK)
    cells = (Cell("alice.ipynb cell 1", "x = 1"), Cell("alice.ipynb cell 2", "y = 2"))
    assert submission.modules == (Module("alice", "alice.ipynb", cells, notebook=True),)
    assert (submission.id, submission.written, submission.problems) == ("alice", {"1a": "Because."}, ())


def test_a_folder_is_a_submission(folder: Callable[..., Path]) -> None:
    """Several modules know how to import one another."""
    root = folder(
        {
            "main.py": "import helpers.maths",
            "helpers/__init__.py": "",
            "helpers/maths.py": "x",
            "nb.ipynb": NOTEBOOK,
        }
    )
    submission = read_one(root, ["1a"])
    assert submission.id == "alice"
    assert [(module.name, module.path) for module in submission.modules] == [
        ("helpers", "helpers/__init__.py"),
        ("helpers.maths", "helpers/maths.py"),
        ("main", "main.py"),
        ("nb", "nb.ipynb"),
    ]
    assert submission.modules[0].cells == ()
    assert (submission.written, submission.problems) == ({"1a": "Because."}, ())


def test_a_zip_is_the_folder_in_it(folder: Callable[..., Path], tmp_path: Path) -> None:
    """Zipped or not, the same files are the same modules."""
    root = folder({"main.py": "x", "b c/nb.ipynb": NOTEBOOK})
    with zipfile.ZipFile(tmp_path / "alice.zip", "w") as archive:
        for name in ("main.py", "b c/nb.ipynb"):
            archive.write(root / name, f"hw3/{name}")
    packed, unpacked = read_one(tmp_path / "alice.zip", ["1a"]), read_one(root, ["1a"])
    assert (packed.id, packed.modules, packed.written) == (unpacked.id, unpacked.modules, unpacked.written)
    assert [module.name for module in packed.modules] == ["b_c.nb", "main"]


def test_answers_of_several_notebooks_come_together(folder: Callable[..., Path]) -> None:
    """Words may be spread like code; no answer goes on in the next notebook."""

    def notebook(text: str) -> str:
        cell = {"cell_type": "markdown", "metadata": {}, "source": text}
        return json.dumps({"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [cell]})

    submission = read_one(
        folder({"a.ipynb": notebook("# 1a\nOne."), "b.ipynb": notebook("Two.\n# 1b\nThree.")}), ["1a", "1b"]
    )
    assert submission.written == {"1a": "One.", "1b": "Three."}
    assert (submission.modules, submission.problems) == ((), ())


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("alice.py", b"", "alice.py: This file is empty (0 bytes). Save your work and hand it in again."),
        (
            "alice.py",
            b"\xef\xbb\xbf \n",
            "alice.py: This file is empty (5 bytes). Save your work and hand it in again.",
        ),
        (
            "alice.py",
            b"\x7fELF\0",
            (
                "alice.py:1: This file holds a NUL byte, so it is not Python text:"
                " it is of another kind, or was damaged. Save it again as plain text in UTF-8."
            ),
        ),
        (
            "alice.ipynb",
            b'{"cells": [',
            (
                "alice.ipynb:1: This is not a notebook: from here on it is not JSON."
                " It may be cut off or hold merge marks."
                " Open it in Jupyter, save it and hand it in again."
            ),
        ),
        (
            "alice.ipynb",
            b'{"cells": []}',
            "alice.ipynb: There is no Python here. Hand in a module (.py) or a notebook (.ipynb).",
        ),
        (
            "alice.zip",
            b"PK\x03\x04",
            (
                "alice.zip: This zip cannot be opened: it is cut off, damaged or no zip."
                " Zip your files again and hand that in."
            ),
        ),
        ("alice.rar", b"Rar!", "alice.rar: This kind of archive is not opened. Hand in a zip."),
        (
            "alice.docx",
            b"PK",
            (
                "alice.docx: There is no Python here, only alice.docx."
                " Hand in a module (.py) or a notebook (.ipynb)."
            ),
        ),
    ],
    ids=range(8),
)
def test_what_cannot_be_read_is_a_submission_with_a_problem(
    hand_in: Callable[..., Submission], name: str, content: bytes, message: str
) -> None:
    """A bad hand-in is told what is wrong, holds no code, and still has a digest."""
    submission = hand_in(name, content)
    assert not any(module.cells for module in submission.modules)
    assert (submission.written, messages(submission)) == ({}, [message])
    assert len(submission.digest) == 64


def test_a_folder_without_code_is_told(folder: Callable[..., Path]) -> None:
    """An empty folder, or one of pictures, is a submission in which there is nothing."""
    submission = read_one(folder({"plot.png": b"\0", "sub/": ""}), [])
    assert submission.modules == ()
    assert messages(submission) == [
        "alice: There is no Python here, only plot.png. Hand in a module (.py) or a notebook (.ipynb)."
    ]


def test_one_bad_file_does_not_cost_the_others(folder: Callable[..., Path]) -> None:
    """Of a folder what can be read is graded."""
    files = {"a.py": b"\xff\x00", "b.py": "x", "c.ipynb": "[]", "d.pdf": "", "empty.py": ""}
    submission = read_one(folder(files), [])
    assert [(m.path, len(m.cells)) for m in submission.modules] == [("b.py", 1), ("empty.py", 0)]
    assert submission.unread == ("a.py:1", "c.ipynb")
    assert [each.where for each in submission.problems] == ["a.py:1", "c.ipynb"]
    assert [f"{each.where}: {each.message}" for each in submission.notes] == [
        "empty.py: This file is empty (0 bytes). Save your work and hand it in again.",
        "alice: Neither a module nor a notebook, so not graded: d.pdf.",
    ]


def test_the_digest_is_of_the_bytes(hand_in: Callable[..., Submission]) -> None:
    """The same file gives the same digest, one byte more another; an output of a notebook counts too."""
    assert (
        hand_in("alice.py", "x").digest == hand_in("alice.py", "x").digest != hand_in("alice.py", "x ").digest
    )
    assert hand_in("alice.ipynb", NOTEBOOK).digest != hand_in("alice.ipynb", NOTEBOOK + "\n").digest


def test_all_code_and_all_text_have_a_limit(
    folder: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many files that are small enough can still be too much."""
    monkeypatch.setattr(read_module, "MAX_SOURCES", 10)
    monkeypatch.setattr(read_module, "MAX_WORDS", 10)
    submission = read_one(
        folder({"a.py": "x" * 8, "b.py": "x" * 8, "c.ipynb": NOTEBOOK.replace("x = 1", "")}), ["1a"]
    )
    assert [module.path for module in submission.modules] == ["a.py"]
    assert submission.unread == ("b.py", "c.ipynb")
    assert messages(submission) == [
        "b.py: This file is left out: all code together exceeds 0 MB.",
        "c.ipynb: This file is left out: all code together exceeds 0 MB.",
    ]
    monkeypatch.setattr(read_module, "MAX_SOURCES", 100)
    submission = read_one(Path(submission.path), ["1a"])
    assert (len(submission.modules), submission.written) == (3, {})
    assert messages(submission) == ["c.ipynb: The text is left out: all text together exceeds 0 MB."]


def test_only_so_many_problems_are_told(folder: Callable[..., Path]) -> None:
    """Nobody reads hundreds of lines."""
    submission = read_one(folder({f"{number:03}.py": "" for number in range(70)}), [])
    assert len(submission.problems) == 51
    assert submission.problems[-1] == Problem("alice", "20 more problems like these are not shown.")


def test_names_are_shown_safely(hand_in: Callable[..., Submission]) -> None:
    """Whatever a file is called, id, path and cells can be printed and encoded."""
    submission = hand_in("a\x1b[2J\u202e\udcff.py", "x")
    assert submission.id == "a\\x1b[2J\\u202e\\udcff"
    assert submission.path.endswith("a\\x1b[2J\\u202e\\udcff.py")
    assert submission.modules == (
        Module("a__2J__", "a\\x1b[2J\\u202e\\udcff.py", (Cell("a\\x1b[2J\\u202e\\udcff.py", "x"),)),
    )


def test_a_downloaded_file_with_one_suffix_too_many_is_read(hand_in: Callable[..., Submission]) -> None:
    """Browsers save notebooks as text or JSON; the work is the same."""
    for name in ("alice.ipynb.json", "alice.ipynb.txt"):
        submission = hand_in(name, NOTEBOOK)
        assert (submission.id, len(submission.modules[0].cells)) == ("alice", 2)


def test_student_code_is_not_compiled(hand_in: Callable[..., Submission]) -> None:
    """A syntax error, or code that is too deep for a parser, is nobody's business here."""
    for source in ("def f(:\n", "(" * 100_000, "x = " + "-" * 1_000_000 + "1"):
        submission = hand_in("alice.py", source)
        assert (submission.modules[0].cells[0].source, submission.problems) == (source, ())
