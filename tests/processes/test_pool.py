"""Processes of our own that call functions: isolated, hidden, and told what is secret by pipe."""

import os
import subprocess
import sys
import time
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest
import small

from grader.errors import AssignmentError, Mistake
from grader.processes.pool import Pool

# ---- what is called in the processes

told: list[str] = []


def begin(word: str) -> None:
    told.append(word)


def fail_to_begin() -> None:
    raise AssignmentError([Mistake(Path("rubric.yaml"), 3, 1, "no such question")])


def look() -> tuple[object, ...]:
    environment = Path("/proc/self/environ").read_text() if sys.platform == "linux" else ""
    return (
        told,
        os.environ.get("SECRET"),
        "hunter2" in environment,
        str(Path.cwd()),
        "" in sys.path,
        os.getpid(),
    )


def end(status: int) -> None:
    os._exit(status)


def strange() -> None:
    class Strange(Exception):
        pass

    raise Strange("no other process knows my class")


def stay(mark: str) -> None:
    Path(mark).touch()
    time.sleep(60)


# ---- the tests


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("SECRET", "hunter2")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))  # what is called there stands in this file
    with Pool(1, begin, "a word") as pool:
        yield pool


def test_it_is_where_we_are_and_knows_what_we_know(pool: Any, tmp_path: Path) -> None:
    """A reference finds the same folder and variables there; what Python was started with is clean."""
    words, secret, started_with_it, folder, imports_here, pid = pool.submit(look).result()
    assert (words, secret, started_with_it) == (["a word"], "hunter2", False)
    assert (folder, imports_here) == (str(tmp_path), False)
    assert pid != os.getpid()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is hidden")
def test_nobody_reads_what_it_was_told(pool: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """No process of the same user has a look at its memory or environment, and its arguments say nothing."""
    small.start_in_a_group(monkeypatch)
    pid = pool.submit(look).result()[-1]
    assert small.is_hidden(pid)
    said = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    assert said[1:] == [b"-P", b"-B", b"-m", b"grader.processes.pool", b""]


def test_what_is_raised_is_raised_here(pool: Any) -> None:
    """With the place where it was; what cannot cross is told in words."""
    with pytest.raises(ZeroDivisionError) as caught:
        pool.submit(divmod, 1, 0).result()
    assert "grader/processes/pool.py" in "".join(caught.value.__notes__)
    with pytest.raises(RuntimeError, match="no other process knows my class"):
        pool.submit(strange).result()
    assert pool.submit(divmod, 7, 2).result() == (3, 1)


def test_a_process_that_is_killed_costs_its_own_call(pool: Any) -> None:
    """The next one has a process of its own, which begins as the first did."""
    first = pool.submit(look).result()[-1]
    with pytest.raises(BrokenProcessPool):
        pool.submit(end, 3).result()
    words, *_, second = pool.submit(look).result()
    assert words == ["a word"]
    assert first != second


def test_what_goes_wrong_at_the_start_is_told(pool: Any) -> None:
    """As it is, and not as a process that was killed."""
    with Pool(1, fail_to_begin) as other, pytest.raises(AssignmentError, match="no such question"):
        other.submit(look).result()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_it_ends_with_the_one_who_asks(pool: Any, tmp_path: Path) -> None:
    """However busy it is: nobody would ever ask again."""
    program = (
        "import sys\nfrom grader.processes.pool import Pool\nimport test_pool\n"
        "Pool(1, test_pool.begin, '').submit(test_pool.stay, sys.argv[1])\nprint('', flush=True)\n"
    )
    mark = tmp_path / "busy"
    command = [sys.executable, "-c", program, str(mark)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True) as asks:
        while not mark.exists():
            assert asks.poll() is None
            time.sleep(0.02)
        asks.kill()
        assert asks.stdout.read() == b"\n"
    deadline = time.monotonic() + 20
    while _lives(asks.pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _lives(asks.pid)


def _lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
