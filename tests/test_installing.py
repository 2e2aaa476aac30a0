"""Everywhere a course meets the grader, from nothing: real environments, the real pip, its usual index.

What these install is what users install: the package as a wheel, never this checkout.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import pytest
import small

from grader.installing.wheel import wheel
from grader.kit.release import release
from grader.platforms.runner.bundle import bundle

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
# Whatever this environment has is out of reach; what is downloaded once is kept by pip.
BARE = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV"))}
# Compiling all that is installed takes longer than installing it; what is imported is compiled then.
BARE |= {"PIP_COMPILE": "0", "NO_COLOR": "1", "COLUMNS": "100", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
TAG: dict[str, Any] = {
    "CLASSROOM": "dl",
    "ASSIGNMENT": "small",
    "SUBMISSION_TAG": "submit/2026-11-25T10-00-00Z-abcdef0",
    "COMMIT_URL": "commit",
    "RELEASE_URL": "release",
    "REVIEW_URL": "review",
}


def run(*command: object, cwd: Path, status: int = 0, **environment: str) -> str:
    """Run a command where nothing of ours is; return what it printed."""
    done = subprocess.run(
        [*map(str, command)],
        cwd=cwd,
        env={**BARE, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=400,
        check=False,
    )
    assert done.returncode == status, done.stdout
    return done.stdout


def base_python() -> Path:
    """Return the interpreter below this environment."""
    return Path(sys.base_prefix) / "bin" / f"python{sys.version_info[0]}.{sys.version_info[1]}"


def scores(folder: Path) -> dict[str, float]:
    data = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    return {each["id"]: each["score"] for each in data["submissions"]}


# ---- a laptop, a lab -----------------------------------------------------------------------------------


def test_the_wheel_in_an_empty_environment(tmp_path: Path) -> None:
    """It takes less than 130 MB, not compiled, without torch and pytest; grades; tells who imports torch."""
    run(base_python(), "-m", "venv", "--without-pip", "env", cwd=tmp_path)
    (tmp_path / wheel().name).write_bytes(wheel().data)
    python = tmp_path / "env" / "bin" / "python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "-q", wheel().name, cwd=tmp_path)
    files = [path for path in (tmp_path / "env").rglob("*") if path.is_file() and not path.is_symlink()]
    assert sum(path.stat().st_size for path in files) < 130e6
    rubric = small.copied(tmp_path)
    for name in ("stuck", "raises", "unreadable"):
        (rubric.parent / "submissions" / f"{name}.py").unlink()
    (rubric.parent / "submissions" / "torch_too.py").write_text(
        "import torch\ndef below_largest(x): return x.max() - x\n"
    )
    told = run(tmp_path / "env" / "bin" / "grader", "grade", "submissions", cwd=rubric.parent)
    assert scores(rubric.parent / "results") == {"mean": 2, "right": 7, "torch_too": 3}
    assert "torch is not installed here, and is imported by torch_too" in told
    told = run(python, "-m", "grader", "check", "submissions/torch_too.py", cwd=rubric.parent, status=1)
    assert "`torch` is not installed here" in told
    assert run(python, "-m", "grader", "-v", cwd=tmp_path) == "grader 0.1.0\n"


def test_the_wheel_for_one_user(tmp_path: Path) -> None:
    """Labs and notebook servers have `pip install --user`: workers find the libraries there."""
    (tmp_path / wheel().name).write_bytes(wheel().data)
    there: dict[str, Any] = {"PYTHONUSERBASE": str(tmp_path / "home")}
    pip = (base_python(), "-m", "pip", "install", "-q", "--user", "--ignore-installed")
    run(*pip, "--break-system-packages", "--no-warn-script-location", wheel().name, cwd=tmp_path, **there)
    rubric = small.copied(tmp_path)
    run(base_python(), "-m", "grader", "grade", "submissions/right.py", cwd=rubric.parent, **there)
    assert scores(rubric.parent / "results") == {"right": 7}


# ---- a student -----------------------------------------------------------------------------------------


def test_the_kit_by_its_own_readme(tmp_path: Path) -> None:
    """In a folder and an environment that have nothing else, its commands do what they say."""
    rubric = small.copied(tmp_path / "course")
    release(rubric, tmp_path / "kit")
    run(base_python(), "-m", "venv", "env", cwd=tmp_path)
    (commands,) = re.findall(r"```sh\n(.*?)```", (tmp_path / "kit" / "README.md").read_text(), re.DOTALL)
    install, *checks = [line.partition("  #")[0].strip() for line in commands.splitlines()]
    found: dict[str, Any] = {"PATH": f"{tmp_path / 'env' / 'bin'}:{os.environ['PATH']}"}
    run("bash", "-c", install, cwd=tmp_path / "kit", **found)
    assert len(checks) == 2
    for command in checks:
        told = run("bash", "-c", command, cwd=tmp_path / "kit", status=1, **found)
        assert "not written yet" in told
        assert "public checks failed" in told.splitlines()[-1]
    shutil.copy(rubric.parent / "submissions" / "right.py", tmp_path / "kit" / "hw.py")
    told = run("bash", "-c", checks[0], cwd=tmp_path / "kit", **found)
    assert told.splitlines()[-1] == "public checks passed, 1 hidden one not run"
    (tmp_path / "kit" / wheel().name).write_bytes(wheel().data + b"\0")
    assert "Expected sha256" in run("bash", "-c", install, cwd=tmp_path / "kit", status=1, **found)


# ---- Classroom 50 (where all goes well: `tests/hostile/test_traps.py`) ---------------------------------


def unpacked(platform: str, folder: Path) -> Path:
    """Unpack the bundle of an assignment that is then nowhere else."""
    rubric = small.copied(folder)
    (folder / "bundle.zip").write_bytes(bundle(platform, rubric))
    shutil.rmtree(rubric.parent)
    shutil.unpack_archive(folder / "bundle.zip", folder / "bundle")
    with zipfile.ZipFile(folder / "bundle.zip") as archive:
        for info in archive.infolist():
            (folder / "bundle" / info.filename).chmod(info.external_attr >> 16 & 0o777)
    return folder / "bundle"


def runner(folder: Path, place: Path, status: int = 0) -> str:
    """Do what Classroom 50's runner does: a checkout, variables, and Python with nothing installed."""
    output = folder / "output"
    output.touch()
    with tempfile.TemporaryDirectory() as temporary:  # what is made there goes with a true runner
        Path(temporary).chmod(0o755)
        told = run(
            *(base_python(), place / "autograder.py"),
            **{**TAG, "GITHUB_OUTPUT": str(output), "GITHUB_TOKEN": "secret", "TMPDIR": temporary},
            cwd=folder / "checkout",
            status=status,
        )
    return told + output.read_text()


