"""What is watched is done again when it has changed and rests; an interruption ends it and loses nothing."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import small

from grader.errors import InputError
from grader.frontends.commands import watch


def test_what_is_still_being_written_does_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that grows at each look is read when it has stayed the same for one; so is the first."""
    file = tmp_path / "hw.py"
    file.write_text("x")
    pieces = iter(["x = ", "x = 1", "x = 1", None, "y = 2", "y = 2"])
    read: list[str] = []

    def sleep(seconds: float) -> None:
        assert seconds == watch.PAUSE
        if (text := next(pieces)) is not None and file.read_text() != text:
            file.write_text(text)

    def work() -> int:
        read.append(file.read_text())
        if len(read) == 2:
            raise KeyboardInterrupt
        return 0

    monkeypatch.setattr(watch.time, "sleep", sleep)  # type: ignore[attr-defined]
    with pytest.raises(KeyboardInterrupt):
        watch.watched(work, [tmp_path])
    assert read == ["x = 1", "y = 2"]


def test_a_mistake_is_told_and_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that is gone between two versions ends nothing; what we write there ourselves is no change."""
    out = tmp_path / "results"
    out.mkdir()
    done: list[int] = []

    def sleep(_: float) -> None:
        (out / f"{time.monotonic_ns()}").write_text("ours")
        if done == [0] and not (tmp_path / "hw.py").exists():
            (tmp_path / "hw.py").write_text("x = 1")

    def work() -> int:
        done.append(len(done))
        if len(done) == 1:
            raise InputError("hw.py does not exist.")
        raise KeyboardInterrupt

    monkeypatch.setattr(watch.time, "sleep", sleep)  # type: ignore[attr-defined]
    with pytest.raises(KeyboardInterrupt):
        watch.watched(work, [tmp_path], [out])
    assert capsys.readouterr().err == (
        f"grader: hw.py does not exist.\nWaiting for changes of {tmp_path}; Ctrl+C ends it.\n"
    )


@contextmanager
def watching(folder: Path, *arguments: object) -> Iterator[Callable[[str, int], str]]:
    """Start a command that watches; yield what waits until it has said something so many times."""
    said = folder / "said"
    with said.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "grader", *map(str, arguments), "--watch"],
            cwd=folder,
            stdout=file,
            stderr=subprocess.STDOUT,
            env={**os.environ, "NO_COLOR": "1", "COLUMNS": "100"},
        )

        def until(text: str, times: int) -> str:
            for _ in range(1200):
                told = said.read_text()
                if told.count(text) >= times:
                    return told
                assert process.poll() is None, told
                time.sleep(0.05)
            raise AssertionError(told)

        try:
            yield until
            process.send_signal(signal.SIGINT)
            assert process.wait(60) == 130, said.read_text()
        finally:
            process.kill()


@pytest.mark.skipif(os.name != "posix", reason="nothing there is like Ctrl+C from another process")
def test_a_file_is_checked_again_when_it_is_saved(tmp_path: Path) -> None:
    """From an answer that is wrong to one that is right, as an editor saves it."""
    rubric = small.copied(tmp_path)
    samples = small.HERE / "submissions"
    (tmp_path / "hw.py").write_text((samples / "mean.py").read_text())
    with watching(tmp_path, "check", "hw.py", "1a", "--rubric", rubric) as until:
        assert "2 / 3" in until("Waiting for changes of hw.py", 1)
        (tmp_path / "new").write_text((samples / "right.py").read_text())
        (tmp_path / "new").replace(tmp_path / "hw.py")
        assert "3 / 3" in until("Waiting for changes of hw.py", 2)


@pytest.mark.skipif(os.name != "posix", reason="nothing there is like Ctrl+C from another process")
def test_what_arrives_is_graded(tmp_path: Path) -> None:
    """From an empty folder on; nobody is graded again, also with --fresh; results are whole when it ends."""
    rubric = small.copied(tmp_path)
    (tmp_path / "in").mkdir()
    with watching(tmp_path, "grade", "in", "--rubric", rubric, "--question", "1a", "--fresh") as until:
        assert "in holds no submissions" in until("Waiting for changes of in", 1)
        for number, name in enumerate(("right", "mean"), start=2):
            (tmp_path / "in" / f"{name}.py").write_text(
                (small.HERE / "submissions" / f"{name}.py").read_text()
            )
            until("Waiting for changes of in", number)
        assert "1 graded before, 1 to do" in until("graded before", 1)
    found = json.loads((tmp_path / "results" / "results.json").read_text())["submissions"]
    assert [each["id"] for each in found] == ["mean", "right"]
