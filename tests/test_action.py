"""The action of GitHub, its steps run in order as the runner does; only what is installed is not."""

import json
import os
import re
import subprocess
import sys
from base64 import b64decode
from pathlib import Path

import pytest
import small
import yaml

ROOT = Path(__file__).parent.parent
STEPS = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["runs"]["steps"]
STUB = f"""#!/usr/bin/env bash
case "$*" in
    "-I -m pip"*|"-I -m grader.installing.cpu_torch"*) echo "python $*" >> "$LOG";;
    *) exec "{sys.executable}" "$@";;
esac
"""


def outputs(path: Path) -> dict[str, str]:
    return dict(line.split("=", 1) for line in path.read_text().splitlines())


def run(folder: Path, submission: str, source: str) -> tuple[dict[str, str], list[str]]:
    """Run the steps on a submission to the small assignment; return all outputs and what was installed."""
    rubric = small.copied(folder)
    (folder / "work").mkdir()
    (folder / "work" / submission).write_text(source)
    for name in ("bin", "files"):
        (folder / name).mkdir()
    (folder / "bin" / "python").write_text(STUB)
    (folder / "bin" / "grader").write_text(f'#!/usr/bin/env bash\nexec "{sys.executable}" -m grader "$@"\n')
    for name in ("python", "grader"):
        (folder / "bin" / name).chmod(0o755)
    inputs = {"submission": "work", "rubric": str(rubric), "out": "results", "python-version": "3.12"}
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GITHUB_")}
    environment |= {"GITHUB_ACTION_PATH": str(ROOT), "LOG": str(folder / "log"), "GITHUB_ACTIONS": "true"}
    environment |= {"PATH": f"{folder / 'bin'}:{os.environ['PATH']}"}
    (folder / "log").touch()
    for name in ("output", "summary"):
        (folder / name).touch()
    environment |= {"GITHUB_OUTPUT": str(folder / "output"), "GITHUB_STEP_SUMMARY": str(folder / "summary")}
    for step in STEPS:
        if "run" in step:
            given = {
                name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda match: inputs[match[1]], value)
                for name, value in step.get("env", {}).items()
            }
            done = subprocess.run(
                ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]],
                cwd=folder,
                env={**environment, **given},
                capture_output=True,
                text=True,
                timeout=200,
                check=False,
            )
            assert done.returncode == 0, (step, done.stdout, done.stderr)
    return outputs(folder / "output"), (folder / "log").read_text().splitlines()


@pytest.mark.skipif(sys.platform == "win32", reason="the steps are Bash")
def test_the_steps_grade_a_submission(tmp_path: Path) -> None:
    """Who lost nothing has passed, though an answer in words waits; torch is not installed for numpy."""
    told, installed = run(tmp_path, "mine.py", (small.HERE / "submissions" / "right.py").read_text())
    assert told["all-points"] == "true"
    result = json.loads(b64decode(told["result"]))
    assert result["status"] == "pass"
    assert sum(test["score"] for test in result["tests"]) == 7
    assert "right" not in (tmp_path / "summary").read_text().splitlines()[0]
    assert installed == [f"python -I -m pip install --constraint {ROOT}/constraints.txt {ROOT}"]


@pytest.mark.skipif(sys.platform == "win32", reason="the steps are Bash")
def test_torch_is_installed_where_it_is_imported(tmp_path: Path) -> None:
    """In the version of our list, as its CPU build; lost points fail the check, not the run."""
    told, installed = run(tmp_path, "mine.py", "import torch\n")
    assert told["all-points"] == "false"
    assert json.loads(b64decode(told["result"]))["status"] == "fail"
    assert re.fullmatch(r"python -I -m grader\.installing\.cpu_torch \d+\.\d+\.\d+", installed[-1])


def test_actions_of_others_are_pinned() -> None:
    """By commit, with the version beside it; the same commit everywhere."""
    pages = [
        "action.yml",
        ".github/workflows/tests.yml",
        "docs/workflows/course.yml",
        "grader/kit/texts/check.yml",
    ]
    pins: dict[str, set[str]] = {}
    for page in pages:
        for action, rest in re.findall(
            r"uses: (actions/\S+?)@(.*)", (ROOT / page).read_text(encoding="utf-8")
        ):
            assert re.fullmatch(r"[0-9a-f]{40} # v\d+\.\d+\.\d+", rest), (page, action)
            pins.setdefault(action, set()).add(rest)
    assert pins
    assert all(len(each) == 1 for each in pins.values())
