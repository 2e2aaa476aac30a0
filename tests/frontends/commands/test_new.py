"""``grader new``, through real processes in an empty folder."""

import json
import shlex
from pathlib import Path

import pytest
import small
import yaml


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new assignment."""
    place = tmp_path_factory.mktemp("courses")
    done = small.command(place, "new", "integrals")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[1] == "Next: cd integrals && grader grade submissions && grader audit"
    return place / "integrals"


def test_a_new_assignment_grades(folder: Path) -> None:
    """The right sample earns all, the other its mistake's sentence and share."""
    done = small.command(folder, "grade", "submissions")
    assert done.returncode == 0, done.stderr
    left, right = json.loads((folder / "results" / "results.json").read_text(encoding="utf-8"))["submissions"]
    assert (left["score"], left["pending"], right["score"], right["pending"]) == (2, 0, 4, 1)
    assert left["questions"][0]["checks"][0]["mistake"] == "height_of_the_left_end"


def test_a_new_assignment_is_called_like_its_folder(tmp_path: Path) -> None:
    """Whatever that is: gradebooks look for the column by this name."""
    for name in ("hw-1", "linear", "1e5", "my homework"):
        done = small.command(tmp_path, "new", name)
        assert done.returncode == 0
        assert f"\nNext: cd {shlex.quote(name)} && " in done.stdout
        assert yaml.safe_load((tmp_path / name / "rubric.yaml").read_text())["assignment"] == name


def test_a_new_assignment_audits(folder: Path) -> None:
    """Every mistake is caught and named, every variant keeps its points, every mutant dies."""
    done = small.command(folder, "audit", "--seeds", "3")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "The rubric holds." in done.stdout


def test_a_new_assignment_can_be_released(folder: Path) -> None:
    """And the kit works."""
    assert small.command(folder, "release", "kit").returncode == 0
    (folder / "kit" / "hw.py").write_text((folder / "submissions" / "left_ends.py").read_text())
    done = small.command(folder / "kit", "check", "hw.py")
    assert done.returncode == 1
    assert "Every piece is as high as its left end here." in done.stdout
    assert done.stdout.splitlines()[-1] == "2 of 2 public checks failed"


def test_nothing_is_written_over(folder: Path) -> None:
    """A folder that holds something is left alone."""
    done = small.command(folder.parent, "new", "integrals")
    assert done.returncode == 2
    assert done.stderr == "grader: integrals is there already and not empty; name a new folder\n"
