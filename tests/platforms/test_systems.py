"""A course system is one folder."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader import platforms
from grader.errors import InputError
from grader.frontends import cli
from grader.platforms.download import read_download
from grader.platforms.gradebook import gradebook
from grader.platforms.systems import downloads, gradebooks, systems
from grader.reports.results import Results

INIT = """
from grader.platforms.systems import Platform

PLATFORM = Platform("Slate", download=True, roster="the list of Slate")
"""
DOWNLOAD = """
from grader.model import Student
from grader.platforms.download.parts import Part, Listing

def read(tree, assignment):
    names = [name for name in tree.entries if name.startswith("slate~")]
    return Listing(tuple(Part(n, n.split("~")[1], (Student(n.split("~")[1], "k"),), "hw.py") for n in names))
"""
GRADEBOOK = """
def fits(header):
    return header[0] == "Slate"

def fill(results, table, column, keep):
    return table, [f"filled from {results.assignment}"]
"""


@pytest.fixture
def slate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A folder that stands beside those of the systems we know."""
    folder = tmp_path / "systems" / "slate"
    folder.mkdir(parents=True)
    for name, text in {"__init__": INIT, "download": DOWNLOAD, "gradebook": GRADEBOOK}.items():
        (folder / f"{name}.py").write_text(text)
    monkeypatch.setattr(platforms, "__path__", [*platforms.__path__, str(folder.parent)])
    yield
    for name in [name for name in sys.modules if name.startswith("grader.platforms.slate")]:
        del sys.modules[name]
    vars(platforms).pop("slate", None)


def test_the_systems_that_there_are() -> None:
    """What is offered is what has a folder."""
    assert list(downloads()) == ["blackboard", "brightspace", "canvas", "gradescope", "moodle", "nbgrader"]
    assert list(gradebooks()) == ["blackboard", "brightspace", "canvas", "moodle"]


@pytest.mark.usefixtures("slate")
def test_a_new_system_is_one_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its download is recognised, its gradebook filled and named, its options offered."""
    assert systems()["slate"].title == "Slate"
    for owner in ("ada", "bob"):
        (tmp_path / "all" / f"slate~{owner}~hw.py").parent.mkdir(exist_ok=True)
        (tmp_path / "all" / f"slate~{owner}~hw.py").write_text("x = 1\n")
    found = read_download(tmp_path / "all", [])
    assert found is not None
    assert [each.students[0].name for each in found.submissions] == ["ada", "bob"]
    book = gradebook(Results(assignment="hw-1", seed=0, submissions=[]), "Slate,Score\nada,\n")
    assert (book.system, book.notes) == ("slate", ["filled from hw-1"])
    with pytest.raises(InputError, match="or Slate"):
        gradebook(Results(assignment="hw-1", seed=0, submissions=[]), "a,b\n1,2\n")
    for command in (["export", "slate", "--help"], ["grade", "--help"]):
        with pytest.raises(SystemExit):
            cli.main(command)
        said = capsys.readouterr().out
        assert "slate" in said
