"""What a file is, by its name."""

import pytest

from grader.submissions.kinds import Kind, ignored, kind_and_stem


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
