"""What a file is, by its name."""

import pytest

from grader.submissions.kinds import Kind, ignored, is_the_courses, kind_and_stem, kind_of_content


@pytest.mark.parametrize(
    ("name", "kind", "stem"),
    [
        ("hw.py", Kind.MODULE, "hw"),
        ("HW.PY", Kind.MODULE, "HW"),
        ("my homework (2).py", Kind.MODULE, "my homework (2)"),
        ("hw.v2.py", Kind.MODULE, "hw.v2"),
        ("hw.ipynb", Kind.NOTEBOOK, "hw"),
        ("hw.ipynb.txt", Kind.NOTEBOOK, "hw"),
        ("hw.ipynb.json", Kind.NOTEBOOK, "hw"),
        ("hw.py.txt", Kind.MODULE, "hw"),
        ("hw.zip", Kind.ZIP, "hw"),
        ("hw.tar.gz", Kind.TAR, "hw"),
        ("hw.rar", Kind.OTHER_ARCHIVE, "hw"),
        ("hw.pyc", Kind.OTHER, "hw.pyc"),
        ("README.md", Kind.UNSURE, "README.md"),
        ("results.json", Kind.UNSURE, "results.json"),
        (".py", Kind.UNSURE, ".py"),
        ("py", Kind.UNSURE, "py"),
        ("hw.py (1)", Kind.MODULE, "hw (1)"),
        ("hw (1).py", Kind.MODULE, "hw (1)"),
        ("a b/hw.ipynb (12)", Kind.NOTEBOOK, "a b/hw (12)"),
        ("hw.qmd", Kind.FENCED, "hw"),
        ("hw.tgz", Kind.TAR, "hw"),
        ("hw.txt", Kind.UNSURE, "hw.txt"),
        ("report.pdf", Kind.OTHER, "report.pdf"),
    ],
)
def test_the_suffix_decides(name: str, kind: Kind, stem: str) -> None:
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
        (b"import numpy as np\n", Kind.MODULE),
        (b"# hello\r\rdef f(x):\r  return x", Kind.MODULE),
        ("class A(B):\n  x = 1".encode("utf-16"), Kind.MODULE),
        (b"from math import *\n", Kind.MODULE),
        (b' {"metadata": {}, "nbformat": 4}', Kind.NOTEBOOK),
        ('\ufeff{"cells": []}'.encode("utf-16-le"), Kind.NOTEBOOK),
        (b"text\n```{python}\nx\n```", Kind.FENCED),
        (b"PK\x03\x04 anything", Kind.ZIP),
        (b"PK\x03\x04 [Content_Types].xml", Kind.OTHER),
        (b"\x1f\x8b", Kind.TAR),
        (b"%PDF-1.7\ndef f(x):", Kind.OTHER),
        (b"<html>\ndef f(x):", Kind.OTHER),
        (b"\\documentclass{article}\ndef f(x):", Kind.OTHER),
        (b"import java.util.*;\nclass A {}", Kind.OTHER),
        (b"import Data.List\nf x = x", Kind.OTHER),
        (b"def f(x)\n  x\nend"[4:], Kind.OTHER),
        (b"I define it: def f(x): x", Kind.OTHER),
        (b"", Kind.OTHER),
        (b"\x89PNG\0", Kind.OTHER),
        (b"Rar!\ndef f(x):", Kind.OTHER),
    ],
    ids=range(20),
)
def test_what_is_in_a_file_decides_where_its_name_does_not(data: bytes, kind: Kind) -> None:
    """By marks and lines that only such files have; nothing is parsed."""
    assert kind_of_content(data) is kind
