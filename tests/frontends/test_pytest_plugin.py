"""``pytest --rubric --submission`` in processes of its own."""

import subprocess
import sys
from pathlib import Path

import pytest
import small


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A small assignment with its submissions."""
    return small.copied(tmp_path).parent


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run pytest in a folder."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)


def test_every_check_is_a_test(course: Path) -> None:
    """Passed, failed with the student's evidence, hidden without; words wait for a person."""
    done = run(course, "-v", "--rubric", "rubric.yaml", "--submission", "submissions/mean.py")
    assert done.returncode == 1
    assert "rubric.yaml::1a::below_largest gives the right values FAILED" in done.stdout
    assert "This is the distance from the mean, not from the largest." in done.stdout
    assert "rubric.yaml::2a::hidden check FAILED" in done.stdout
    assert "a hidden check was not passed" in done.stdout
    assert "row_sums" not in done.stdout
    assert "Traceback" not in done.stdout


def test_a_right_submission_passes(course: Path) -> None:
    """And an answer in words is skipped with a reason."""
    done = run(course, "-rs", "--rubric", "rubric.yaml", "--submission", "submissions/right.py")
    assert done.returncode == 0
    assert "a person will read this answer" in done.stdout


def test_tests_can_be_chosen(course: Path) -> None:
    """By name, and listed without grading anything."""
    chosen = run(
        course, "--rubric", "rubric.yaml", "--submission", "submissions/right.py", "-k", "shift", "-q"
    )
    assert "1 passed" in chosen.stdout
    listed = run(
        course, "--rubric", "rubric.yaml", "--submission", "submissions/right.py", "--collect-only", "-q"
    )
    assert "rubric.yaml::1a::a common shift changes nothing" in listed.stdout.splitlines()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--rubric", "rubric.yaml"], "--rubric and --submission belong together"),
        (["--rubric", "rubric.yaml", "--submission", "gone.py"], "gone.py does not exist"),
    ],
)
def test_wrong_options_are_told(course: Path, arguments: list[str], said: str) -> None:
    """As pytest tells its own."""
    done = run(course, *arguments)
    assert done.returncode == 4
    assert said in done.stderr


def test_a_mistake_in_the_rubric_is_an_error(course: Path) -> None:
    """Not a failure of the submission."""
    small.edited(course / "rubric.yaml", "matches: row_sums", "matches: row_sum")
    done = run(course, "--rubric", "rubric.yaml", "--submission", "submissions/right.py")
    assert done.returncode == 2
    assert "there is no function `row_sum` in the reference; did you mean `row_sums`?" in done.stdout


def test_without_the_options_nothing_changes(tmp_path: Path) -> None:
    """Other tests run as ever, and nothing of the grader is loaded."""
    (tmp_path / "test_other.py").write_text(
        "import sys\n"
        "heavy = {'numpy', 'hypothesis', 'grader.grading.pipeline'}\n"
        "def test_light():\n    assert not heavy & set(sys.modules)\n"
    )
    done = run(tmp_path, "-q", "-W", "error", "-p", "no:hypothesispytest", "-p", "no:jaxtyping")
    assert done.returncode == 0, done.stdout
