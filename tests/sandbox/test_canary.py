"""The file that no worker may read comes and goes with its grader."""

import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from grader.sandbox.canary import canary_file


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files go."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_it_is_private_and_goes_with_its_grader(place: Path) -> None:
    """Only its owner may read it, and at the end nothing is left."""
    with canary_file() as path:
        assert path.stat().st_mode & 0o777 == 0o600
        assert path.is_relative_to(place)
    assert list(place.iterdir()) == []


def test_what_a_killed_grader_left_is_removed_by_the_next(place: Path) -> None:
    """And what a living one needs is not."""
    program = """
import tempfile, sys, time
tempfile.tempdir = sys.argv[1]
from grader.sandbox.canary import canary_file
with canary_file() as path:
    print(path, flush=True)
    time.sleep(60)
"""
    call = [sys.executable, "-c", program, str(place)]
    with (
        subprocess.Popen(call, stdout=subprocess.PIPE, text=True) as living,
        subprocess.Popen(call, stdout=subprocess.PIPE, text=True) as killed,
    ):
        assert living.stdout is not None
        assert killed.stdout is not None
        kept, left = (Path(each.stdout.readline().strip()) for each in (living, killed))
        killed.send_signal(signal.SIGKILL)
        killed.wait()
        assert left.exists()
        with canary_file():
            assert kept.exists()
            assert not left.parent.exists()
        living.kill()


def test_a_folder_of_somebody_else_is_left_alone(place: Path) -> None:
    """Without a canary in it, it is none of ours."""
    (place / "grader-notes").mkdir()
    with canary_file():
        pass
    assert [each.name for each in place.iterdir()] == ["grader-notes"]
