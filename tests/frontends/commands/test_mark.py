"""`grader mark` as it is started: it says where it is, lets one browser in, and ends when it is told to."""

import os
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from argparse import Namespace
from pathlib import Path

import pytest
from small import command
from to_mark import course, desk

from grader.errors import InputError
from grader.frontends.commands import mark
from grader.frontends.mark.decide import Hand, set_points
from grader.reports.results import read


@pytest.mark.skipif(os.name != "posix", reason="nothing there is like Ctrl+C from another process")
def test_it_says_where_it_is_and_ends_when_told(tmp_path: Path) -> None:
    """The address opens once; Ctrl+C is no failure, and the results that it writes have the marks."""
    found = desk(tmp_path, course(6))
    queue = found.queues[0]
    set_points(Hand(found, "Ann", queue, queue.entries[0]), "less", 0)
    started = [sys.executable, "-m", "grader", "mark", str(tmp_path), "--no-browser"]
    with subprocess.Popen(started, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            opened = re.fullmatch(r"Marking: (http://127\.0\.0\.1:\d+/\S+\?token=\S+)\n", line)
            assert opened
            with urllib.request.urlopen(opened[1], timeout=60) as answer:
                assert "grader-mark=" in answer.headers["set-cookie"]
            with pytest.raises(urllib.error.HTTPError, match="403"):
                urllib.request.urlopen(opened[1], timeout=60)
            process.send_signal(signal.SIGINT)
            said = process.communicate(timeout=60)
        finally:
            process.kill()
    assert (process.returncode, said[1]) == (0, "")
    assert f"Results: {tmp_path / 'results.json'}, " in said[0]
    checks = {check.earned for each in read(tmp_path).submissions for check in each.questions[0].checks[1:]}
    assert checks == {0, 1.5}


def test_without_results_it_says_what_writes_them(tmp_path: Path) -> None:
    """And nothing is made."""
    done = command(tmp_path, "mark", "nowhere", "--no-browser")

    assert done.returncode == 2
    assert "`grader grade` writes it" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    """With what to do."""
    import socket

    desk(tmp_path, course(6))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = command(tmp_path, "mark", ".", "--no-browser", "--port", str(port))

    assert done.returncode == 2
    assert f"port {port} cannot be had: " in done.stderr
    assert "; leave --port out, or say another" in done.stderr


@pytest.mark.parametrize("port", ["0", "x", "70000"])
def test_what_is_no_port_is_told(tmp_path: Path, port: str) -> None:
    """Before anything is read."""
    done = command(tmp_path, "mark", "--port", port)

    assert done.returncode == 2
    assert f"'{port}' is not a port, from 1 to 65535" in done.stderr


def test_without_the_extra_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All that is missing, by one name."""
    import importlib.util

    desk(tmp_path, course(6))
    there = importlib.util.find_spec
    gone = ("jinja2", "uvicorn")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name in gone else there(name))
    told = r"^jinja2, uvicorn is not installed: pip install 'gradewright\[mark\]'$"

    with pytest.raises(InputError, match=told):
        mark.run(Namespace(results=tmp_path, port=0, no_browser=True))