def test_what_cannot_be_installed_is_no_score(tmp_path: Path) -> None:
    """The platform is told that grading did not run, and keeps the last result."""
    (tmp_path / "checkout").mkdir()
    place = unpacked("classroom50", tmp_path)
    (place / wheel().name).write_bytes(b"cut off")
    told = runner(tmp_path, place, status=1)
    why = "installing what the grader needs failed with status 1; the log says why"
    assert f"this could not be graded, through no fault of the student: {why}\n" in told
    assert told.endswith(f"status=error\nsummary=not graded: {why}\n")
    assert not (tmp_path / "checkout" / "result.json").exists()


# ---- Gradescope ----------------------------------------------------------------------------------------

STUB = '#!/usr/bin/env bash\necho "$(basename "$0") $*" >> "$LOG"\n'


def test_gradescope_sets_up_and_grades(tmp_path: Path) -> None:
    """On an image without a Python of ours: what apt and pip are asked, then a submission."""
    root = tmp_path / "autograder"
    for name in ("submission", "results", "stubs"):
        (root / name).mkdir(parents=True)
    unpacked("gradescope", tmp_path).rename(root / "source")
    (root / "source" / "torch.txt").write_text("2.13.0\n")
    stubs = {
        # Not there before the archive is known.
        "apt-get": 'case "$*" in *python3.12*) test -f "$LOG.ppa";; esac\n',
        "add-apt-repository": 'touch "$LOG.ppa"\n',
        "python3.12": 'mkdir -p "$3/bin" && cp "$(dirname "$0")"/python "$(dirname "$0")"/pip "$3/bin"\n',
        "pip": "test -f requirements.txt\n",
        "python": f'case "$*" in *cpu_torch*) ;; *) exec "{sys.executable}" "$@";; esac\n',
    }
    for name, text in stubs.items():
        (root / "stubs" / name).write_text(STUB + text)
        (root / "stubs" / name).chmod(0o755)
    for name in ("setup.sh", "run_autograder"):  # for they name places of the image
        small.edited(root / "source" / name, "/autograder/", f"{root}/")
    shutil.copy(root / "source" / "run_autograder", root / "run_autograder")
    small.edited(
        root / "run_autograder",
        "grader.platforms.gradescope.runner",
        f"grader.platforms.gradescope.runner --root {root}",
    )
    found: dict[str, Any] = {"PATH": f"{root / 'stubs'}:{os.environ['PATH']}", "LOG": str(tmp_path / "log")}
    run(root / "source" / "setup.sh", cwd=root, **found)
    assert (tmp_path / "log").read_text().splitlines() == [
        "apt-get update",
        "apt-get install -y --no-install-recommends python3.12 python3.12-venv",
        "apt-get install -y --no-install-recommends software-properties-common gpg-agent",
        "add-apt-repository -y ppa:deadsnakes/ppa",
        "apt-get update",
        "apt-get install -y --no-install-recommends python3.12 python3.12-venv",
        f"python3.12 -m venv {root}/python",
        "pip install --no-cache-dir -r requirements.txt",
        "python -m grader.installing.cpu_torch 2.13.0",
    ]
    shutil.copy(small.HERE / "submissions" / "mean.py", root / "submission")
    run(root / "run_autograder", cwd=root, **found)
    assert json.loads((root / "results" / "results.json").read_text())["score"] == 2
