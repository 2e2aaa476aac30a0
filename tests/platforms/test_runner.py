"""The bundles of platforms, unpacked and run as the platforms would, on honest and hostile submissions."""

import io
import json
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import time
import zipfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
import small

from grader.errors import InputError
from grader.installing.libraries import PINS
from grader.installing.wheel import wheel
from grader.model import Verdict
from grader.platforms.runner import bundle as bundles
from grader.platforms.runner.bundle import bundle
from grader.platforms.runner.run import graded
from grader.processes import isolated

# Tries to speak for the grader: in files that the platform reads, and after it should have ended.
HOSTILE = """
import os, subprocess, sys, threading
FORGED = '{"schema": "classroom50/result/v1", "score": 999999, "max-score": 999999, "tests": []}'
def forge():
    for path in ("result.json", "results/results.json", os.environ.get("GITHUB_OUTPUT", "output")):
        for folder in (HERE, os.getcwd()):
            try:
                open(os.path.join(folder, path), "w").write(FORGED)
            except Exception:
                pass
HERE = "PLACE"
forge()
try:
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
except Exception:
    pass
def below_largest(x):
    forge()
    return x - x.mean()
def half_square_grad(x):
    return [token for token in os.environ if "TOKEN" in token or "GITHUB" in token]
"""
TAG = {
    "CLASSROOM": "dl",
    "ASSIGNMENT": "small",
    "SUBMISSION_TAG": "submit/2026-11-25T10-00-00Z-abcdef0",
    "COMMIT_URL": "commit",
    "RELEASE_URL": "release",
    "REVIEW_URL": "review",
}


@pytest.fixture
def rubric(tmp_path: Path) -> Path:
    rubric = small.copied(tmp_path)
    shutil.rmtree(rubric.parent / "submissions")
    return rubric


def unpacked(platform: str, rubric: Path, folder: Path) -> Path:
    """Unpack a bundle, and take the assignment away from where it came from."""
    (folder / "bundle.zip").write_bytes(bundle(platform, rubric))
    with zipfile.ZipFile(folder / "bundle.zip") as archive:
        archive.extractall(folder / "bundle")
    shutil.rmtree(rubric.parent)
    return folder / "bundle"


# ---- Classroom 50 ------------------------------------------------------------------------------------


def classroom50(bundle: Path, checkout: Path) -> subprocess.CompletedProcess[str]:
    """Grade a checkout with a bundle whose libraries are there (``test_installing.py`` installs them)."""
    output = checkout.parent / "output"
    output.touch()
    environment = {**os.environ, **TAG, "GITHUB_OUTPUT": str(output), "GITHUB_TOKEN": "secret"}
    environment["CLASSROOM50_BUNDLE_DIR"] = str(bundle)
    command = isolated.command("grader.platforms.classroom50.runner", checkout, bundle)
    return subprocess.run(
        command, cwd=checkout, env=environment, capture_output=True, text=True, timeout=120, check=False
    )


def valid(data: dict) -> None:
    """Hold a result to what the platform's own reader asks of it."""
    assert data["schema"] == "classroom50/result/v1"
    assert (data["classroom"], data["assignment"]) == ("dl", "small")
    assert data["submission"] == TAG["SUBMISSION_TAG"]
    assert all(isinstance(data[name], str) and data[name] for name in ("commit", "release", "review"))
    for each in (data, *data["tests"]):
        assert type(each["score"]) is int
        assert type(each["max-score"]) is int
        assert 0 <= each["score"] <= each["max-score"]
    assert all(test["test-name"] and type(test["passed"]) is bool for test in data["tests"])
    allowed = {"schema", "classroom", "assignment", "submission", "commit", "release", "review", "score"}
    assert set(data) == allowed | {"max-score", "tests"}


def test_classroom50_grades_a_checkout(rubric: Path, tmp_path: Path) -> None:
    """The student's files are graded, the kit's are not, and hidden checks have no name."""
    from grader.kit.release import release

    release(rubric, tmp_path / "checkout")
    (tmp_path / "checkout" / "mine.py").write_text((small.HERE / "submissions" / "right.py").read_text())
    done = classroom50(unpacked("classroom50", rubric, tmp_path), tmp_path / "checkout")
    assert (done.returncode, done.stderr) == (0, "")
    data = json.loads((tmp_path / "checkout" / "result.json").read_text())
    valid(data)
    assert (data["score"], data["max-score"]) == (700, 800)
    assert "row_sums" not in json.dumps(data)
    assert (tmp_path / "output").read_text() == "status=success\nsummary=7 of 8 points\n"
    assert (tmp_path / "checkout" / "release-body.md").stat().st_size > 50


