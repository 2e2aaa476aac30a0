"""What a file is, by its name."""

import pytest

from grader.submissions.kinds import FileKind, ignored, is_the_courses, kind_and_stem, kind_of_content


@pytest.mark.parametrize(
    ("name", "kind", "stem"),
    [
        ("hw.py", FileKind.MODULE, "hw"),
        ("HW.PY", FileKind.MODULE, "HW"),
        ("my homework (2).py", FileKind.MODULE, "my homework (2)"),
        ("hw.v2.py", FileKind.MODULE, "hw.v2"),
        ("hw.ipynb", FileKind.NOTEBOOK, "hw"),
        ("hw.ipynb.txt", FileKind.NOTEBOOK, "hw"),
        ("hw.ipynb.json", FileKind.NOTEBOOK, "hw"),
        ("hw.py.txt", FileKind.MODULE, "hw"),
        ("hw.zip", FileKind.ZIP, "hw"),
        ("hw.tar.gz", FileKind.TAR, "hw"),
        ("hw.rar", FileKind.OTHER_ARCHIVE, "hw"),
        ("hw.pyc", FileKind.OTHER, "hw.pyc"),
        ("README.md", FileKind.UNSURE, "README.md"),
        ("results.json", FileKind.UNSURE, "results.json"),
        (".py", FileKind.UNSURE, ".py"),
        ("py", FileKind.UNSURE, "py"),
        ("hw.py (1)", FileKind.MODULE, "hw (1)"),
        ("hw (1).py", FileKind.MODULE, "hw (1)"),
        ("a b/hw.ipynb (12)", FileKind.NOTEBOOK, "a b/hw (12)"),
        ("hw.qmd", FileKind.FENCED, "hw"),
        ("hw.tgz", FileKind.TAR, "hw"),
        ("hw.txt", FileKind.UNSURE, "hw.txt"),
        ("report.pdf", FileKind.OTHER, "report.pdf"),
    ],
)
def test_the_suffix_decides(name: str, kind: FileKind, stem: str) -> None:
    """A suffix in any case decides, also below the one that a browser added."""
    assert kind_and_stem(name) == (kind, stem)


@pytest.mark.parametrize(
    "name",
    [
        ".git",
        "._hw.py",
        ".ipynb_checkpoints",
        "__pycache__",
        "__MACOSX",
        "node_modules",
        "x.egg-info",
        ".DS_Store",
    ],
)
def test_what_programs_leave_behind_is_ignored(name: str) -> None:
    """Caches, hidden files and installed packages are nobody's work."""
    assert ignored(name)


@pytest.mark.parametrize("name", ["hw.py", "__init__.py", "__main__.py", "cache", "Übung"])
def test_work_is_not_ignored(name: str) -> None:
    """A name of the student's own is looked at."""
    assert not ignored(name)


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "readme",
        "LICENSE",
        "rubric.yaml",
        "grades.csv",
        "expected.json",
        "index.html",
        "list.xlsx",
    ],
)
def test_files_of_the_course_are_known_by_name(name: str) -> None:
    """They lie beside submissions and are none."""
    assert is_the_courses(name)


@pytest.mark.parametrize(
    "name", ["ada.py", "readme.py", "ada.pdf", "ada", "ada.txt", "index.ipynb", "ada.html"]
)
def test_work_is_not_the_courses(name: str) -> None:
    """Whoever handed in anything has a row."""
    assert not is_the_courses(name)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"import numpy as np\n", FileKind.MODULE),
        (b"# hello\r\rdef f(x):\r  return x", FileKind.MODULE),
        ("class A(B):\n  x = 1".encode("utf-16"), FileKind.MODULE),
        (b"from math import *\n", FileKind.MODULE),
        (b' {"metadata": {}, "nbformat": 4}', FileKind.NOTEBOOK),
        ('\ufeff{"cells": []}'.encode("utf-16-le"), FileKind.NOTEBOOK),
        (b"text\n```{python}\nx\n```", FileKind.FENCED),
        (b"PK\x03\x04 anything", FileKind.ZIP),
        (b"PK\x03\x04 [Content_Types].xml", FileKind.OTHER),
        (b"\x1f\x8b", FileKind.TAR),
        (b"%PDF-1.7\ndef f(x):", FileKind.OTHER),
        (b"<html>\ndef f(x):", FileKind.OTHER),
        (b"\\documentclass{article}\ndef f(x):", FileKind.OTHER),
        (b"import java.util.*;\nclass A {}", FileKind.OTHER),
        (b"import Data.List\nf x = x", FileKind.OTHER),
        (b"def f(x)\n  x\nend"[4:], FileKind.OTHER),
        (b"I define it: def f(x): x", FileKind.OTHER),
        (b"", FileKind.OTHER),
        (b"\x89PNG\0", FileKind.OTHER),
        (b"Rar!\ndef f(x):", FileKind.OTHER),
    ],
    ids=range(20),
)
def test_what_is_in_a_file_decides_where_its_name_does_not(data: bytes, kind: FileKind) -> None:
    """By marks and lines that only such files have; nothing is parsed."""
    assert kind_of_content(data) is kind
