"""An assignment, a batch and a kit by the command line: as here, and as where nothing of Linux is there."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.processes import isolated

NO_LINUX = Path(__file__).parents[1] / "sandbox" / "no_linux.py"
WAYS = {
    "as here": [*isolated.PYTHON, "-m"],
    "without Linux": [*isolated.PYTHON, str(NO_LINUX)],
}
# Windows reads and writes text in an encoding of its own wherever none is named: here that is an error.
NARROW = {
    "PYTHONUTF8": "0",
    "PYTHONIOENCODING": "cp1252",
    "PYTHONWARNDEFAULTENCODING": "1",
    "PYTHONWARNINGS": "error::EncodingWarning",
    "COLUMNS": "100",
}


@pytest.fixture(params=["as here", pytest.param("without Linux", marks=pytest.mark.slow)])
def grader(request: pytest.FixtureRequest) -> Callable[..., str]:
    """Run the command in a folder, with a status that is expected; return what it printed."""
    if request.param == "without Linux" and sys.platform != "linux":
        pytest.skip("nothing of Linux is here anyway")

    def run(folder: Path, status: int, *arguments: str) -> str:
        done = subprocess.run(
            [*WAYS[request.param], "grader.frontends.cli", *arguments],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(isolated.packages()), **NARROW},
            capture_output=True,
            text=True,
            encoding="cp1252",
            timeout=200,
            check=False,
        )
        assert (done.returncode, "Traceback" in done.stderr) == (status, False), done.stderr
        return done.stdout

    return run


@pytest.mark.slow
def test_an_assignment_a_batch_and_a_kit(grader: Callable[..., str], tmp_path: Path) -> None:
    """The same scores, files in UTF-8, signs that the terminal lacks replaced, and a kit that checks."""
    grader(tmp_path, 0, "new", "integrals")
    course = tmp_path / "integrals"
    right = course / "submissions" / "right.py"
    right.write_text("# Σ über die Stücke, Łukasz ✓\n" + right.read_text(encoding="utf-8"), encoding="utf-8")
    grader(course, 0, "grade", "submissions", "--accept-exposure")
    results = json.loads((course / "results" / "results.json").read_text(encoding="utf-8"))
    assert {each["id"]: each["score"] for each in results["submissions"]} == {"left_ends": 2, "right": 4}
    assert "  x area under a straight line" in grader(course, 1, "check", "submissions/left_ends.py")
    grader(course, 0, "release", "kit")
    kit = course / "kit"
    shutil.copy(right, kit / "hw.py")
    assert "public checks passed" in grader(kit, 0, "check", "hw.py")
