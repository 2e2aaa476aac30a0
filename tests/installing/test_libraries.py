"""What an assignment needs is read from its imports, and the versions are ones that were tried together."""

import re
import sys
from importlib.metadata import requires
from pathlib import Path

import pytest

from grader import DISTRIBUTION
from grader.installing.libraries import PINS, _brought, lines, needed

ROOT = Path(__file__).parents[2]


def names(text: str) -> set[str]:
    return {
        re.sub(r"[-_.]+", "-", line.partition("==")[0]).lower() for line in text.splitlines() if "==" in line
    }


def test_all_that_the_grader_brings_has_one_version() -> None:
    """The list that bundles install from has no more and no less; for other systems there may be more."""
    elsewhere = {"colorama", "tzdata", "exceptiongroup", "pywin32"}
    assert names(PINS.read_text(encoding="utf-8")) == _brought() - {DISTRIBUTION} - elsewhere


def test_what_we_work_with_is_what_others_install() -> None:
    """The tests run with the versions of that list."""
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    assert "\n--constraint grader/installing/constraints.txt\n" in text
    assert not names(text) & names(PINS.read_text(encoding="utf-8"))


def test_neither_torch_nor_pytest_comes_unasked() -> None:
    """Whoever grades numpy need not have them."""
    assert not {"torch", "pytest", "pandas"} & _brought()
    told = requires(DISTRIBUTION) or []
    assert any(each.startswith("torch") and "extra" in each for each in told)
    assert any(each.startswith("pytest") and "extra" in each for each in told)


def test_what_is_imported_is_found_by_the_name_it_is_installed_by(tmp_path: Path) -> None:
    """Wherever in a module; Python's own, ours, the reference's and what nobody has here are left out."""
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "answers.py").write_text(
        "import os\nimport numpy as np\nfrom . import laws\nfrom grader import Within\n"
        "def f():\n    import sklearn.svm, nobodys\n    from scipy import linalg\n"
    )
    (tmp_path / "broken.py").write_text("import torch\ndef")
    assert needed(tmp_path) == ("scikit-learn", "scipy")


@pytest.mark.parametrize(
    ("pythons", "said"),
    [
        ("", ">=1.5"),
        (">=3.11", ">=1.5"),
        (">=2.7,!=3.0.*", ">=1.5"),
        (">=3.9,<4", ">=1.5"),
        (">=3.13", ""),
    ],
)
def test_what_others_install_is_no_older_than_here(
    pythons: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A version that an older Python cannot have is asked of nobody; torch has a way of its own."""
    (tmp_path / "course_tools-1.5.dist-info").mkdir()
    asked = f"Requires-Python: {pythons}\n" if pythons else ""
    text = f"Metadata-Version: 2.1\nName: course-tools\nVersion: 1.5+cpu\n{asked}"
    (tmp_path / "course_tools-1.5.dist-info" / "METADATA").write_text(text, encoding="utf-8")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    assert lines(["course-tools", "torch"]) == [f"course-tools{said}"]