def test_classroom50_writes_last(rubric: Path, tmp_path: Path) -> None:
    """Whatever a student's code wrote, linked or left running, the result is ours."""
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    (checkout / "mine.py").write_text(HOSTILE.replace("PLACE", str(checkout)))
    (checkout / "result.json").symlink_to(tmp_path / "elsewhere")
    (checkout / "release-body.md").mkdir()
    done = classroom50(unpacked("classroom50", rubric, tmp_path), checkout)
    assert done.returncode == 0, done.stderr
    data = json.loads((checkout / "result.json").read_text())
    valid(data)
    assert data["score"] < data["max-score"] == 800
    assert not (tmp_path / "elsewhere").exists()
    assert not (checkout / "result.json").is_symlink()
    assert (tmp_path / "output").read_text().startswith("status=failure\n")
    assert "GITHUB" not in json.dumps(data)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is hidden")
def test_nobody_reads_the_tokens_of_the_job(
    rubric: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From before a submission runs until the end, no process of the same user reads the environment."""
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    (checkout / "mine.py").write_text("import time\nwhile True: time.sleep(1)\n")
    place = unpacked("classroom50", rubric, tmp_path)
    environment = {**os.environ, **TAG, "GITHUB_TOKEN": "secret", "GITHUB_OUTPUT": str(tmp_path / "output")}
    small.start_in_a_group(monkeypatch)
    command = isolated.command("grader.platforms.classroom50.runner", checkout, place)
    with subprocess.Popen(command, cwd=checkout, env=environment, stderr=subprocess.DEVNULL) as process:
        told = Path(f"/proc/{process.pid}")
        while not (told / "task" / str(process.pid) / "children").read_text():  # until it starts the grading
            time.sleep(0.01)
        hidden = small.is_hidden(process.pid)
        process.kill()
    assert hidden


WITHOUT_INSTALLING = """
import runpy, subprocess, sys, venv
from pathlib import Path
def create(folder, with_pip):
    (Path(folder) / "bin").mkdir()
    (Path(folder) / "bin" / "python").symlink_to(sys.executable)
    for name in ("lib", "pyvenv.cfg"):
        (Path(folder) / name).symlink_to(Path(sys.prefix) / name)
venv.create, subprocess.call = create, lambda command, cwd: 0
runpy.run_path(sys.argv[1], run_name="__main__")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is hidden")
def test_what_starts_the_grader_gives_its_place_to_it(
    rubric: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While a submission runs, autograder.py is no process any more, and none has tokens to be read."""
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    (checkout / "mine.py").write_text("import time\nwhile True: time.sleep(1)\n")
    place = unpacked("classroom50", rubric, tmp_path)
    environment = {**os.environ, **TAG, "GITHUB_TOKEN": "secret", "GITHUB_OUTPUT": str(tmp_path / "output")}
    environment |= {"CLASSROOM50_BUNDLE_DIR": str(place), "TMPDIR": str(tmp_path)}
    small.start_in_a_group(monkeypatch)
    command = [sys.executable, "-c", WITHOUT_INSTALLING, place / "autograder.py"]
    with subprocess.Popen(command, cwd=checkout, env=environment, stderr=subprocess.DEVNULL) as process:  # type: ignore[arg-type]
        told, deadline = Path(f"/proc/{process.pid}"), time.monotonic() + 60
        children = told / "task" / str(process.pid) / "children"
        while time.monotonic() < deadline:  # until it has started the grading: before, a child is its copy
            grading = children.read_text().split()
            if any(b"--rubric" in Path(f"/proc/{each}/cmdline").read_bytes() for each in grading):
                break
            time.sleep(0.01)
        words = (told / "cmdline").read_bytes().split(b"\0")
        hidden = small.is_hidden(process.pid)
        below = [Path(f"/proc/{each}/environ").read_bytes() for each in grading]
        process.kill()
        for each in grading:
            os.kill(int(each), signal.SIGKILL)
    assert b"grader.platforms.classroom50.runner" in words
    assert not any(b"autograder.py" in word for word in words)
    assert hidden
    assert len(below) == 1
    assert b"secret" not in below[0]


def test_a_broken_assignment_keeps_the_last_result(rubric: Path, tmp_path: Path) -> None:
    """Then grading did not run, and the status says so."""
    (tmp_path / "checkout").mkdir()
    place = unpacked("classroom50", rubric, tmp_path)
    (place / "assignment" / "rubric.yaml").write_text("questions: 1\n")
    done = classroom50(place, tmp_path / "checkout")
    assert done.returncode == 1
    assert "this could not be graded: grader: nothing was graded:" in done.stderr
    assert not (tmp_path / "checkout" / "result.json").exists()
    assert (tmp_path / "output").read_text().startswith("status=error\nsummary=this could not be graded")


# ---- Gradescope --------------------------------------------------------------------------------------


def gradescope(bundle: Path, submission: str, seconds: float = 100) -> dict:
    """Grade with a bundle below a folder that stands for the root of the container."""
    root = bundle.parent / "autograder"
    for name in ("submission", "results"):
        (root / name).mkdir(parents=True)
    bundle.rename(root / "source")
    (root / "submission" / "mine.py").write_text(submission.replace("PLACE", str(root)))
    command = isolated.command("grader.platforms.gradescope.runner")
    done = subprocess.run(
        [*command, "--root", str(root), "--seconds", str(seconds)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert stat.S_IMODE((root / "source").stat().st_mode) == 0o700
    return json.loads((root / "results" / "results.json").read_text())


def test_gradescope_has_its_files_at_the_root(rubric: Path) -> None:
    """Both can be run, and nothing of the variants is in it."""
    with zipfile.ZipFile(io.BytesIO(bundle("gradescope", rubric))) as archive:
        names = archive.namelist()
        for name in ("setup.sh", "run_autograder"):
            assert archive.getinfo(name).external_attr >> 16 == 0o100755
            assert archive.read(name).startswith(b"#!/usr/bin/env bash\n")
    assert "assignment/rubric.yaml" in names
    assert "requirements.txt" in names
    assert not any("/variants/" in name or "__pycache__" in name for name in names)


def test_gradescope_grades(rubric: Path, tmp_path: Path) -> None:
    """Scores, visibilities and words, as its documentation has them."""
    right = (small.HERE / "submissions" / "mean.py").read_text()
    data = gradescope(unpacked("gradescope", rubric, tmp_path), right)
    assert set(data) == {"output", "output_format", "tests", "score"}
    assert data["score"] == sum(test.get("score", 0) for test in data["tests"])
    for test in data["tests"]:
        assert test["visibility"] in ("visible", "after_published")
        assert test.get("status", "passed") in ("passed", "failed")
        assert test.get("score", 0) <= test.get("max_score", 0)
    hidden = [test for test in data["tests"] if test["visibility"] == "after_published"]
    assert [test["name"] for test in hidden] == ["2a: hidden check"]
    failed = next(test for test in data["tests"] if test.get("status") == "failed")
    assert "This is the distance from the mean, not from the largest." in failed["output"]
    assert "x = " in failed["output"]


def test_gradescope_tells_no_total_before_its_time(rubric: Path, tmp_path: Path) -> None:
    """With the points of hidden checks it would tell them: what is told is the sum of what is shown."""
    right = (small.HERE / "submissions" / "mean.py").read_text()
    data = gradescope(unpacked("gradescope", rubric, tmp_path), right)
    shown = [test for test in data["tests"] if test["visibility"] == "visible"]
    earned = sum(test.get("score", 0) for test in shown)
    assert data["output"].splitlines() == [
        f"{earned:g} of 6 points.",
        "The points of hidden checks are shown with the grades.",
    ]
    assert len(shown) == len(data["tests"]) - 1


def test_the_details_of_a_broken_assignment_are_not_for_students(tmp_path: Path) -> None:
    """They may tell right answers: a student is told that there are mistakes, the course which."""
    rubric = small.copied(tmp_path)
    small.edited(rubric.parent / "reference" / "q2_tables" / "answers.py", "return", "return 1 / 0 + 0 *")
    found = graded(rubric.parent / "submissions" / "right.py", rubric, 60)
    assert re.fullmatch(r"grader: nothing was graded: \d mistakes? in the assignment", found.trouble)
    assert "ZeroDivisionError" in found.said


def test_gradescope_always_has_a_result(rubric: Path, tmp_path: Path) -> None:
    """A submission that takes longer than there is time for leaves a result without a score."""
    slow = "import time\nwhile True: time.sleep(1)\n"
    data = gradescope(unpacked("gradescope", rubric, tmp_path), slow, seconds=1)
    told = "This could not be graded: grading took longer than 1 s and was stopped"
    assert data == {"output": told, "tests": [{"name": "grading", "output": told}]}


def test_gradescope_is_not_spoken_for(rubric: Path, tmp_path: Path) -> None:
    """What a student's code writes is written over."""
    data = gradescope(unpacked("gradescope", rubric, tmp_path), HOSTILE)
    assert data["score"] < 8
    assert {test.get("max_score") for test in data["tests"]} == {1, 2}


# ---- both --------------------------------------------------------------------------------------------


def test_the_same_assignment_gives_the_same_bytes(rubric: Path) -> None:
    """A bundle can be compared with the one that is in use."""
    assert bundle("gradescope", rubric) == bundle("gradescope", rubric)


def test_what_is_too_large_is_refused(rubric: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before it is uploaded, not after."""
    monkeypatch.setitem(bundles.LARGEST, "classroom50", 1000)
    with pytest.raises(InputError, match=r"the bundle would have 0\.\d MB, and classroom50 takes 0.001"):
        bundle("classroom50", rubric)


def test_what_is_installed_is_what_the_reference_imports(rubric: Path) -> None:
    """In versions of our own list, whatever this machine has; torch apart, for its builds are many."""

    def asked() -> dict[str, str]:
        with zipfile.ZipFile(io.BytesIO(bundle("gradescope", rubric))) as archive:
            names = [name for name in archive.namelist() if name.endswith(".txt") and "/" not in name]
            return {name: archive.read(name).decode() for name in names}

    pinned = {
        "constraints.txt": PINS.read_text(encoding="utf-8"),
        "requirements.txt": f"--constraint constraints.txt\n{wheel().requirement}\n",
    }
    assert asked() == pinned
    answers = rubric.parent / "reference" / "q2_tables" / "answers.py"
    small.edited(answers, '"""Right', '"""In torch or numpy: right')
    assert asked() == pinned
    variants = answers.parent / "variants"
    variants.mkdir()
    (variants / "other.py").write_text("import os, torch.nn\nfrom sklearn import svm\nimport nobodys\n")
    assert asked() == {
        **pinned,
        "requirements.txt": pinned["requirements.txt"] + f"scikit-learn>={version('scikit-learn')}\n",
        "torch.txt": version("torch").partition("+")[0] + "\n",
    }


def test_what_could_not_be_decided_has_no_score() -> None:
    """Gradescope would add up the scores of the tests: then there are none."""
    from grader.platforms.gradescope.runner import result
    from grader.platforms.runner.run import Graded
    from grader.reports.results import CheckRow, QuestionRow, Results, SubmissionRow

    rest: dict[str, Any] = {
        "kind": "law",
        "target": "t",
        "title": "t",
        "visibility": "public",
        "mistake": None,
        "evidence": None,
    }
    passed = CheckRow(id="a", verdict=Verdict.PASSED, points=2, earned=2, message="", **rest)
    broken = CheckRow(id="b", verdict=Verdict.BROKEN, points=1, earned=None, message="ours", **rest)
    question = QuestionRow(id="1", title="One", bonus=False, score=None, max_score=3, checks=[passed, broken])
    submission = SubmissionRow(
        id="ada",
        path="ada.py",
        score=None,
        max_score=3,
        pending=0,
        isolation="A",
        problems=[],
        questions=[question],
    )
    data = result(Graded(Results(assignment="small", seed=0, submissions=[submission])))
    assert "score" not in data
    assert not any("score" in test for test in data["tests"])
    assert "there is no score" in data["output"]
